"""An archive that is far larger or deeper than a model does not reach torch."""

from __future__ import annotations

import io
import zipfile

import pytest

from mopidy_moodcam.vision import model_archive
from mopidy_moodcam.vision.eye import shipped_model
from mopidy_moodcam.vision.model_archive import ForbiddenError, packed, unpacked


def archive(parts: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return buffer.getvalue()


def test_what_is_unpacked_is_packed_again() -> None:
    parts = unpacked(shipped_model().read_bytes())
    assert len(parts) > 10
    assert unpacked(packed(parts).read()) == parts


def test_an_archive_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_archive, "MAX_BYTES", 1_000_000)
    content = archive({"m/data/0": bytes(600_000), "m/data/1": bytes(600_000)})
    assert len(content) < 10_000
    with pytest.raises(ForbiddenError, match="unpacks to 1200000 bytes, more than 1000000"):
        unpacked(content)


def test_an_archive_that_unpacks_to_more_than_it_says_is_damaged() -> None:
    content = archive({"m/data/0": bytes(600_000)})
    with pytest.raises(zipfile.BadZipFile, match="CRC"):
        unpacked(content.replace((600_000).to_bytes(4, "little"), (60).to_bytes(4, "little")))


@pytest.mark.parametrize("second", [b"m/code/a.py", b"m/code/A.py", b"m/code/a.PY", b"M/code/a.py"])
def test_two_parts_of_one_name_are_refused(second: bytes) -> None:
    content = archive({"m/code/a.py": b"1", "m/code/b.py": b"2"}).replace(b"m/code/b.py", second)
    with pytest.raises(ForbiddenError, match="two parts of one name"):
        unpacked(content)


@pytest.mark.parametrize(
    "name",
    ["m/code/a.PY", "m/DATA.pkl", "m/model.json", "m/attributes.pkl", "m/code/a", "n/data/0"],
)
def test_what_is_not_looked_through_does_not_reach_torch(name: str) -> None:
    assert unpacked(archive({"m/version": b"3", name: b"("})) == {"m/version": b"3"}


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compression_whose_unpacking_has_no_limit_is_refused(kind: int) -> None:
    with pytest.raises(ForbiddenError, match="m/data/0 is compressed as torch never does it"):
        unpacked(archive({"m/data/0": bytes(600_000)}, kind))


@pytest.mark.parametrize("content", [b"", b"PK", shipped_model().read_bytes()[:-100]])
def test_what_is_no_archive_is_damaged(content: bytes) -> None:
    with pytest.raises(zipfile.BadZipFile, match=r"."):
        unpacked(content)


DEEP = 20_000


@pytest.mark.parametrize(
    "code",
    [
        "(" * DEEP + "x" + ")" * DEEP,
        "(\n" * DEEP + "x" + ")\n" * DEEP,
        '(")", ' * DEEP + "x" + ")" * DEEP,
        "(  # )\n" * DEEP + "x" + ")" * DEEP,
        '"""\n' + ")" * DEEP + '"""' + "(" * DEEP,
        "x # type: " + "List[" * DEEP,
        "-" * DEEP + "x",
        "x if x else " * DEEP + "x",
        "x + \\\n" * DEEP + "x",
        "if x:\n  pass\n" + "elif x:\n  pass\n" * DEEP,
        "".join("  " * level + "if x:\n" for level in range(500)),
        'x = "' + '\\"' * 20 * DEEP,
    ],
    ids=[
        "brackets",
        "brackets in lines",
        "closed in texts",
        "closed in comments",
        "closed in a long text",
        "types",
        "signs",
        "choices",
        "lines that go on",
        "branches",
        "indentation",
        "a text without an end",
    ],
)
def test_code_that_torch_s_parser_would_fall_over_is_refused(code: str) -> None:
    with pytest.raises(ForbiddenError, match=r"its part m/code/a.py holds code"):
        unpacked(archive({"m/code/a.py": code.encode()}))


def test_more_code_than_a_network_has_is_refused() -> None:
    code = b"x = 1\n" * 100_000
    with pytest.raises(ForbiddenError, match="holds more than 1048576 bytes of code"):
        unpacked(archive({"m/code/a.py": code, "m/code/b.py": code}))
    with pytest.raises(ForbiddenError, match="holds more than 1048576 bytes of code"):
        unpacked(archive({"m/data.pkl": code * 2}))


def test_code_with_long_sentences_and_many_statements_is_taken() -> None:
    code = 'x = f("' + "it's (((( " * DEEP + '")\n' + "y = (x + (x))  # no type (\n" * DEEP
    parts = {"m/code/a.py": code.encode()}
    assert unpacked(archive(parts)) == parts


def test_a_chain_of_functions_that_name_each_other_is_refused() -> None:
    code = "".join(f"def f{n}(x):\n  return f{n + 1}(x)\n" for n in range(600)).encode()
    with pytest.raises(ForbiddenError, match="defines 1200 functions and classes"):
        unpacked(archive({"m/code/a.py": code, "m/code/b.py": code}))


def test_a_deep_type_in_a_pickle_is_refused() -> None:
    pickled = (
        b"\x80\x02ctorch.jit._pickle\nrestore_type_tag\n(]X\xff\xff\0\0" + b"List[" * DEEP + b"tR."
    )
    with pytest.raises(
        ForbiddenError, match=r"m/data.pkl holds a text of more than 2048 characters"
    ):
        unpacked(archive({"m/data.pkl": pickled}))


def test_what_is_for_debuggers_alone_does_not_reach_torch() -> None:
    parts = {"m/code/a.py": b"1", "m/code/a.py.debug_pkl": b"2"}
    assert unpacked(archive(parts)) == {"m/code/a.py": b"1"}
