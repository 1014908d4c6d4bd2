"""From a mood to a ranked Top-N of tracks, each with its reasons."""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from mopidy_moodcam.emotions import BY_NAME
from mopidy_moodcam.music import genres
from mopidy_moodcam.music.history import History
from mopidy_moodcam.music.ranking import Candidate, Pick, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from mopidy_moodcam.mood import Mood
    from mopidy_moodcam.music.library import LibraryTrack
    from mopidy_moodcam.music.rules import Rules
    from mopidy_moodcam.settings import Strategy

__all__ = ["Choice", "Feedback", "Pick", "Recommendation", "Recommender"]

Feedback = Literal["more", "less"]
Choice = Literal["pick", "exclude"]

FIT_MIN: Final = 0.3
"""Below this a genre is no relation worth a place in the queue."""

UNKNOWN_FIT: Final = 0.1
"""Fit of a track of which no genre is known, when there is nothing else."""

NEAREST: Final = 3
"""How many of the nearest genres stand in for those that the library does not have."""

RECENT_ARTISTS: Final = 5
"""How many of the last played tracks count for the variety of artists."""

TIE_PERIOD_S: Final = 3600.0
"""Tracks that are equally good change their order this often, so that all get their turn."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to play for a mood.

    `genres` are those that the rules ask for and `picks` the tracks in the order in which to play
    them. `problem` is one sentence when nothing fitted as it should. Without picks, the queue is
    to be left alone.
    """

    emotion: str
    strategy: Strategy
    genres: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Stage:
    """A part of the Top-N: the genres and URIs that it draws from, and how that is called."""

    label: str
    genres: Mapping[str, float] = field(default_factory=dict[str, float])
    uris: Mapping[str, float] = field(default_factory=dict[str, float])


