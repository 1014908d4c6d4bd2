"""How the places of genres on the valence-arousal plane were derived.

MTG-Jamendo (Bogdanov et al. 2019, "The MTG-Jamendo Dataset for Automatic Music Tagging") has
tracks tagged with genres and with moods. Each mood below was placed by us on the circumplex of
Russell (1980), doi:10.1037/h0077714, in steps of 0.1; moods that name a use ("advertising") or a
sound ("deep") are left out. A genre lies in the mean of the moods that go with it, each weighted
by P(mood | genre) * ln(1 + lift): how common it is in the genre, and how special to it.
"""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

MOODS: Final = {
    "happy": (0.8, 0.4),
    "fun": (0.7, 0.5),
    "funny": (0.6, 0.5),
    "party": (0.7, 0.8),
    "upbeat": (0.7, 0.6),
    "uplifting": (0.7, 0.4),
    "positive": (0.7, 0.3),
    "summer": (0.6, 0.3),
    "hopeful": (0.5, 0.1),
    "inspiring": (0.5, 0.2),
    "motivational": (0.5, 0.5),
    "love": (0.6, 0.0),
    "romantic": (0.5, -0.3),
    "energetic": (0.4, 0.8),
    "fast": (0.1, 0.8),
    "sport": (0.3, 0.8),
    "action": (-0.1, 0.8),
    "powerful": (0.0, 0.7),
    "epic": (0.0, 0.6),
    "heavy": (-0.5, 0.8),
    "dark": (-0.6, 0.1),
    "dramatic": (-0.4, 0.4),
    "sad": (-0.7, -0.5),
    "melancholic": (-0.6, -0.4),
    "calm": (0.3, -0.7),
    "relaxing": (0.4, -0.7),
    "meditative": (0.2, -0.8),
    "soft": (0.2, -0.6),
    "slow": (-0.1, -0.7),
    "dream": (0.2, -0.5),
    "ballad": (-0.1, -0.4),
}


def derive(jamendo_genre_mood_csv: Path) -> dict[str, tuple[float, float]]:
    """Return the (valence, arousal) of each genre of the table, from -1 to 1."""
    sums: dict[str, tuple[float, float, float]] = {}
    with jamendo_genre_mood_csv.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["mood"] in MOODS:
                valence, arousal = MOODS[row["mood"]]
                weight = float(row["p_mood_given_genre"]) * math.log1p(float(row["lift"]))
                v, a, w = sums.get(row["genre"], (0.0, 0.0, 0.0))
                sums[row["genre"]] = (v + weight * valence, a + weight * arousal, w + weight)
    return {genre: (v / w, a / w) for genre, (v, a, w) in sums.items()}
