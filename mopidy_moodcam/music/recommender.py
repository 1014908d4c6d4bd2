"""From a mood to a ranked Top-N of tracks, each with its reasons."""

from __future__ import annotations

import heapq
import math
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.emotions import BY_NAME
from mopidy_moodcam.music import genres

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mopidy_moodcam.mood import Mood
    from mopidy_moodcam.music.library import LibraryTrack
    from mopidy_moodcam.music.rules import Rules, Strategy

FIT_MIN: Final = 0.3
"""Below this a genre is no relation worth a place in the queue."""

PLAYED_HALF_LIFE_S: Final = 6 * 3600.0
"""A track heard just now is as good as new to half after this time."""

SKIPPED_HALF_LIFE_S: Final = 7 * 24 * 3600.0
"""The same for a track that was skipped."""

STALE: Final = 0.02
"""What is left of the score of a track heard this moment: better than silence."""

SAME_ARTIST: Final = 0.5
"""Factor for each other track of an artist among the picks and the last ones played."""

RECENT_ARTISTS: Final = 5
"""How many of the last played tracks count for the variety of artists."""

TIE_PERIOD_S: Final = 3600.0
"""Tracks that are equally good change their order this often, so that all get their turn."""

_SHORTLIST: Final = 8
"""Candidates kept of each genre for each place in the Top-N; more cannot be chosen."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen track, its score from 0 to 1, and in words why it was chosen."""

    track: LibraryTrack
    score: float
    reasons: tuple[str, ...]


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
    """A part of the Top-N: which genres and URIs it draws from, and how that is called."""

    label: str
    genres: Mapping[str, float] = field(default_factory=dict[str, float])
    uris: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class _Candidate:
    track: LibraryTrack
    base: float
    wanted: str
    reasons: tuple[str, ...]


class Recommender:
    """Ranks tracks by fit, freshness and variety.

    The same clock, rules, history and arguments give the same result.
    """

    def __init__(self, rules: Rules, clock: Callable[[], float] = time.time) -> None:
        """Begin without a history; `clock` gives the time in seconds."""
        self._rules = rules
        self._clock = clock
        self._played: dict[str, float] = {}
        self._skipped: dict[str, float] = {}

    def played(self, uri: str) -> None:
        """Remember that a track was heard now."""
        self._played.pop(uri, None)  # the newest comes last
        self._played[uri] = self._clock()

    def skipped(self, uri: str) -> None:
        """Remember that a person did not want to hear a track now."""
        self._skipped[uri] = self._clock()

    def recommend(
        self,
        mood: Mood,
        strategy: Strategy,
        tracks: Sequence[LibraryTrack],
        top_n: int,
        exclude: Collection[str] = (),
    ) -> Recommendation:
        """Choose up to `top_n` tracks for a mood.

        Args:
            mood: The mood; "unknown" gives a recommendation without picks.
            strategy: Stay with the mood, lead away from it step by step, or counter it.
            tracks: What there is to choose from.
            top_n: How many tracks to choose.
            exclude: URIs not to choose again, unless nothing else fits.
        """
        if mood.emotion not in BY_NAME:
            return Recommendation(mood.emotion, strategy)
        stages = self._stages(mood.emotion, strategy)
        wanted = tuple(dict.fromkeys(name for stage in stages for name in stage.genres))
        if not tracks:
            return Recommendation(mood.emotion, strategy, wanted)
        ranking = _Ranking(self, tracks, frozenset(exclude), self._clock())
        pools = [pool for stage in stages if (pool := ranking.fitting(stage))]
        problem = None
        if not pools:
            pool, instead = ranking.nearest(mood.emotion, wanted)
            pools = [pool]
            problem = (
                f"No track fits {mood.emotion} ({', '.join(wanted)}), so {instead} instead: add "
                f"such music to the library, or other genres to [{mood.emotion}] in the rules."
            )
        return Recommendation(
            mood.emotion, strategy, wanted, tuple(ranking.choose(pools, top_n)), problem
        )

    def _stages(self, emotion: str, strategy: Strategy) -> list[_Stage]:
        rule = self._rules[emotion]
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

    def freshness(self, uri: str, now_s: float) -> tuple[float, str]:
        """Return the factor from `STALE` to 1 for what was played or skipped, and its reason."""
        factor, reason = 1.0, "not played yet"
        for history, half_life_s, verb in (
            (self._played, PLAYED_HALF_LIFE_S, "played"),
            (self._skipped, SKIPPED_HALF_LIFE_S, "skipped"),
        ):
            if uri in history:
                age_s = max(0.0, now_s - history[uri])
                factor *= 1.0 - (1.0 - STALE) * 0.5 ** (age_s / half_life_s)
                reason = f"{verb} {_ago(age_s)}"
        return factor, reason

    def recent_uris(self) -> tuple[str, ...]:
        """Return the URIs of the last tracks played, the oldest first."""
        return tuple(self._played)[-RECENT_ARTISTS:]


