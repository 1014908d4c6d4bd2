"""What the demo library holds, read from catalogue.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from demo.music.score import Piece


@dataclass(frozen=True, slots=True)
class Song:
    """A track: its tags and the music."""

    title: str
    genre: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Album:
    """An album; `motif` and `palette` (hexadecimal RGB) are its cover's."""

    title: str
    artist: str
    date: str
    motif: str
    palette: tuple[str, ...]
    songs: tuple[Song, ...]


def read(path: Path) -> tuple[Album, ...]:
    """Return the albums of a catalogue file."""
    tables: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["album"]
    return tuple(
        Album(
            title=table["title"],
            artist=table["artist"],
            date=table["date"].isoformat(),
            motif=table["motif"],
            palette=tuple(table["palette"]),
            songs=tuple(_song(song) for song in table["song"]),
        )
        for table in tables
    )


def _song(table: dict[str, Any]) -> Song:
    title: str = table["title"]
    piece = Piece(
        style=table["style"],
        key=table["key"],
        tempo=float(table["tempo"]),
        form=table["form"],
        harmony={letter: table[letter] for letter in sorted(set(table["form"]))},
        seed=sum(ord(letter) * place for place, letter in enumerate(title, 1)),
        variant=table.get("variant", ""),
    )
    return Song(title, table["genre"], piece)


CATALOGUE: Final = read(Path(__file__).with_name("catalogue.toml"))
