"""How good and how fast the recommender is: `python -m benchmarks.recommender`.

Quality: simulated listeners (benchmarks/recommender/listeners.py) in libraries with the tags of
MTG-Jamendo (benchmarks/recommender/libraries.py) live a month with each way of ranking. Means over
listeners with 95 % intervals, and the mean difference from plain rules for the same listeners.
Speed: preparing a library and one recommendation, from 10,000 to 1,000,000 tracks.

The table of tags (--tags) is not part of the repository; docs/recommender.md says where it is from.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.recommender import metrics, simulation, speed
from benchmarks.recommender.libraries import read_tags
from mopidy_moodcam.commands.machine import describe
from tests.conftest import SHARED

if TYPE_CHECKING:
    from benchmarks.recommender.libraries import Tags
    from benchmarks.recommender.simulation import Figures

TAGS: Final = SHARED / "data" / "music" / "jamendo_genre_mood.csv"
FIRST_SEED: Final = 0
"""Seeds from 100 on served to choose the parameters, so they are no test."""

PLAIN: Final = next(iter(simulation.VARIANTS))


def main() -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recommender", description=__doc__)
    parser.add_argument("--tags", type=Path, default=TAGS, help="table of genres and moods (CSV)")
    parser.add_argument("--libraries", type=int, default=20, help="libraries to draw")
    parser.add_argument("--only", choices=("quality", "speed"), help="one of the two parts")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    if not arguments.tags.is_file():
        parser.error(f"no table of tags at {arguments.tags}: name it with --tags")
    tags = read_tags(arguments.tags)
    result: dict[str, Any] = {"machine": describe()}
    if arguments.only != "speed":
        result["quality"] = _quality(tags, arguments.libraries)
    if arguments.only != "quality":
        result["speed"] = speed.measure(tags)
    print(json.dumps(result) if arguments.json else _text(result))
    return 0


def _quality(tags: Tags, count: int) -> dict[str, Any]:
    parts = simulation.simulate(tags, range(FIRST_SEED, FIRST_SEED + count))
    return {
        "listeners": count * simulation.LISTENERS_A_LIBRARY,
        **{part: _summary(figures) for part, figures in parts.items()},
    }


def _summary(figures: Figures) -> dict[str, dict[str, Any]]:
    return {
        variant: {
            name: {
                **metrics.interval(values),
                "above_plain": metrics.interval(
                    [own - plain for own, plain in zip(values, figures[PLAIN][name], strict=True)]
                ),
            }
            for name, values in by_name.items()
        }
        for variant, by_name in figures.items()
    }


def _text(result: dict[str, Any]) -> str:
    lines: list[str] = []
    for part in ("month", "cold") if "quality" in result else ():
        for variant, by_name in result["quality"][part].items():
            lines.append(f"{part}, {variant}")
            lines += [f"  {name:24} {_figure(figure)}" for name, figure in by_name.items()]
    for row in result.get("speed", ()):
        times = ", ".join(
            f"{key[:-3]} {value['median']:.0f} (at most {value['max']:.0f}) ms"
            for key, value in row.items()
            if key.endswith("_ms")
        )
        lines.append(
            f"{row['tracks']:9,} tracks: prepared in {row['prepare_s']:.2f} s, "
            f"{row['memory_mib']:.1f} MiB; {times}"
        )
    return "\n".join(lines)


def _figure(figure: dict[str, Any]) -> str:
    above = figure["above_plain"]
    return (
        f"{figure['mean']:.3f} ({figure['low']:.3f} to {figure['high']:.3f}), above plain rules by "
        f"{above['mean']:+.3f} ({above['low']:+.3f} to {above['high']:+.3f})"
    )


if __name__ == "__main__":
    raise SystemExit(main())
