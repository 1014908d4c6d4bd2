"""Where genres lie on the valence-arousal plane: `python -m benchmarks.genre_places [--json]`.

Prints for each genre of the tree its place, where that comes from and how many tracks stand behind
it, and how well the places agree with ratings of songs by genre.

The places come from MTG-Jamendo (Bogdanov, Won, Tovstogan, Porter, Serra 2019, "The MTG-Jamendo
Dataset for Automatic Music Tagging"), whose tracks are tagged with genres and with moods. Each mood
below was placed by us on the circumplex of Russell (1980), doi:10.1037/h0077714, in steps of 0.1;
moods that name a use ("advertising") or a sound ("deep") are left out. A genre lies in the mean of
the moods that go with it, each weighted by P(mood | genre) * ln(1 + lift): how common it is in the
genre, and how special to it. The ratings are those of DEAM (Aljanaki, Yang, Soleymani 2017,
"Developing a benchmark for emotional analysis of music", doi:10.1371/journal.pone.0173392).

The data folder holds two tables counted from these datasets: `jamendo_genre_mood.csv` (genre, mood,
n_both, n_genre, n_mood, p_mood_given_genre, lift) and `deam_genre_va.csv` (genre, n, valence_mean,
valence_sd, arousal_mean, arousal_sd, rated from 1 to 9).
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import statistics
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.music import genres
from mopidy_moodcam.music.genre_tree import Genre, normalise, tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = Path(__file__).resolve().parent.parent
SHARED: Final = Path(os.environ.get("MOODCAM_SHARED", ROOT.parent / "shared"))
JAMENDO: Final = "jamendo_genre_mood.csv"
DEAM: Final = "deam_genre_va.csv"

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


@dataclass(frozen=True, slots=True)
class Figure:
    """The place of a genre, each from -1 to 1, and how many tracks with moods were tagged so."""

    valence: float
    arousal: float
    tracks: int


def derive(jamendo_genre_mood_csv: Path) -> dict[str, Figure]:
    """Return the figure of each genre of the table, by the dataset's name for it.

    A mood such as "ballad", which is a genre elsewhere, has the place that it was given above.
    """
    sums: dict[str, tuple[float, float, float]] = {}
    tracks: dict[str, int] = {}
    moods: dict[str, Figure] = {}
    for row in _rows(jamendo_genre_mood_csv):
        if row["mood"] in MOODS:
            valence, arousal = MOODS[row["mood"]]
            weight = float(row["p_mood_given_genre"]) * math.log1p(float(row["lift"]))
            v, a, w = sums.get(row["genre"], (0.0, 0.0, 0.0))
            sums[row["genre"]] = (v + weight * valence, a + weight * arousal, w + weight)
            tracks[row["genre"]] = int(row["n_genre"])
            moods[row["mood"]] = Figure(valence, arousal, int(row["n_mood"]))
    figures = {genre: Figure(v / w, a / w, tracks[genre]) for genre, (v, a, w) in sums.items()}
    return moods | figures


def figure_of(genre: Genre, derived: Mapping[str, Figure]) -> Figure | None:
    """Return the figure behind a genre's own place, looked up by all its names."""
    compact = (normalise(form).replace(" ", "") for form in (genre.name, *genre.also))
    return next((derived[form] for form in compact if form in derived), None)


def agreement(deam_genre_va_csv: Path) -> dict[str, Any]:
    """Return Pearson's correlation of the tree's places with DEAM's means, for each axis."""
    rated: dict[str, tuple[float, float]] = {}
    for row in _rows(deam_genre_va_csv):
        name = genres.nearest_name(genres.split(row["genre"])[0])
        if name is not None and genres.place_of(name) is not None:
            rated[name] = (float(row["valence_mean"]), float(row["arousal_mean"]))
    places = {name: place for name in rated if (place := genres.place_of(name)) is not None}
    return {
        "genres": len(rated),
        **{
            axis: round(
                statistics.correlation(
                    [means[index] for means in rated.values()],
                    [places[name][index] for name in rated],
                ),
                2,
            )
            for index, axis in enumerate(("valence", "arousal"))
        },
    }


def report(folder: Path) -> dict[str, Any]:
    """Return every genre's place and its source, and the agreement with DEAM."""
    derived = derive(folder / JAMENDO)
    listed: list[dict[str, Any]] = []
    for name, genre in tree().items():
        figure = None if genre.place is None else figure_of(genre, derived)
        if figure is not None:
            entry: dict[str, Any] = {"source": "MTG-Jamendo", **asdict(figure)}
        else:
            place = genres.place_of(name)
            wider = ", ".join(genre.like or genre.parents)
            valence, arousal = place or (None, None)
            entry = {"source": f"as {wider}" if place else "none"}
            entry |= {"valence": valence, "arousal": arousal, "tracks": 0}
        listed.append({"genre": name, **entry})
    return {"genres": listed, "agreement_with_deam": agreement(folder / DEAM)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _table(result: Mapping[str, Any]) -> str:
    lines = [f"{'genre':24} valence arousal  tracks  source"]
    for entry in result["genres"]:
        place = (
            f"{entry['valence']:+7.2f} {entry['arousal']:+7.2f}"
            if entry["valence"] is not None
            else f"{'-':>7} {'-':>7}"
        )
        lines.append(f"{entry['genre']:24} {place} {entry['tracks'] or '-':>7}  {entry['source']}")
    found = result["agreement_with_deam"]
    lines.append(
        f"\nCorrelation with DEAM over {found['genres']} genres: "
        f"valence {found['valence']:+.2f}, arousal {found['arousal']:+.2f}"
    )
    return "\n".join(lines)


def main() -> int:
    """Derive and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "music", help="data folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    try:
        result = report(arguments.data)
    except FileNotFoundError as error:
        print(f"{error.filename} is not there: name the data folder with --data", file=sys.stderr)
        return 1
    print(json.dumps(result) if arguments.json else _table(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
