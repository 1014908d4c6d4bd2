"""A pickle on which torch's reader would go wrong does not reach it."""

from __future__ import annotations

import re
import zipfile

import pytest

from mopidy_moodcam.vision.eye import shipped_model
from mopidy_moodcam.vision.model_pickle import MAX_OPCODES, PickleError, check_pickle

SIZES = {"0": 32}
STORAGE = b"(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK%ctQ"


def tensor(
    elements: int = 8, offset: bytes = b"K\0", shape: bytes = b"\x08", steps: bytes = b"\1"
) -> bytes:
    """A tensor of 32 bytes, or one that says that it is something else."""
    sizes = b"".join(
        b"(" + b"".join(b"K%c" % n for n in numbers) + b"t" for numbers in (shape, steps)
    )
    return (
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n("
        + STORAGE % elements
        + offset
        + sizes
        + b"\x89ccollections\nOrderedDict\n)RtR."
    )


@pytest.mark.parametrize("name", ["data", "constants"])
def test_the_pickles_of_the_shipped_model_are_taken(name: str) -> None:
    with zipfile.ZipFile(shipped_model()) as archive:
        sizes = {info.filename.rpartition("/")[2]: info.file_size for info in archive.infolist()}
        check_pickle(archive.read(f"emotion/{name}.pkl"), sizes)


def test_tensors_inside_of_their_part_are_taken() -> None:
    check_pickle(tensor(), SIZES)
    check_pickle(tensor(shape=b"\2\3", steps=b"\4\1"), SIZES)
    check_pickle(tensor(shape=b"\0\x63", steps=b"\x63\1"), SIZES)
    check_pickle(tensor(offset=b"K\7", shape=b"", steps=b""), SIZES)


@pytest.mark.parametrize(
    "content",
    [
        tensor(elements=9),
        tensor(shape=b"\x09"),
        tensor(steps=b"\2"),
        tensor(offset=b"K\1"),
        tensor(offset=b"J\xff\xff\xff\xff"),
        tensor(shape=b"\x08\1"),
        tensor().replace(b"X\1\0\0\0000", b"X\1\0\0\0001"),
        tensor().replace(b"storage", b"storagf"),
    ],
    ids=["storage", "shape", "strides", "offset", "before", "dimensions", "part", "kind"],
)
def test_a_tensor_outside_of_its_part_is_refused(content: bytes) -> None:
    with pytest.raises(
        PickleError, match=r"has a tensor (that is larger than its part|of no shape)"
    ):
        check_pickle(content, SIZES)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x80\x02)" + b"\x85" * MAX_OPCODES + b".", "is longer than a network's"),
        (b"\x80\x02)r\xff\xff\xff\x7f.", "leaves places out"),
        (b"\x80\x02cposix\nsystem\n.", "names posix.system"),
        (b"\x80\x02ctorch.distributed.rpc\nrref\n.", "names torch.distributed.rpc.rref"),
        (b"\x80\x02ctorch\nBoolStorage\n.", "names torch.BoolStorage"),
        (b"\x80\x02]]0.", "has POP"),
        (b"\x80\x02K\0)R.", re.escape("is no pickle of torch's (TypeError)")),
        (b"\x80\x02X\1\0\0\0\xff.", re.escape("is no pickle of torch's (UnicodeDecodeError)")),
        (b"", re.escape("is no pickle of torch's (ValueError)")),
    ],
)
def test_what_torch_never_writes_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(PickleError, match=sentence):
        check_pickle(content, SIZES)
