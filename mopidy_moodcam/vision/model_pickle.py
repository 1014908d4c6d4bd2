"""Look through the pickles of a model file before torch's reader believes them.

That reader takes a tensor's storage to be as long as the pickle says, keeps what it reads in as
many places as the pickle names, and frees what is deep by calling itself. So a pickle is read here
first, into objects that do nothing, by the opcodes and names alone that torch writes for tensors
and modules; and what it says of tensors is held against the parts that they are in.
"""

from __future__ import annotations

import io
import pickle
import pickletools
import re
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_OPCODES: Final = 20_000  # those of the shipped model are 500; as deep as this torch can free
MAX_TEXT: Final = 2048  # characters in a text, where torch parses names of types
WRITTEN: Final = """
    PROTO STOP MARK NONE NEWTRUE NEWFALSE BININT BININT1 BININT2 LONG1 BINFLOAT BINUNICODE
    EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3 EMPTY_LIST APPEND APPENDS EMPTY_DICT SETITEMS
    BINPUT LONG_BINPUT BINGET LONG_BINGET GLOBAL NEWOBJ REDUCE BUILD BINPERSID
"""
OPCODES: Final = frozenset(WRITTEN.split())
STORAGES: Final = {  # bytes of an element
    "DoubleStorage": 8,
    "FloatStorage": 4,
    "HalfStorage": 2,
    "BFloat16Storage": 2,
    "LongStorage": 8,
    "IntStorage": 4,
    "ShortStorage": 2,
    "CharStorage": 1,
    "ByteStorage": 1,
}
PLAIN: Final = re.compile(r"build_(?:int|double|bool|tensor)list|restore_type_tag")


class PickleError(ValueError):
    """No pickle that torch writes for a network; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class _Storage:
    """A part with elements of a tensor."""

    elements: int


class _Module:
    """An object of a class that the archive defines; its attributes are of no interest."""

    def __setstate__(self, state: object) -> None:
        """Take any."""


def check_pickle(content: bytes, sizes: Mapping[str, int]) -> None:
    """Refuse a pickle on which torch's reader could go wrong.

    Args:
        content: The pickle.
        sizes: Bytes of the parts that its tensors may be in, by their names.

    Raises:
        PickleError: It is refused.
    """
    try:
        _check_opcodes(content)
        _Reader(content, sizes).load()
    except PickleError:
        raise
    except Exception as error:  # whatever a pickle has Python's reader raise: it is not torch's
        msg = f"is no pickle of torch's ({type(error).__name__})"
        raise PickleError(msg) from error


def _check_opcodes(content: bytes) -> None:
    kept = 0
    for count, (opcode, argument, _) in enumerate(pickletools.genops(content)):
        if opcode.name not in OPCODES or count > MAX_OPCODES:
            msg = "is longer than a network's" if count > MAX_OPCODES else f"has {opcode.name}"
            raise PickleError(msg)
        if isinstance(argument, str) and len(argument) > MAX_TEXT:
            msg = f"holds a text of more than {MAX_TEXT} characters"
            raise PickleError(msg)
        if opcode.name in {"BINPUT", "LONG_BINPUT"}:
            if not isinstance(argument, int) or argument > kept:
                msg = "leaves places out"
                raise PickleError(msg)
            kept = max(kept, argument + 1)


class _Reader(pickle.Unpickler):
    """Makes nothing but objects of this module, by whatever name."""

    def __init__(self, content: bytes, sizes: Mapping[str, int]) -> None:
        super().__init__(io.BytesIO(content))
        self._sizes = sizes

    def find_class(self, module_name: str, global_name: str, /) -> object:
        if module_name.startswith("__torch__") and not module_name.startswith(
            "__torch__.torch.classes"
        ):
            return _Module
        if module_name == "torch" and global_name in STORAGES:
            return STORAGES[global_name]
        known: dict[tuple[str, str], Callable[..., object]] = {
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            ("collections", "OrderedDict"): dict,
        }
        found = known.get((module_name, global_name))
        if found is None and module_name == "torch.jit._pickle" and PLAIN.fullmatch(global_name):
            found = _first
        if found is None:
            msg = f"names {module_name}.{global_name}"
            raise PickleError(msg)
        return found

    def persistent_load(self, pid: Any, /) -> _Storage:
        kind, width, key, _, elements = pid
        if kind != "storage" or elements < 0 or elements * width > self._sizes.get(key, 0):
            msg = "has a tensor that is larger than its part"
            raise PickleError(msg)
        return _Storage(elements)


def _tensor(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> None:
    """Refuse a tensor with elements outside of its storage."""
    if len(shape) != len(strides) or min((offset, *shape, *strides)) < 0:
        msg = "has a tensor of no shape"
        raise PickleError(msg)
    last = offset + sum((side - 1) * stride for side, stride in zip(shape, strides, strict=True))
    if prod(shape) and last >= storage.elements:
        msg = "has a tensor that is larger than its part"
        raise PickleError(msg)


def _first(value: object, *_: object) -> object:
    return value
