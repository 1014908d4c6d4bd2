"""Where the music is to go on the valence-arousal plane: match, elevate and balance as ways."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.emotions import BY_NAME
from mopidy_moodcam.music import genres

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mopidy_moodcam.music.rules import Rules
    from mopidy_moodcam.settings import Strategy

Place = tuple[float, float]

STEP: Final = 0.25
"""How far the music moves on the plane from one track to the next: sad to happy takes eight."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A part of the way: what plays there, how that is called, and where it lies.

    `genres` and `uris` map what is wanted to its weight; `place` is (valence, arousal).
    """

    label: str
    place: Place
    genres: Mapping[str, float] = field(default_factory=dict[str, float])
    uris: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Leg:
    """How many tracks to play at a stop, and the direction on the plane in which they lead on.

    A direction of (0, 0) asks for no order.
    """

    stop: Stop
    count: int
    direction: Place


def stops(rules: Rules, emotion: str, strategy: Strategy) -> tuple[Stop, ...]:
    """Return the stops that a strategy makes for an emotion, in their order.

    match stays with the emotion. elevate begins there and takes the rule's steps one by one: the
    iso principle (Altshuler 1948, "A psychiatrist's experience with music as a therapeutic
    agent"; tried after sadness by Starcke, Mayr, von Georgi 2021, doi:10.3390/ijerph182312486).
    balance goes at once to what the rule puts against the emotion.
    """
    rule = rules[emotion]
    start = Stop(emotion, _place_of_emotion(emotion), rule.genres, rule.uris)
    if strategy == "elevate":
        steps = (_stop(rules, f"{emotion} → {step}", [step]) for step in rule.elevate)
        return (start, *steps)
    if strategy == "balance" and rule.balance:
        return (_stop(rules, f"against {emotion}", rule.balance),)
    return (start,)


def legs(
    way: Sequence[Stop], count: int, step: float, walked: float = 0.0, origin: Place | None = None
) -> tuple[Leg, ...]:
    """Share `count` tracks among the stops of a way.

    Each track goes one `step` farther along the straight lines that join the stops, and plays
    what the nearest stop plays; at the last stop the music stays.

    Args:
        way: The stops, at least one.
        count: How many tracks there are.
        step: How far one track leads on.
        walked: How far the music has come already.
        origin: Where the music comes from before the first stop, if it is known.
    """
    marks = [0.0]
    for here, there in pairwise(way):
        marks.append(marks[-1] + math.dist(here.place, there.place))
    counts = [0] * len(way)
    for number in range(count):
        at = min(walked + number * step, marks[-1])
        # Of two stops at the same distance the later one: the way leads on.
        counts[min(range(len(way)), key=lambda n: (round(abs(marks[n] - at), 6), -n))] += 1
    return tuple(
        Leg(stop, share, _direction(way, number, origin))
        for number, (stop, share) in enumerate(zip(way, counts, strict=True))
        if share
    )


def length(way: Sequence[Stop]) -> float:
    """Return how long a way is on the plane."""
    return sum(math.dist(here.place, there.place) for here, there in pairwise(way))


def walked_to(way: Sequence[Stop], place: Place) -> float:
    """Return how far along a way the point of it lies that is nearest to a place."""
    nearest = (math.dist(way[0].place, place), 0.0)
    passed = 0.0
    for here, there in pairwise(way):
        gone = math.dist(here.place, there.place)
        along = (there.place[0] - here.place[0], there.place[1] - here.place[1])
        towards = (place[0] - here.place[0], place[1] - here.place[1])
        share = (along[0] * towards[0] + along[1] * towards[1]) / gone**2 if gone else 0.0
        share = min(1.0, max(0.0, share))
        point = (here.place[0] + share * along[0], here.place[1] + share * along[1])
        nearest = min(nearest, (math.dist(point, place), passed + share * gone))
        passed += gone
    return nearest[1]


class Journey:
    """Remembers how far the music has come, so that the next Top-N goes on from there."""

    def __init__(self) -> None:
        """Begin nowhere."""
        self._way: tuple[str, Strategy] | None = None
        self._step = STEP
        self._walked = 0.0
        self._origin: Place | None = None

    def heard(self) -> None:
        """Go one step on: a track of the journey was heard."""
        self._walked += self._step

    def plan(
        self,
        emotion: str,
        strategy: Strategy,
        way: Sequence[Stop],
        count: int,
        *,
        music: Place | None = None,
        silent: bool = False,
        ahead: int = 0,
    ) -> tuple[Leg, ...]:
        """Share `count` tracks among the stops from where the music is.

        A mood that is no less pleasant than the one before goes on from the point of its way that
        is nearest to the music; a worse one is met first, in tracks that lead from the music to it.

        Args:
            emotion: The emotion of the mood now.
            strategy: How it is answered.
            way: The stops that have music, at least one.
            count: How many tracks there are.
            music: The place of the last track that had one, None when there is none.
            silent: Whether nothing was played lately, so that the way begins anew.
            ahead: How many tracks of the journey are still to be played before these.
        """
        before = None if silent else self._way
        if before != (emotion, strategy):
            better = before is not None and _valence(emotion) >= _valence(before[0])
            self._walked = walked_to(way, music) if better and music is not None else 0.0
            self._origin = music if strategy == "elevate" else None
            # As many tracks as the way is long, but no more than one Top-N.
            self._step = max(STEP, length(way) / max(1, count - 1))
            self._way = emotion, strategy
        walked = self._walked + ahead * self._step
        return legs(way, count, self._step, walked, self._origin)


def _stop(rules: Rules, label: str, steps: Iterable[str]) -> Stop:
    wanted: dict[str, float] = {}
    uris: dict[str, float] = {}
    places: list[Place] = []
    for step in steps:
        if step in BY_NAME:
            wanted.update(rules[step].genres)
            uris.update(rules[step].uris)
            places.append(_place_of_emotion(step))
        else:
            wanted[step] = 1.0
            places.append(genres.place_of(step) or (0.0, 0.0))
    middle = (sum(v for v, _ in places) / len(places), sum(a for _, a in places) / len(places))
    return Stop(label, middle, wanted, uris)


def _place_of_emotion(emotion: str) -> Place:
    return BY_NAME[emotion].valence, BY_NAME[emotion].arousal


def _valence(emotion: str) -> float:
    return BY_NAME[emotion].valence


def _direction(way: Sequence[Stop], number: int, origin: Place | None) -> Place:
    here = way[number].place
    before = way[number - 1].place if number else origin or here
    after = way[number + 1].place if number + 1 < len(way) else here
    return after[0] - before[0], after[1] - before[1]