class Recommender:
    """Ranks tracks by fit, freshness and variety.

    The same clock, rules, history and arguments give the same result.
    """

    def __init__(
        self, rules: Rules, clock: Callable[[], float] = time.time, folder: Path | None = None
    ) -> None:
        """Begin without a history; `clock` gives the time in seconds.

        What is learnt lies in `folder`; without one it is gone with the process.
        """
        self._rules = rules
        self._clock = clock
        self._folder = folder
        self._history = History(clock)
        self._feedback: dict[str, Feedback] = {}
        self._choices: dict[str, Choice] = {}

    @property
    def problem(self) -> str | None:
        """Why what is learnt cannot be kept: one sentence, or None."""
        return None

    @property
    def picked(self) -> tuple[str, ...]:
        """The genres picked by hand, in the order in which they were."""
        return tuple(name for name, choice in self._choices.items() if choice == "pick")

    @property
    def excluded(self) -> tuple[str, ...]:
        """The genres excluded by hand, in the order in which they were."""
        return tuple(name for name, choice in self._choices.items() if choice == "exclude")

    def choose_genre(self, name: str, choice: Choice | None) -> None:
        """Play a genre before all others, never, or (None) as the rules say again."""
        self._choices.pop(name, None)
        if choice is not None:
            self._choices[name] = choice

    def played(self, uri: str) -> None:
        """Remember that a track began to play now."""
        self._history.played(uri)

    def heard(self, uri: str, share: float, emotion: str | None = None) -> None:  # noqa: ARG002
        """Remember that a track ended after a `share` (0 to 1) of its length."""
        if share > 0:
            self._history.played(uri)

    def skipped(self, uri: str, emotion: str | None = None) -> None:  # noqa: ARG002
        """Remember that a person did not want to hear a track now."""
        self._history.skipped(uri)

    def feedback(self, uri: str, value: Feedback | None, emotion: str | None = None) -> None:  # noqa: ARG002
        """Take a person's word on a track; None takes an earlier word back."""
        self._feedback.pop(uri, None)
        if value is not None:
            self._feedback[uri] = value

    def feedback_of(self, uri: str) -> Feedback | None:
        """Return the person's word on a track, if there is one."""
        return self._feedback.get(uri)

    def forget(self) -> None:
        """Forget everything that was learnt, also in the folder; chosen genres stay."""
        self._history = History(self._clock)
        self._feedback.clear()

    def prepare(self, tracks: Sequence[LibraryTrack]) -> None:
        """Do now, in any thread, what the first recommendation out of `tracks` would have to."""

    def close(self) -> None:
        """Write what is still to be written, and end the thread that does so."""

    def recommend(
        self,
        mood: Mood,
        strategy: Strategy,
        tracks: Sequence[LibraryTrack],
        top_n: int,
        exclude: Collection[str] = (),
        *,
        faces: int = 0,  # noqa: ARG002
    ) -> Recommendation:
        """Choose up to `top_n` tracks for a mood.

        Args:
            mood: The mood; "unknown" gives a recommendation without picks.
            strategy: Stay with the mood, lead away from it step by step, or counter it.
            tracks: What there is to choose from.
            top_n: How many tracks to choose.
            exclude: URIs not to choose again, unless nothing else fits.
            faces: How many faces are seen: 0 unknown, 1 alone, more in company.
        """
        if mood.emotion not in BY_NAME:
            return Recommendation(mood.emotion, strategy)
        tracks = [t for t in tracks if self._allowed(t)]
        stages = self._stages(mood.emotion, strategy)
        wanted = tuple(dict.fromkeys(name for stage in stages for name in stage.genres))
        pools = [pool for stage in stages if (pool := self._fitting(stage, tracks))]
        problem = None
        if tracks and not pools:
            pool, instead = self._nearest(mood.emotion, wanted, tracks)
            pools = [pool]
            asked = ", ".join(wanted) or "its URIs"
            problem = (
                f"No track fits {mood.emotion} ({asked}), so {instead} instead: add such music to "
                f"the library, or other genres to [{mood.emotion}] in the rules."
            )
        picks = self._choose(pools, tracks, top_n, frozenset(exclude))
        return Recommendation(mood.emotion, strategy, wanted, tuple(picks), problem)

    def _allowed(self, track: LibraryTrack) -> bool:
        excluded = self.excluded
        return self._feedback.get(track.uri) != "less" and not any(
            genres.fit(name, other) >= FIT_MIN for name in track.genres for other in excluded
        )

    def _stages(self, emotion: str, strategy: Strategy) -> list[_Stage]:
        rule = self._rules[emotion]
        if self.picked:
            return [_Stage("picked", dict.fromkeys(self.picked, 1.0))]
        start = _Stage(emotion, rule.genres, rule.uris)
        if strategy == "elevate":
            # The iso principle (Altshuler 1948): meet the mood first, then lead it on.
            return [start, *(self._step(f"{emotion} → {step}", [step]) for step in rule.elevate)]
        if strategy == "balance" and rule.balance:
            return [self._step(f"against {emotion}", rule.balance)]
        return [start]

    def _step(self, label: str, steps: Iterable[str]) -> _Stage:
        wanted: dict[str, float] = {}
        uris: dict[str, float] = {}
        for step in steps:
            if step in BY_NAME:
                wanted.update(self._rules[step].genres)
                uris.update(self._rules[step].uris)
            else:
                wanted[step] = 1.0
        return _Stage(label, wanted, uris)

    def _fitting(self, stage: _Stage, tracks: Iterable[LibraryTrack]) -> list[Candidate]:
        """Return the tracks that fit a stage, by their source or else by their genres."""
        # Many tracks share few combinations of genres.
        fits: dict[tuple[str, ...], tuple[float, str, str]] = {}
        pool: list[Candidate] = []
        for track in tracks:
            if track.source:
                weight, wanted, tag = stage.uris.get(track.source, 0.0), track.source, track.source
            else:
                if track.genres not in fits:
                    fits[track.genres] = _best_fit(track.genres, stage.genres)
                weight, wanted, tag = fits[track.genres]
            if weight > 0:
                base = weight * self._history.freshness(track.uri)
                # A step that is a genre itself need not be named twice.
                named = stage.label.endswith(f"→ {wanted}")
                label = stage.label if named else f"{stage.label} → {wanted}"
                pool.append(Candidate(track, base, wanted, tag, label))
        return pool

    def _nearest(
        self, emotion: str, wanted: Sequence[str], tracks: Sequence[LibraryTrack]
    ) -> tuple[list[Candidate], str]:
        """Return what lies nearest to the wanted genres on the plane, and what that is in words.

        When no track has a genre with a place, these are all tracks.
        """
        goal = _middle(wanted) or (BY_NAME[emotion].valence, BY_NAME[emotion].arousal)
        names = {name for track in tracks for name in track.genres}
        places = ((name, genres.place_of(name)) for name in names)
        distances = {name: math.dist(goal, place) for name, place in places if place is not None}
        close = heapq.nsmallest(NEAREST, distances, key=lambda name: (distances[name], name))
        pool: list[Candidate] = []
        for track in tracks:
            own = next((name for name in close if name in track.genres), None)
            if own is not None:
                fit, name, label = 1 / (2 + distances[own]), own, f"nearest to {emotion}: {own}"
            elif not close:
                fit, name, label = UNKNOWN_FIT, "", f"no genre known for {emotion}"
            else:
                continue
            base = fit * self._history.freshness(track.uri)
            pool.append(Candidate(track, base, name, name, label))
        if not close:
            return pool, "tracks without a known genre play"
        return pool, f"{' and '.join(close)} play{'s' if len(close) == 1 else ''}"

    def _choose(
        self,
        pools: Sequence[Sequence[Candidate]],
        tracks: Iterable[LibraryTrack],
        top_n: int,
        exclude: frozenset[str],
    ) -> list[Pick]:
        """Choose from each pool in turn its share of the Top-N."""
        recent = self._history.last_played(RECENT_ARTISTS)
        artists = Counter(
            artist for track in tracks if track.uri in recent for artist in track.artists
        )
        seed = int(self._clock() // TIE_PERIOD_S)
        picks: list[Pick] = []
        taken = set[str]()
        for number, pool in enumerate(pools):
            share = top_n * (number + 1) // len(pools) - top_n * number // len(pools)
            free = [c for c in pool if c.track.uri not in taken]
            new = [c for c in free if c.track.uri not in exclude]
            picks += spread(new or free, share, artists, self._history, seed)
            taken.update(pick.track.uri for pick in picks)
        return picks


def _best_fit(names: tuple[str, ...], wanted: Mapping[str, float]) -> tuple[float, str, str]:
    """Return weight times fit, the wanted genre and the track's genre; a weight of 0 for none."""
    fits = ((genres.best_fit(names, goal), goal, weight) for goal, weight in wanted.items())
    return max(
        ((weight * fit, goal, tag) for (fit, tag), goal, weight in fits if fit >= FIT_MIN),
        default=(0.0, "", ""),
    )


def _middle(names: Iterable[str]) -> tuple[float, float] | None:
    places = [place for name in names if (place := genres.place_of(name)) is not None]
    if not places:
        return None
    return (
        sum(valence for valence, _ in places) / len(places),
        sum(arousal for _, arousal in places) / len(places),
    )
