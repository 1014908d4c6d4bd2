"""Small libraries for the tests of the ranking."""

from __future__ import annotations

from mopidy_moodcam.music import genres
from mopidy_moodcam.music.library import LibraryTrack


def track(
    name: str, genre: str = "", artist: str | None = None, *, source: str = ""
) -> LibraryTrack:
    return LibraryTrack(
        uri=f"dummy:{name}",
        name=name,
        artists=(artist or f"artist of {name}",),
        genres=genres.split(genre),
        genre=genre,
        source=source,
    )


def shelf(genre: str, count: int = 6) -> list[LibraryTrack]:
    return [track(f"{genre}{number}", genre) for number in range(count)]
