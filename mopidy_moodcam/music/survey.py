"""How a library's genres are understood: which tag fell to what, and which mood would play it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.music import genres
from mopidy_moodcam.music.inherit import inherited
from mopidy_moodcam.music.recommender import FIT_MIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mopidy_moodcam.music.rules import Rules
    from mopidy_moodcam.music.track import LibraryTrack

HEAD: Final = ("tracks", "genre in the library", "understood as (~ in part)", "plays for")


@dataclass(frozen=True, slots=True)
class Name:
    """One name in a tag: the genre of the tree that it fell to, if any, and whether wholly."""

    name: str
    genre: str | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """A genre tag as the library has it.

    `emotions` are those whose rule plays it, the best first.
    """

    tag: str
    tracks: int
    names: tuple[Name, ...]
    emotions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """A library as it was understood.

    `tags` come the commonest first. `lost` counts by tag the tracks of whose genre nothing is
    known; `untagged` tracks have no tag at all. Of these two kinds, `inheriting` take a genre from
    their album or artist.
    """

    tracks: int
    tags: tuple[Tag, ...]
    lost: tuple[tuple[str, int], ...]
    untagged: int
    inheriting: int

    def to_json(self) -> dict[str, Any]:
        """Return the same as a JSON object."""
        return {
            "tracks": self.tracks,
            "genres": [asdict(tag) for tag in self.tags],
            "not_understood": [{"tag": tag, "tracks": count} for tag, count in self.lost],
            "without_genre": {"tracks": self.untagged, "inheriting": self.inheriting},
        }


def survey(tracks: Sequence[LibraryTrack], rules: Rules) -> Survey:
    """Sort the tags of a library by how they are understood."""
    counts = Counter(track.genre for track in tracks)
    untagged = counts.pop("", 0)
    tags: list[Tag] = []
    lost: list[tuple[str, int]] = []
    for tag, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        split = genres.split(tag)
        names = tuple(
            Name(name, genres.nearest_name(name), genres.canonical(name) is not None)
            for name in split
        )
        emotions = _emotions(split, rules)
        if emotions or any(name.genre for name in names):
            tags.append(Tag(tag, count, names, emotions))
        else:
            lost.append((tag, count))
    return Survey(len(tracks), tuple(tags), tuple(lost), untagged, len(inherited(tracks)))


def fitting(found: Survey) -> dict[str, int]:
    """Return for each emotion how many tracks have a genre that its rule plays."""
    tracks = Counter[str](dict.fromkeys(LABELS, 0))
    for tag in found.tags:
        tracks.update(dict.fromkeys(tag.emotions, tag.tracks))
    return dict(tracks)


def rows(found: Survey) -> list[tuple[str, str, str, str]]:
    """Return the tags for people, as cells under `HEAD`."""
    return [
        (
            str(tag.tracks),
            tag.tag,
            ", ".join(_understood(name) for name in tag.names),
            ", ".join(tag.emotions) or "-",
        )
        for tag in found.tags
    ]


def summary(found: Survey) -> list[str]:
    """Return what is to be said of the library as a whole: a sentence each."""
    sentences = [f"{found.tracks} tracks, {found.untagged} of them without a genre."]
    if found.inheriting:
        sentences.append(f"{found.inheriting} tracks take their genre from their album or artist.")
    return sentences


def _understood(name: Name) -> str:
    if name.genre is None:
        return f"? {name.name}"
    return name.genre if name.exact else f"~ {name.genre}"


def _emotions(names: tuple[str, ...], rules: Rules) -> tuple[str, ...]:
    """Return the emotions of which a rule's genre fits, the best first."""
    shares: dict[str, float] = {}
    for emotion, rule in rules.by_emotion.items():
        fits = ((genres.best_fit(names, wanted)[0], w) for wanted, w in rule.genres.items())
        share = max((fit * weight for fit, weight in fits if fit >= FIT_MIN), default=0.0)
        if share > 0:
            shares[emotion] = share
    return tuple(sorted(shares, key=lambda emotion: -shares[emotion]))
