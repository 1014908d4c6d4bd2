"""`mopidy moodcam cameras`: what is there, and what each camera sees in one test picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.entry import HELP_JSON, Entry
from mopidy_moodcam.commands.terminal import CommandError, Exit

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from mopidy_moodcam.commands.glance import Glance
    from mopidy_moodcam.commands.terminal import Terminal

HEAD: Final = ("camera", "name", "picture", "brightness", "face")
WITHOUT_DEVICE: Final = frozenset({"auto", "browser", "demo", "off"})


@dataclass(frozen=True, slots=True)
class Found:
    """A camera, with its name if it has one, and what it shows or why it shows nothing.

    `camera` is what to write into the option `camera`, without what may be secret in an address.
    """

    camera: str
    name: str
    glance: Glance | None
    error: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the same as a JSON object."""
        seen = self.glance
        return {
            "camera": self.camera,
            "name": self.name,
            "width": seen.width if seen else None,
            "height": seen.height if seen else None,
            "brightness": seen.brightness if seen else None,
            "face": seen.face if seen else None,
            "error": self.error,
        }

    def cells(self) -> tuple[str, ...]:
        """Return the same as cells under `HEAD`."""
        seen = self.glance
        if seen is None:
            return (self.camera, self.name or "-", "none", "-", "-")
        return (
            self.camera,
            self.name or "-",
            f"{seen.width}x{seen.height}",
            f"{seen.brightness:.0%}" + (" (dark)" if seen.dark else ""),
            "yes" if seen.face else "no",
        )


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=HELP_JSON)


def _run(
    arguments: argparse.Namespace, mopidy_config: Mapping[str, Any], terminal: Terminal
) -> Exit:
    from mopidy_moodcam.vision.face import FaceFinder  # noqa: PLC0415 - OpenCV takes time

    specs = _specs(mopidy_config)
    if not specs and not arguments.json:
        sentence = (
            "No video device was found: connect a camera, or set moodcam/camera to an address, "
            "a clip or `browser`."
        )
        raise CommandError(sentence, Exit.NOTHING)
    try:
        finder = FaceFinder(detect_every=1)
    except FileNotFoundError as error:
        raise CommandError(str(error)) from error
    with terminal.working("Looking through each camera ..."):
        found = [_look(spec, finder) for spec in specs]
    if arguments.json:
        terminal.json({"cameras": [each.to_json() for each in found]})
    else:
        styles = ["" if each.glance and not each.glance.dark else "yellow" for each in found]
        terminal.table(HEAD, [each.cells() for each in found], styles)
        for each in found:
            if each.error:
                terminal.error(each.error)
    if not found:
        return Exit.NOTHING
    return Exit.OK if any(each.glance for each in found) else Exit.FAILED


def _specs(mopidy_config: Mapping[str, Any]) -> list[str]:
    """Return every device that may give pictures, and the source that mopidy.conf names."""
    from mopidy_moodcam.vision.devices import has_pictures  # noqa: PLC0415
    from mopidy_moodcam.vision.sources import find_devices  # noqa: PLC0415

    specs = [str(device) for device in find_devices() if has_pictures(device)]
    configured = str(mopidy_config["moodcam"].get("camera") or "off")
    if configured.isdecimal():
        configured = f"/dev/video{configured}"
    if configured not in WITHOUT_DEVICE and configured not in specs:
        specs.append(configured)
    return specs


def _look(spec: str, finder: Any) -> Found:
    from mopidy_moodcam.commands.glance import glance  # noqa: PLC0415
    from mopidy_moodcam.vision.devices import name_of, users_of  # noqa: PLC0415
    from mopidy_moodcam.vision.sources import CameraError, redacted  # noqa: PLC0415

    name = name_of(Path(spec)) if spec.startswith("/dev/") else ""
    try:
        return Found(redacted(spec), name, glance(spec, finder), None)
    except CameraError as error:
        sentence = error.with_way_out("docs/troubleshooting.md says what helps")
        users = users_of(Path(spec)) if spec.startswith("/dev/") else []
        if users:
            sentence += f" (it is in use by {', '.join(f'{u.name} ({u.pid})' for u in users)})"
        return Found(redacted(spec), name, None, sentence)


ENTRY: Final = Entry("cameras", _run, _add_arguments)
