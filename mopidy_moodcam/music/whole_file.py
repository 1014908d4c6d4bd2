"""Files that are replaced as a whole or not at all, and that only their owner may read."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

DAMAGES: Final = (
    *(ValueError, TypeError, LookupError, AttributeError),
    *(OverflowError, RecursionError),  # from Infinity and very large numbers, and from deep nesting
)
"""What taking up JSON may raise that anything may have happened to."""


@contextmanager
def replacing(path: Path) -> Generator[IO[bytes]]:
    """Write a draft, named as the file with something after it, that then takes the file's place.

    Where that fails, the file is as before and no draft is left, unless the power goes as well.

    Raises:
        OSError: The folder cannot be made, or the draft not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(handle)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):  # what has failed first is what is told
            draft.unlink(missing_ok=True)
        raise
