"""Our model and its peers on the same images: `python -m benchmarks.peers [--damaged]`.

Needs what the pipeline prepared (`dvc repro framing`). The first run installs the peers into
`runs/peers` (2 GB). A peer that cannot be set up is named, and the others go on.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import time
from typing import Any, Final

from benchmarks.peers.exam import DAMAGED, Exam, exam_of, limited
from benchmarks.peers.exchange import PeerError, ask
from benchmarks.peers.recognisers import RECOGNISERS, ROOT
from benchmarks.peers.report import as_markdown, as_text
from mopidy_moodcam.commands.machine import describe
from training.evaluate import split_of
from training.params import PipelineError, load_params

CACHE: Final = ROOT / "runs" / "peers"
WARNING: Final = "peers: the test images are for final figures: choose nothing by what this prints"


def compare(exam: Exam, only: str | None = None) -> dict[str, Any]:
    """Set up and ask every recogniser, or one; return the figures, and why some are missing."""
    images = exam.images()
    report: dict[str, Any] = {"recognisers": {}, "missing": {}}
    for recogniser in RECOGNISERS:
        if only not in {None, recogniser.name}:
            continue
        print(f"peers: {recogniser.name}, {len(images):,} images", file=sys.stderr)
        try:
            said = ask(recogniser.set_up(CACHE), images)
        except PeerError as error:
            report["missing"][recogniser.name] = str(error)
        else:
            report["recognisers"][recogniser.name] = exam.figures(said)
    return report


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument(
        "--damaged", action="store_true", help="also dark, blurred and rolled copies"
    )
    names = [recogniser.name for recogniser in RECOGNISERS]
    parser.add_argument("--only", choices=names, help="one recogniser alone")
    parser.add_argument("--limit", type=int, help="only the first images: for a trial")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--markdown", action="store_true", help="print the part for docs/peers.md")
    options = parser.parse_args()
    if options.split == "test":
        print(WARNING, file=sys.stderr)
    try:
        judged = split_of(ROOT, options.split)
        params = load_params(ROOT).evaluate
    except PipelineError as error:
        sys.exit(f"peers: {error}")
    if options.limit is not None:
        judged = limited(judged, options.limit)
    report = {
        "command": shlex.join(("python", "-m", "benchmarks.peers", *sys.argv[1:])),
        "date": time.strftime("%Y-%m-%d"),
        "machine": describe(),
        "split": options.split,
        "images": len(judged.winners),
        "clear": int((judged.winners >= 0).sum()),
        "damages": list(DAMAGED) if options.damaged else [],
        **compare(exam_of(judged, params, damaged=options.damaged), options.only),
    }
    show = json.dumps if options.json else as_markdown if options.markdown else as_text
    print(show(report))


if __name__ == "__main__":
    main()
