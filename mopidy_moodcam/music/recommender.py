"""From a mood to a ranked Top-N of tracks, each with its reasons."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from mopidy_moodcam.emotions import BY_NAME, LABELS
from mopidy_moodcam.music import candidates, context
from mopidy_moodcam.music.candidates import FIT_MIN
from mopidy_moodcam.music.catalogue import Catalogue
from mopidy_moodcam.music.course import choose_on_the_way
from mopidy_moodcam.music.learning import Choice, Feedback, Learning
from mopidy_moodcam.music.ranking import Judgement, Pick, Pool, Ranking
from mopidy_moodcam.music.reasons import Reasons
from mopidy_moodcam.music.strategy import Journey, stops
from mopidy_moodcam.music.weights import Weights
from mopidy_moodcam.settings import STRATEGIES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from mopidy_moodcam.mood import Mood
    from mopidy_moodcam.music.catalogue import Mask
    from mopidy_moodcam.music.decision import Method
    from mopidy_moodcam.music.library import LibraryTrack
    from mopidy_moodcam.music.rules import Rules
    from mopidy_moodcam.music.strategy import Place, Stop
    from mopidy_moodcam.settings import Strategy

__all__ = [
    "FIT_MIN",
    "Choice",
    "Feedback",
    "Pick",
    "Recommendation",
    "Recommender",
    "Weights",
]

RECENT: Final = 5
"""How many of the last played tracks count for the variety of artists and for where music is."""

OFFERED: Final = 500
"""How many picks are remembered as ours until they are played."""

TIE_PERIOD_S: Final = 3600.0
"""Tracks that are equally good change their order this often, so that all get their turn."""

STILL_IN_THE_EAR_S: Final = 1800.0
"""For so long the last track says where the music is."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to play for a mood.

    `genres` are those picked by hand and those that the rules ask for, and `picks` the tracks in
    the order in which to play them. `problem` is one sentence when nothing fitted as it should.
    Without picks, the queue is to be left alone.
    """

    emotion: str
    strategy: Strategy
    genres: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    problem: str | None = None


class Recommender:
    """Ranks tracks by mood fit, context fit, the person's liking, freshness and variety.

    All methods but `prepare` are for one thread, and quick. The same clock, rules, past and
    arguments give the same result.
    """

    def __init__(
        self,
        rules: Rules,
        clock: Callable[[], float] = time.time,
        folder: Path | None = None,
        weights: Weights | None = None,
        method: Method = "product",
    ) -> None:
        """Begin with what is kept in `folder`.

        Args:
            rules: Which genres and URIs belong to which emotion.
            clock: Gives the Unix time in seconds.
            folder: Where what is learnt lies; without one it is gone with the process.
            weights: How much each criterion counts.
            method: How the criteria become one score: by their weighted product, or by TOPSIS.
        """
        self._rules = rules
        self._clock = clock
        self._weights = weights or Weights()
        self._method: Method = method
        self._learning = Learning(clock, folder)
        self._journey = Journey()
        self._catalogue = self._prepared = Catalogue(())
        self._offered: dict[str, None] = {}

    @property
    def problem(self) -> str | None:
        """Why what is learnt cannot be kept: one sentence, or None."""
        return self._learning.problem

    @property
    def picked(self) -> tuple[str, ...]:
        """The genres picked by hand, in the order in which they were."""
        return self._learning.chosen("pick")

    @property
    def excluded(self) -> tuple[str, ...]:
        """The genres excluded by hand, in the order in which they were."""
        return self._learning.chosen("exclude")

    def choose_genre(self, name: str, choice: Choice | None) -> None:
        """Play a genre before all others, never, or (None) as the rules say again."""
        self._learning.choose_genre(name, choice)

    def knows(self, uri: str) -> bool:
        """Say whether a track is in the library that was recommended from last."""
        return self._track(uri) is not None

    def played(self, uri: str) -> None:
        """Remember that a track began to play now."""
        ours = uri in self._offered
        self._offered.pop(uri, None)
        if ours:
            self._journey.heard()
        self._learning.played(uri, self._track(uri), ours=ours)

    def heard(self, uri: str, share: float, emotion: str | None = None) -> None:
        """Remember that a track ended after a `share` (0 to 1) of its length.

        A track that was left before its middle counts for nothing here: whether the person did
        not want it, only `skipped` and `feedback` say (see `departures.py`).
        """
        self._learning.heard(uri, self._track(uri), share, emotion)

    def skipped(self, uri: str, emotion: str | None = None) -> None:
        """Remember that a person did not want to hear a track now."""
        self._learning.skipped(uri, self._track(uri), emotion)

    def feedback(self, uri: str, value: Feedback | None, emotion: str | None = None) -> None:
        """Take a person's word on a track; None takes an earlier word back."""
        self._learning.give_feedback(uri, self._track(uri), value, emotion)

    def feedback_of(self, uri: str) -> Feedback | None:
        """Return the person's word on a track, if there is one."""
        return self._learning.feedback_of(uri)

    def close(self) -> None:
        """Write what is still to be written, and end the thread that does so."""
        self._learning.close()

    def prepare(self, tracks: Sequence[LibraryTrack]) -> None:
        """Do now, in any thread, what the first recommendation out of `tracks` would have to.

        It pays when `tracks` is a tuple and the same one is handed to `recommend`.
        """
        catalogue = Catalogue(tracks)
        ways = (stops(self._rules, label, strategy) for label in LABELS for strategy in STRATEGIES)
        candidates.prepare(catalogue, (stop for way in ways for stop in way))
        context.prepare(catalogue)
        self._prepared = catalogue

    def recommend(
        self,
        mood: Mood,
        strategy: Strategy,
        tracks: Sequence[LibraryTrack],
        top_n: int,
        exclude: Collection[str] = (),
        *,
        faces: int = 0,
    ) -> Recommendation:
        """Choose up to `top_n` tracks for a mood.

        Args:
            mood: The mood; "unknown" gives a recommendation without picks.
            strategy: Stay with the mood, lead away from it step by step, or counter it.
            tracks: What there is to choose from; fastest as the tuple that was given to `prepare`
                or to the call before.
            top_n: How many tracks to choose.
            exclude: URIs not to choose again, unless nothing else fits.
            faces: How many faces are seen: 0 unknown, 1 alone, more in company.
        """
        catalogue = self._view(tracks)
        if mood.emotion not in BY_NAME:
            return Recommendation(mood.emotion, strategy)
        self._learning.here = context.situation(self._clock(), faces)
        allowed = candidates.not_excluded(catalogue, self.excluded)
        way = stops(self._rules, mood.emotion, strategy)
        wanted = self._wanted(way)
        pools = {n: p for n, stop in enumerate(way) if (p := self._pools(catalogue, stop, allowed))}
        problem = None
        if not pools and allowed.any():
            goal = candidates.middle(wanted) or way[0].place
            pool, instead = candidates.nearest(catalogue, allowed, mood.emotion, goal)
            pools = {0: [pool.only(allowed)]}
            problem = (
                f"No track fits {mood.emotion} ({', '.join(wanted) or 'its URIs'}), so {instead} "
                f"instead: add such music to the library, or other genres to [{mood.emotion}] in "
                f"the rules."
            )
        elif not pools:
            if tracks:
                problem = (
                    f"Every track is of an excluded genre ({', '.join(self.excluded)}), so nothing "
                    f"can be chosen: allow one of them again."
                )
            return Recommendation(mood.emotion, strategy, wanted, problem=problem)
        legs = self._journey.plan(
            mood.emotion,
            strategy,
            [way[number] for number in pools],
            top_n,
            music=self._music(catalogue),
            silent=not self._recent(1),
            ahead=len(self._offered.keys() & set(exclude)),
        )
        by_stop = {way[number].label: of_stop for number, of_stop in pools.items()}
        turns = [(leg, by_stop[leg.stop.label]) for leg in legs]
        ranking = self._ranking(catalogue, mood.emotion)
        chosen = choose_on_the_way(catalogue, ranking, turns, self._avoided(catalogue, exclude))
        reasons = Reasons(self._weights, self._learning, mood.emotion)
        picks = tuple(reasons.picks(catalogue, chosen))
        self._offer(picks)
        return Recommendation(mood.emotion, strategy, wanted, picks, problem)

    def _offer(self, picks: Iterable[Pick]) -> None:
        for pick in picks:
            self._offered.pop(pick.track.uri, None)  # so that the newest comes last
            self._offered[pick.track.uri] = None
        while len(self._offered) > OFFERED:
            del self._offered[next(iter(self._offered))]

    def _view(self, tracks: Sequence[LibraryTrack]) -> Catalogue:
        """Return the catalogue of these tracks, the same one for the same tuple."""
        for known in (self._catalogue, self._prepared):
            if known.tracks is tracks and isinstance(tracks, tuple):
                self._catalogue = known
                break
        else:
            self._catalogue = Catalogue(tracks)
        return self._catalogue

    def _track(self, uri: str) -> LibraryTrack | None:
        catalogue = self._catalogue
        places = catalogue.find(uri)
        return catalogue.tracks[places[0]] if places else None

    def _wanted(self, way: Iterable[Stop]) -> tuple[str, ...]:
        """Return the names of the genres that are asked for, each once."""
        asked = dict.fromkeys((*self.picked, *(name for stop in way for name in stop.genres)))
        excluded = self.excluded
        return tuple(
            name for name in asked if not any(candidates.belongs_to(name, e) for e in excluded)
        )

    def _pools(self, catalogue: Catalogue, stop: Stop, allowed: Mask) -> list[Pool]:
        """Return what may play at a stop: the genres picked by hand, and then the rules' ones."""
        pools = [candidates.fitting(catalogue, stop)]
        if self.picked:
            label = f"picked for {stop.label}"
            pools.insert(0, candidates.picked(catalogue, self.picked, label, stop.place))
        return [left for pool in pools if len(left := pool.only(allowed))]

    def _avoided(self, catalogue: Catalogue, exclude: Collection[str]) -> Mask:
        avoided = np.zeros(len(catalogue), np.bool_)
        places, _ = catalogue.find_all({*exclude, *self._learning.unwanted()})
        avoided[places] = True
        return avoided

    def _music(self, catalogue: Catalogue) -> Place | None:
        """Return where on the plane the music is: the last track's place that is known."""
        places, _ = catalogue.find_all(self._recent(RECENT))
        for valence, arousal in catalogue.places()[catalogue.mix_of[places]][::-1].tolist():
            if not math.isnan(valence):
                return valence, arousal
        return None

    def _recent(self, count: int) -> list[str]:
        return self._learning.history.last_played(count, within_s=STILL_IN_THE_EAR_S)

    def _ranking(self, catalogue: Catalogue, emotion: str) -> Ranking:
        learning = self._learning
        fits = learning.context.fits(catalogue, learning.here, learning.preference)
        judgement = Judgement(
            context=fits[catalogue.mix_of],
            user=learning.preference.of_tracks(catalogue, emotion),
            freshness=learning.history.freshness(catalogue),
        )
        seed = int(self._clock() // TIE_PERIOD_S)
        ranking = Ranking(catalogue, judgement, self._weights, self._method, seed)
        for uri in learning.history.last_played(RECENT):
            for place in catalogue.find(uri)[:1]:
                ranking.heard(catalogue.tracks[place].artists)
        return ranking
