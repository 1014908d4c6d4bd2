"""Open a model file that nobody vouches for.

A TorchScript archive is a program. It can hold no Python: its pickles are read by torch's own C++
reader, which makes tensors and the archive's own classes, and nothing else. But its operators can
write and map files, its classes may have code that runs while they are loaded, and classes of torch
itself can do more than calculate. So what runs at loading is looked for before, and what would run
at each face after it, in the compiled graph; neither may be there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.vision.model_archive import MAX_BYTES, ForbiddenError, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT_LOADING: Final = re.compile(rb"__setstate__|torch\.classes")
"""What runs while an archive is loaded: its own code to restore objects, and torch's classes."""

NAMESPACES: Final = ("aten", "prim", "quantized")
"""Operators that calculate; others compile, communicate or debug."""

FORBIDDEN: Final = frozenset({"aten::save", "aten::from_file"})
"""Operators of these namespaces that reach the file system."""

UNSEEN: Final = frozenset({"prim::CallFunction", "prim::CallMethod", "prim::PythonOp"})
"""Calls that are decided later, so that it cannot be seen what would run."""


def load_network(path: Path, extra: dict[str, Any]) -> Any:
    """Return what a TorchScript network does at a batch, which is nothing but calculate.

    Imports torch. What is returned is what was looked at, `forward` alone: to call the module
    would run its hooks too, which are restored with it.

    Args:
        path: The file.
        extra: Names of extra files to be read from it; their contents are put in.

    Raises:
        OSError: It cannot be read.
        RuntimeError, ValueError: It is damaged, or no TorchScript.
        ForbiddenError: It would do more than calculate, or is far too large.
    """
    import torch  # noqa: PLC0415 - seconds long: never at Mopidy's start-up

    size = path.stat().st_size
    if size > MAX_BYTES:
        msg = f"it has {size} bytes, more than {MAX_BYTES}"
        raise ForbiddenError(msg)
    parts = unpacked(path.read_bytes())  # once: what is checked is what is loaded
    for name, part in parts.items():
        found = AT_LOADING.search(part)
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
    for kind in _kinds(forward.inlined_graph):
        if kind.split("::")[0] not in NAMESPACES or kind in FORBIDDEN or kind in UNSEEN:
            msg = f"it would run {kind}, which is no calculation"
            raise ForbiddenError(msg)
    return forward


def _kinds(block: Any) -> Iterator[str]:
    """Go through the operators of a graph and of all that is inside of it."""
    for node in block.nodes():
        yield node.kind()
        for inner in node.blocks():
            yield from _kinds(inner)
        for name in node.attributeNames():
            if node.kindOf(name) == "g":
                yield from _kinds(node.g(name))
            elif node.kindOf(name) == "gs":
                for graph in node.gs(name):
                    yield from _kinds(graph)
