"""Keep the C library from holding memory that nobody needs any more."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# The parameters of mallopt(3) and our values for them: how many arenas there may be, what comes
# from the system directly and goes back to it at once, in bytes, and what an arena may keep at its
# end.
M_ARENA_MAX: Final = -8
ARENAS: Final = 2
M_MMAP_THRESHOLD: Final = -3
LARGE: Final = 512 * 1024
M_TRIM_THRESHOLD: Final = -1
KEPT: Final = 1024 * 1024


@cache
def keep_little() -> None:
    """Have threads that begin from now on share the arenas there are, and arenas keep little.

    Each camera that is opened has a thread of its own, and glibc gives threads arenas in turn, of
    which each kept the pictures' memory: left to itself, it moves its thresholds up to the size of
    a picture with the first one that is freed. While two cameras took turns in front of 50
    clients, 127 MB in use stayed so, and what was kept grew by 6 MB with every arena. Pictures now
    come from the system. Other C libraries have no arenas and no mallopt.
    """
    mallopt = _c_function("mallopt")
    if mallopt is not None:
        mallopt(M_ARENA_MAX, ARENAS)
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, KEPT)


def give_back() -> None:
    """Give the system the pages back that are free between others that are not."""
    malloc_trim = _c_function("malloc_trim")
    if malloc_trim is not None:
        malloc_trim(0)


@cache
def _c_function(name: str) -> Callable[..., int] | None:
    """Return a function of the C library, or None: others than glibc have not all of them."""
    function: Callable[..., int] | None = getattr(ctypes.CDLL(None), name, None)
    return function
