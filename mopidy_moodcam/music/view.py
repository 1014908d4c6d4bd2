"""Mopidy's tracklist and player as they are at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypedDict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

ANSWER_S: Final = 3.0
"""How long Mopidy's core may take to answer; clients wait 5 s for the actor that asks."""

HAND_OVER_MS: Final = 6_000
"""Mopidy chooses the next track up to some seconds before the end ("about to finish")."""


MAX_TAG: Final = 300
"""Characters of a tag that are shown: files may hold megabytes in one, and clients get all."""

MAX_ARTISTS: Final = 20

MAX_URI: Final = 2_000
"""Characters of a URI that are shown: as many as a command of a client may have."""


class TrackState(TypedDict):
    """An entry of the tracklist, as the state that clients get describes it."""

    uri: str
    name: str
    artists: list[str]
    genre: str
    ours: bool
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class View:
    """What Mopidy's core answered.

    `entries` maps the tracklist's ids (tlids) to its entries, in its order. `current` is the id of
    what plays or is paused, or None. `ahead` holds what can still come, in the order of playing;
    in random mode there is none, but `in_line`, otherwise the same, begins with what Mopidy has
    drawn. `committed` are those that the player may have taken over already.
    """

    entries: Mapping[int, Any]
    current: int | None
    state: str
    random: bool
    ahead: tuple[int, ...]
    in_line: tuple[int, ...]
    committed: frozenset[int]

    def uris(self, tlids: Iterable[int | None]) -> frozenset[str]:
        """Return the URIs of some entries."""
        return frozenset(uri_of(self.entries[t].track) for t in tlids if t is not None)


def look(core: Any, heard: Collection[int]) -> View:
    """Ask Mopidy's core.

    Args:
        core: The proxy of Mopidy's core.
        heard: The ids of what was played, which random mode without repeat plays once only.

    Raises:
        pykka.Timeout: The core did not answer in time.
    """
    asked = (
        core.tracklist.get_tl_tracks(),
        core.playback.get_current_tlid(),
        core.playback.get_state(),
        core.tracklist.get_random(),
        core.tracklist.get_repeat(),
        core.playback.get_time_position(),
    )
    answers = [future.get(timeout=ANSWER_S) for future in asked]
    tl_tracks, current, state, random, repeat, position_ms = answers
    # The answers are of slightly different moments: keep only ids that are still there.
    entries = {tl_track.tlid: tl_track for tl_track in tl_tracks}
    current = current if current in entries else None
    near_end = _near_end(entries.get(current), str(state), position_ms)
    # Mopidy finds its place by comparing whole entries, which takes it 15 ms in a tracklist of
    # 10,000 (EPYC), and we look often: it is asked what is next only where we need to know.
    next_tlid: Any = core.tracklist.get_next_tlid().get(timeout=ANSWER_S) if random else None
    eot_tlid: Any = core.tracklist.get_eot_tlid().get(timeout=ANSWER_S) if near_end else None
    order = tuple(entries)
    if random:
        ahead = tuple(t for t in order if t != current and (repeat or t not in heard))
        first = (next_tlid,) if next_tlid in entries else ()
        in_line = (*first, *(tlid for tlid in ahead if tlid != next_tlid))
    else:
        here = order.index(current) if current is not None else -1
        ahead = in_line = order[here + 1 :] + (order[: max(here, 0)] if repeat else ())
    return View(
        entries=entries,
        current=current,
        state=str(state),
        random=random,
        ahead=ahead,
        in_line=in_line,
        committed=frozenset(() if eot_tlid is None else (eot_tlid,)),
    )


def _near_end(entry: Any, state: str, position_ms: int) -> bool:
    if entry is None or entry.track.length is None or state == "stopped":
        return False
    return entry.track.length - position_ms < HAND_OVER_MS


def clipped(text: str, most: int = MAX_TAG) -> str:
    """Return a text as it is shown, in so many characters at most."""
    return text if len(text) <= most else f"{text[: most - 1]}\N{HORIZONTAL ELLIPSIS}"


def uri_of(track: Any) -> str:
    """Return a Mopidy track's URI: "" for one that has none, which any client may queue."""
    return track.uri or ""


def name_of(track: Any) -> str:
    """Return the name of a Mopidy track, or else its URI, as it is shown."""
    return clipped(track.name or uri_of(track))


def artists_of(track: Any) -> list[str]:
    """Return the names of a Mopidy track's artists as they are shown."""
    names = sorted(artist.name for artist in track.artists if artist.name)
    return [clipped(name) for name in names[:MAX_ARTISTS]]


def describe(entry: Any, ours: bool, reasons: Iterable[str]) -> TrackState:  # noqa: FBT001
    """Describe an entry of the tracklist."""
    track = entry.track
    return TrackState(
        uri=clipped(uri_of(track), MAX_URI),
        name=name_of(track),
        artists=artists_of(track),
        genre=clipped(track.genre or ""),
        ours=ours,
        reasons=list(reasons),
    )