class _Ranking:
    """One run of the recommender over one set of tracks."""

    def __init__(
        self,
        recommender: Recommender,
        tracks: Sequence[LibraryTrack],
        exclude: frozenset[str],
        now_s: float,
    ) -> None:
        self._recommender = recommender
        self._tracks = tracks
        self._exclude = exclude
        self._now_s = now_s
        self._seed = str(int(now_s // TIE_PERIOD_S)).encode()

    def fitting(self, stage: _Stage) -> list[_Candidate]:
        """Return the tracks that fit a stage."""
        best = _BestFit(stage.genres)
        pool: list[_Candidate] = []
        for track in self._tracks:
            if track.source:
                base, wanted, tag = stage.uris.get(track.source, 0.0), track.source, track.source
            else:
                base, wanted, tag = best(track.genres)
            if base > 0:
                reasons = [f"{stage.label} → {wanted}"]
                if tag and genres.normalise(tag) != genres.normalise(wanted):
                    reasons.append(f"{tag} goes with {wanted}")
                pool.append(self._candidate(track, base, wanted, reasons))
        return pool

    def nearest(self, emotion: str, wanted: Sequence[str]) -> tuple[list[_Candidate], str]:
        """Return the tracks whose genres lie nearest to what is wanted, and what they are.

        Without any genre that has a place, these are the tracks without one.
        """
        goal = _middle(wanted) or (BY_NAME[emotion].valence, BY_NAME[emotion].arousal)
        names = {name for track in self._tracks for name in track.genres}
        places = ((name, genres.place_of(name)) for name in names)
        distances = {name: math.dist(goal, place) for name, place in places if place is not None}
        close = heapq.nsmallest(3, distances, key=lambda name: (distances[name], name))
        if not close:
            label = f"nothing known for {emotion}"
            pool = [self._candidate(track, STALE, "any", [label]) for track in self._tracks]
            return pool, "tracks of no known genre play"
        pool = []
        for track in self._tracks:
            own = [name for name in close if name in track.genres]
            if own:
                base = 1.0 / (2.0 + distances[own[0]])
                reasons = [f"{own[0]} is the nearest to {emotion} here"]
                pool.append(self._candidate(track, base, own[0], reasons))
        return pool, f"{' and '.join(close)} {'play' if len(close) > 1 else 'plays'}"

    def choose(self, pools: Sequence[list[_Candidate]], top_n: int) -> list[Pick]:
        """Choose from each pool in turn its share of the Top-N, the best and most varied first."""
        recent = frozenset(self._recommender.recent_uris())
        artists = Counter(
            artist for track in self._tracks if track.uri in recent for artist in track.artists
        )
        picks: list[Pick] = []
        taken = set[str]()
        for number, pool in enumerate(pools):
            share = top_n * (number + 1) // len(pools) - top_n * number // len(pools)
            new = [c for c in pool if c.track.uri not in self._exclude | taken]
            again = [c for c in pool if c.track.uri not in taken]
            for pick in self._spread(new or again, share, artists):
                picks.append(pick)
                taken.add(pick.track.uri)
        return picks

    def _spread(
        self, pool: Iterable[_Candidate], count: int, artists: Counter[str]
    ) -> Iterable[Pick]:
        """Yield the best `count` candidates; each pick makes its genre and artists less wanted.

        Genres share the places in proportion to their weights, as seats are shared by the highest
        averages method of D'Hondt.
        """
        short = self._shortlist(pool, count)
        by_genre = Counter[str]()
        previous: tuple[str, ...] = ()
        for _ in range(min(count, len(short))):

            def value(candidate: _Candidate) -> float:
                repeats = max((artists[artist] for artist in candidate.track.artists), default=0)
                return candidate.base * SAME_ARTIST**repeats / (1 + by_genre[candidate.wanted])

            best = max(short, key=value)
            score = round(value(best), 4)
            reasons = best.reasons
            if previous and best.track.artists and not set(previous) & set(best.track.artists):
                reasons = (*reasons, "another artist")
            short.remove(best)
            by_genre[best.wanted] += 1
            artists.update(best.track.artists)
            previous = best.track.artists
            yield Pick(best.track, score, reasons)

    def _shortlist(self, pool: Iterable[_Candidate], count: int) -> list[_Candidate]:
        groups: dict[str, list[_Candidate]] = {}
        for candidate in pool:
            groups.setdefault(candidate.wanted, []).append(candidate)
        short = [
            candidate
            for group in groups.values()
            for candidate in heapq.nlargest(_SHORTLIST * count, group, key=self._order)
        ]
        return sorted(short, key=self._order, reverse=True)

    def _order(self, candidate: _Candidate) -> tuple[float, int]:
        return candidate.base, zlib.crc32(candidate.track.uri.encode(), zlib.crc32(self._seed))

    def _candidate(
        self, track: LibraryTrack, base: float, wanted: str, reasons: Sequence[str]
    ) -> _Candidate:
        factor, reason = self._recommender.freshness(track.uri, self._now_s)
        return _Candidate(track, base * factor, wanted, (*reasons, reason))


class _BestFit:
    """Finds for a track's genres the best of the wanted ones; remembers every answer."""

    def __init__(self, wanted: Mapping[str, float]) -> None:
        self._wanted = wanted
        self._known: dict[tuple[str, ...], tuple[float, str, str]] = {}

    def __call__(self, names: tuple[str, ...]) -> tuple[float, str, str]:
        """Return weight times fit, the wanted genre and the track's genre; 0 for no fit."""
        answer = self._known.get(names)
        if answer is None:
            answer = self._known[names] = max(
                (
                    (weight * share, name, tag)
                    for name, weight in self._wanted.items()
                    for share, tag in [genres.best_fit(names, name)]
                    if share >= FIT_MIN
                ),
                default=(0.0, "", ""),
            )
        return answer


def _middle(names: Iterable[str]) -> tuple[float, float] | None:
    places = [place for name in names if (place := genres.place_of(name)) is not None]
    if not places:
        return None
    return (
        sum(valence for valence, _ in places) / len(places),
        sum(arousal for _, arousal in places) / len(places),
    )


def _ago(age_s: float) -> str:
    for unit, length_s in (("d", 86400), ("h", 3600), ("min", 60)):
        if age_s >= length_s:
            return f"{age_s / length_s:.0f} {unit} ago"
    return "just now"
