"""Open a model file that nobody vouches for.

A TorchScript archive is a program. It can hold no Python: its pickles are read by torch's own C++
reader, which makes tensors and the archive's own classes, and nothing else. But its operators can
write files and memory, its classes may have code that runs while they are loaded, and classes of
torch itself can do more than calculate. So what runs at loading is looked for before, and may not
be there; what would run at each face is looked through after it, in the compiled graph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.vision.model_archive import MAX_BYTES, ForbiddenError, packed, unpacked
from mopidy_moodcam.vision.model_operators import forbidden

if TYPE_CHECKING:
    from pathlib import Path

AT_LOADING: Final = re.compile(rb"__setstate__|torch\.classes")
"""What runs while an archive is loaded: its own code to restore objects, and torch's classes."""


def load_network(path: Path, extra: dict[str, Any]) -> Any:
    """Return what a TorchScript network does at a batch, which is nothing but calculate.

    Imports torch. What is returned is what was looked at, `forward` alone: to call the module
    would run its hooks too, which are restored with it.

    Args:
        path: The file.
        extra: Names of extra files to be read from it; their contents are put in.

    Raises:
        ForbiddenError: It would do more than calculate, or is far too large.
        Exception: It cannot be read, is damaged, or no TorchScript; torch raises what it finds.
    """
    import torch  # noqa: PLC0415 - seconds long: never at Mopidy's start-up

    size = path.stat().st_size
    if size > MAX_BYTES:
        msg = f"it has {size} bytes, more than {MAX_BYTES}"
        raise ForbiddenError(msg)
    parts = unpacked(path.read_bytes())  # once: what is checked is what is loaded
    for name, part in parts.items():
        found = AT_LOADING.search(part) if name.endswith((".py", ".pkl")) else None
        if found is not None:
            msg = f"its part {name} would run {found[0].decode()} while it is loaded"
            raise ForbiddenError(msg)
    network: Any = torch.jit.load(packed(parts), map_location="cpu", _extra_files=extra)
    for module in network.modules():
        restored: Any = module._c  # noqa: SLF001
        if restored._get_forward_pre_hooks() or restored._get_forward_hooks():  # noqa: SLF001
            msg = "it would run hooks at each face"
            raise ForbiddenError(msg)
    forward: Any = network.eval()._c._get_method("forward")  # noqa: SLF001
    found = forbidden(forward.inlined_graph, network._c)  # noqa: SLF001
    if found is not None:
        msg = f"it would run {found}, which is none of the calculations that are known to be safe"
        raise ForbiddenError(msg)
    return forward
