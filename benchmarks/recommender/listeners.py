"""People who do not exist, and what they like to hear.

The probability that a listener hears a track to its end is logistic in

    at rest + mood + genre + artist + track + hour - heard lately

- mood: how many of the moods that this emotion asks for the track sounds like (`ASKED_FOR`, the
  author's table; each listener weighs each mood differently),
- genre, artist and track: taste, drawn once for each listener, normally distributed,
- hour: the listener's own liking of each genre at each part of the day, drawn likewise, and a
  common part: energetic tracks less at night and more by day, after Park et al. 2019
  (doi:10.1038/s41562-018-0508-z, the direction alone; its size here is an assumption),
- heard lately: weariness of a track, halved every two days.

Nothing here is shared with the ranking: no table, no figure, no code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.recommender.libraries import Library

ASKED_FOR: Final = {
    "neutral": ("calm", "relaxing", "background", "melodic", "soft", "dream"),
    "happy": ("happy", "upbeat", "fun", "party", "positive", "uplifting", "groovy", "summer"),
    "surprised": ("fun", "funny", "groovy", "retro", "adventure", "upbeat", "energetic"),
    "sad": ("sad", "melancholic", "emotional", "soft", "slow", "ballad", "calm", "love"),
    "angry": ("powerful", "heavy", "energetic", "action", "fast", "dark", "sport"),
    "disgusted": ("dark", "heavy", "powerful", "deep", "dramatic"),
    "fearful": ("dark", "drama", "space", "soundscape", "dramatic", "deep"),
    "contemptuous": ("cool", "groovy", "deep", "sexy", "retro"),
}
ENERGETIC: Final = ("energetic", "party", "fast", "heavy", "sport", "action", "powerful")
PARTS: Final = ("night", "morning", "day", "evening")

AT_REST: Final = -0.6
MOOD: Final = 0.9
GENRE_SD: Final = 0.8
ARTIST_SD: Final = 0.5
TRACK_SD: Final = 0.5
HOUR_SD: Final = 0.5
HOUR_COMMON: Final = 0.4
WEARY: Final = 2.5
WEARY_HALF_LIFE_S: Final = 2 * 86400.0


@dataclass(slots=True)
class Listener:
    """One person with fixed tastes, who wearies of what was heard.

    `taste` (tracks,), `moods` (emotion: (tracks,)) and `hours` (parts, tracks) add up to how much a
    track is liked; `heard_s` is when each was heard last.
    """

    taste: NDArray[np.float64]
    moods: dict[str, NDArray[np.float64]]
    hours: NDArray[np.float64]
    emotions: NDArray[np.float64]
    rng: np.random.Generator
    heard_s: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        """Begin rested."""
        self.heard_s = np.full(len(self.taste), -np.inf)

    def likes(
        self, emotion: str, hour: int, now_s: float, places: int | slice = slice(None)
    ) -> NDArray[np.float64]:
        """Return the probability that each track is heard to its end, (tracks,) or that of one."""
        part = part_of(hour)
        weary = WEARY * 0.5 ** ((now_s - self.heard_s[places]) / WEARY_HALF_LIFE_S)
        mood = self.moods[emotion][places]
        return 1 / (1 + np.exp(weary - self.taste[places] - mood - self.hours[part, places]))


def part_of(hour: int) -> int:
    """Return the number of the part of the day: night, morning, day or evening."""
    return hour // 6


def draw(
    library: Library, mood_names: Sequence[str], genre_count: int, rng: np.random.Generator
) -> Listener:
    """Draw a listener for a library."""
    genre_taste = rng.normal(0, GENRE_SD, genre_count)
    artist_taste = rng.normal(0, ARTIST_SD, int(library.artist_of.max()) + 1)
    taste = AT_REST + genre_taste[library.genre_of] + artist_taste[library.artist_of]
    taste = taste + rng.normal(0, TRACK_SD, len(taste))
    moods = {}
    for emotion, asked in ASKED_FOR.items():
        columns = [mood_names.index(name) for name in asked]
        moods[emotion] = MOOD * library.sounds[:, columns] @ rng.uniform(0.5, 1.5, len(columns))
    energy = library.sounds[:, [mood_names.index(name) for name in ENERGETIC]].sum(axis=1)
    common = np.array([-1.0, 0.0, 1.0, 0.0])[:, None] * np.minimum(energy, 2) * HOUR_COMMON / 2
    own = rng.normal(0, HOUR_SD, (len(PARTS), genre_count))[:, library.genre_of]
    return Listener(taste, moods, common + own, rng.dirichlet(np.ones(len(ASKED_FOR))), rng)
