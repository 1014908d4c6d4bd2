"""The figures as text: a few lines for the eye, or the tables of docs/peers.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADINGS: Final = {
    "raw": "Images as FER2013 cut them",
    "upright": "The same images, cut upright as MoodCam cuts a camera's picture",
}
MEASURES: Final = {
    "accuracy": "accuracy, 8 emotions, %",
    "macro_f1": "macro-F1, %",
    "five_accuracy": "accuracy, 5 emotions, %",
    "fer2013_accuracy": "FER2013's own 7 labels, %",
}


def as_text(report: dict[str, Any]) -> str:
    """Return a few lines for the eye."""
    lines = [f"{report['split']}: {report['images']} images, {report['clear']} with a majority"]
    for name, peer in report["recognisers"].items():
        lines.append(f"\n{name} {peer['version']}, {_time(peer)} ms a face")
        for framing in HEADINGS:
            plain, damaged = peer[framing], peer[framing]["damaged_accuracy"]
            shown = {key: plain[key] for key in MEASURES} | damaged
            listed = ", ".join(f"{key} {value:.1%}" for key, value in shown.items())
            lines.append(f"  {framing:8} {listed}")
    return "\n".join((*lines, *_missing(report)))


def as_markdown(report: dict[str, Any]) -> str:
    """Return the part of docs/peers.md that holds the figures."""
    machine = report["machine"]
    lines = [
        f"`{report['command']}`, {report['date']},",
        f"{machine['processor']}, {machine['cores']} cores, no GPU.",
        f"The {report['split']} split: {report['images']:,} images,",
        f"{report['clear']:,} of them with an FER+ majority. 95 % bootstrap intervals in brackets.",
    ]
    peers = report["recognisers"].items()
    for framing, heading in HEADINGS.items():
        columns = (*MEASURES.values(), "ms a face (on the processor), medians")
        rows = [
            (
                f"{name} {peer['version']}",
                *(_with_interval(peer[framing], key) for key in MEASURES),
                _time(peer),
            )
            for name, peer in peers
        ]
        lines += ["", f"### {heading}", "", *_table(("recogniser", *columns), rows)]
        if report["damages"]:
            columns = ("undamaged", *(name.replace("_", " ") for name in report["damages"]))
            rows = [
                (
                    name,
                    _percent(peer[framing]["accuracy"]),
                    *(_percent(value) for value in peer[framing]["damaged_accuracy"].values()),
                )
                for name, peer in peers
            ]
            lines += ["", *_table(("accuracy on damaged copies, %", *columns), rows)]
    return "\n".join((*lines, *_missing(report)))


def _missing(report: dict[str, Any]) -> list[str]:
    return [f"\n{name} is missing: {reason}." for name, reason in report["missing"].items()]


def _time(peer: dict[str, Any]) -> str:
    return f"{peer['median_ms']} ({peer['median_cpu_ms']})"


def _percent(value: float) -> str:
    return f"{value * 100:.1f}"


def _with_interval(figures: dict[str, Any], key: str) -> str:
    low, high = figures[f"{key}_interval"]
    return f"{_percent(figures[key])} ({_percent(low)} to {_percent(high)})"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows)]
