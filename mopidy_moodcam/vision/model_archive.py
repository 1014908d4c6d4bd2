"""Unpack a model file that nobody vouches for, within limits, before torch reads it.

An archive of some megabytes can unpack to gigabytes, and torch's parser calls itself for every
bracket: a hundred thousand of them end the process. So the archive is unpacked here, what is
code in it is measured, and torch gets a new archive of exactly these contents.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

MAX_BYTES: Final = 256 * 1024 * 1024  # of a model file, and unpacked: far more than a face needs
MAX_CODE: Final = 1024 * 1024  # bytes of one part with code; that of the shipped model has 3 KiB
MAX_DEFINITIONS: Final = 1000  # functions and classes: each is read inside of who names it first
MAX_TEXT: Final = 2048  # characters in a row in a pickle, where torch parses names of types
MAX_DEPTH: Final = 64  # brackets inside of each other
MAX_STATEMENT: Final = 8192  # characters: torch writes statements of some hundred
MAX_INDENT: Final = 200  # columns, of which torch takes two for each level
MAX_BRANCHES: Final = 100  # of the kind that torch never writes, and reads each inside the last

TOKEN: Final = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|#(?!\s*type:)[^\n]*|(?P<mark>[(\[{}\])\n])"""
)
UNREAD: Final = re.compile(r"\\\n|\"\"\"|'''|#\s*type:|\r|\f")
"""What torch never writes, and what would have it see brackets where `TOKEN` sees none."""
DEFINITION: Final = re.compile(rb"\b(?:def|class)\b")
TEXT: Final = re.compile(rb"[\t\n\r\x20-\x7e]{%d}" % (MAX_TEXT + 1))
INDENT: Final = re.compile(rf"^[ \t]{{{MAX_INDENT}}}", re.MULTILINE)


class ForbiddenError(ValueError):
    """The archive would do more than calculate; the message says what, in a few words."""


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by their names, but those for debuggers.

    Raises:
        ValueError: It is damaged, or no archive.
        ForbiddenError: It is far too large, unpacked, or its code is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            size = sum(info.file_size for info in infos)
            if size > MAX_BYTES:
                msg = f"it unpacks to {size} bytes, more than {MAX_BYTES}"
                raise ForbiddenError(msg)
            parts = {info.filename: archive.read(info) for info in infos}  # all, for their sums
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,  # it asks for a password
        OSError,
        EOFError,
    ) as error:
        msg = str(error) or "it is cut off"
        raise ValueError(msg) from error
    if len(parts) != len(infos):
        msg = "it has two parts of one name"
        raise ForbiddenError(msg)
    definitions = 0
    for name, part in parts.items():
        if name.endswith(".py"):
            _check_code(name, part)
            definitions += len(DEFINITION.findall(part))
        elif name.endswith(".pkl") and TEXT.search(part) is not None:
            msg = f"its part {name} holds a text of more than {MAX_TEXT} characters"
            raise ForbiddenError(msg)
    if definitions > MAX_DEFINITIONS:
        msg = f"it defines {definitions} functions and classes, more than {MAX_DEFINITIONS}"
        raise ForbiddenError(msg)
    return {name: part for name, part in parts.items() if not name.endswith(".debug_pkl")}


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Return an archive of these parts, as torch reads it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # stored, in the same order
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    buffer.seek(0)
    return buffer


def _check_code(name: str, part: bytes) -> None:
    """Refuse code in which torch's parser would go too deep."""
    code = part[: MAX_CODE + 1].decode("utf-8", "replace")
    depth = start = texts = 0
    too_deep = (
        len(part) > MAX_CODE
        or UNREAD.search(code) is not None
        or INDENT.search(code) is not None
        or code.count("elif") > MAX_BRANCHES
    )
    for token in TOKEN.finditer(code):
        mark = token["mark"]
        if mark is None:
            texts += len(token[0])  # long sentences are not deep
        elif mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth = max(0, depth - 1)
        if depth > MAX_DEPTH or token.end() - start - texts > MAX_STATEMENT:
            too_deep = True
            break
        if mark == "\n" and depth == 0:
            start, texts = token.end(), 0
    if too_deep or len(code) - start - texts > MAX_STATEMENT:
        msg = f"its part {name} holds code that torch never writes: too long, or too deep"
        raise ForbiddenError(msg)
