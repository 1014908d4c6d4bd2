"""Unpack a model file that nobody vouches for, within limits, before torch reads it.

An archive of some megabytes can unpack to gigabytes, and torch's parser calls itself for every
bracket: a hundred thousand of them end the process. So the archive is unpacked here, what is
code in it is measured, its pickles are looked through, and torch gets a new archive of exactly
these contents.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from mopidy_moodcam.vision.model_pickle import PickleError, check_pickle

MAX_BYTES: Final = 32 * 1024 * 1024  # of a model file, and unpacked; the shipped one has 3.5 MB
MAX_CODE: Final = 1024 * 1024  # bytes of all code, of a pickle; those of the shipped model: 3 KiB
MAX_DEFINITIONS: Final = 1000  # functions and classes: each is read inside of who names it first
MAX_DEPTH: Final = 64  # brackets inside of each other
MAX_STATEMENT: Final = 8192  # characters: torch writes statements of some hundred
MAX_INDENT: Final = 200  # columns, of which torch takes two for each level
MAX_BRANCHES: Final = 100  # of the kind that torch never writes, and reads each inside the last

PARTS: Final = re.compile(
    r"code/[A-Za-z0-9_/]++\.py|(?:data|constants)(?:\.pkl|/[0-9]++)"
    r"|extra/card\.json|(?:\.data/)?version|byteorder|\.data/serialization_id"
)
"""What torch reads of an archive, by its path; of other parts it knows older formats."""

TOKEN: Final = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*+(?P<double>"?)|'(?:[^'\\\n]|\\.)*+(?P<single>'?))"""
    r"""|\#[^\n]*+|(?P<mark>[(\[{}\])\n%]|//)"""
)
"""What can hold brackets, and brackets; a text that does not end is one, too, or each quotation
mark inside of it would be looked at anew."""

UNREAD: Final = re.compile(r"\\[\n0-9xuUN]|\"\"\"|'''|#\s*+type:|\r|\f")
"""What torch never writes, or has it see brackets, and names, where nobody else sees any."""

AT_ONCE: Final = re.compile(
    r"remainder|floordiv|floor_divide|divmod|promote_types"
    r"|\b(?:count|replace|rsplit|center|ljust|rjust|zfill)\b"
)
"""What torch does between constants as soon as it reads it, and what can end the process, as whole
division by zero does, or go on for ever."""

DEFINITION: Final = re.compile(rb"\b(?:def|class)\b")
INDENT: Final = re.compile(rf"^[ \t]{{{MAX_INDENT}}}", re.MULTILINE)


class ForbiddenError(ValueError):
    """The archive would do more than calculate; the message says what, in a few words."""


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive that torch reads, by their names.

    Raises:
        ForbiddenError: It is far too large, unpacked, or its code is, or a pickle in it is none of
            torch's.
        Exception: It is damaged, or no archive; what is raised depends on the damage.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        if len({info.filename.lower() for info in infos}) != len(infos):  # equal for torch
            msg = "it has two parts of one name"
            raise ForbiddenError(msg)
        root = archive.namelist()[0].partition("/")[0] + "/" if infos else ""
        known = [info for info in infos if info.filename.startswith(root)]
        known = [info for info in known if PARTS.fullmatch(info.filename.removeprefix(root))]
        size = sum(info.file_size for info in known)
        if size > MAX_BYTES:
            msg = f"it unpacks to {size} bytes, more than {MAX_BYTES}"
            raise ForbiddenError(msg)
        parts = {info.filename: _unpacked(archive, info) for info in known}
    _check(parts)
    return parts


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a part, of which no more is unpacked than the bytes that it says it has."""
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        msg = f"its part {info.filename} is compressed as torch never does it"
        raise ForbiddenError(msg)
    with archive.open(info) as part:
        return part.read(info.file_size + 1)  # the end is found, so its sum is compared


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Return an archive of these parts, as torch reads it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # stored, in the same order
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    buffer.seek(0)
    return buffer


def _check(parts: dict[str, bytes]) -> None:
    """Refuse code and pickles that torch should not read."""
    code = {name: part for name, part in parts.items() if name.endswith(".py")}
    too_long = [
        name for name, part in parts.items() if name.endswith(".pkl") and len(part) > MAX_CODE
    ]
    if sum(map(len, code.values())) > MAX_CODE or too_long:
        msg = f"it holds more than {MAX_CODE} bytes of code"
        raise ForbiddenError(msg)
    for name, part in code.items():
        _check_code(name, part.decode("utf-8", "replace"))
    definitions = sum(len(DEFINITION.findall(part)) for part in code.values())
    if definitions > MAX_DEFINITIONS:
        msg = f"it defines {definitions} functions and classes, more than {MAX_DEFINITIONS}"
        raise ForbiddenError(msg)
    for name, part in parts.items():
        if name.endswith(".pkl"):
            folder = name.removesuffix(".pkl") + "/"
            sizes = {
                other.removeprefix(folder): len(tensor)
                for other, tensor in parts.items()
                if other.startswith(folder)
            }
            try:
                check_pickle(part, sizes)
            except PickleError as error:
                msg = f"its part {name} {error}"
                raise ForbiddenError(msg) from error


def _check_code(name: str, code: str) -> None:
    """Refuse code in which torch's parser would go too deep."""
    depth = start = texts = 0
    found = AT_ONCE.search(code)
    at_once = found[0] if found is not None else None
    too_deep = (
        UNREAD.search(code) is not None
        or INDENT.search(code) is not None
        or code.count("elif") > MAX_BRANCHES
    )
    for token in () if too_deep else TOKEN.finditer(code):
        mark = token["mark"]
        if mark is None:
            texts += len(token[0])  # long sentences are not deep
            too_deep = token["text"] is not None and not (token["double"] or token["single"])
        elif mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth = max(0, depth - 1)
        elif mark in {"%", "//"}:
            at_once = mark
        if too_deep or depth > MAX_DEPTH or token.end() - start - texts > MAX_STATEMENT:
            too_deep = True
            break
        if mark == "\n" and depth == 0:
            start, texts = token.end(), 0
    if too_deep or len(code) - start - texts > MAX_STATEMENT:
        msg = f"its part {name} holds code that torch never writes: too long, or too deep"
        raise ForbiddenError(msg)
    if at_once is not None:
        msg = f"its part {name} would run {at_once} while it is loaded"
        raise ForbiddenError(msg)
