"""The doctor's round: every check, in the order in which the sentences help most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mopidy_moodcam.commands.doctor import (
    camera,
    folder,
    installation,
    music,
    server,
    surroundings,
)
from mopidy_moodcam.commands.doctor.sight import Probe, check_sight
from mopidy_moodcam.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mopidy_moodcam.commands.doctor.finding import Finding


def examine(mopidy_config: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is found, as soon as it is.

    What tries out camera and torch runs meanwhile in a process of its own. Where Mopidy has turned
    MoodCam off it hands on no options, so that only the installation is looked at.
    """
    packages = installation.check_packages()
    packages_met = all(finding.level == "ok" for finding in packages)
    yield from installation.check_mopidy(mopidy_config, packages_met=packages_met)
    yield from packages
    yield from camera.check_user()
    if not mopidy_config["moodcam"]["enabled"]:
        yield from installation.check_sound(mopidy_config, ())
        return
    from mopidy_moodcam.music import kept  # noqa: PLC0415 - NumPy takes time

    settings = Settings.read(mopidy_config)
    state, served = server.check_server(mopidy_config)
    look = settings.camera if state is None and camera.needs_glance(settings.camera) else ""
    model = str(settings.model or "")
    memory = surroundings.check_memory()  # before the probe takes some of it
    with Probe(model, look, settings.detect_every) as probe:
        yield from served
        if state is not None:
            yield from server.check_errors(state)
        else:
            yield memory
        yield from surroundings.check_mqtt(settings)
        rules, ruled = music.check_rules(settings.rules)
        yield from ruled
        tracks, unread = music.read_library(mopidy_config)
        yield from unread
        yield from music.check_library(tracks, rules)
        yield from installation.check_sound(mopidy_config, (track.uri for track in tracks))
        place = kept.data_folder(mopidy_config)
        yield folder.check_folder(place)
        yield from folder.check_learnt(place)
        reports = probe.reports()
    if state is not None:
        yield camera.check_running(state)
    else:
        yield from _camera(settings.camera, reports)
    yield from check_sight(reports, settings)


def _camera(spec: str, reports: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    report = reports.get("camera")
    if report is None or "died" not in report:
        yield from camera.check_camera(spec, report or {"error": "It was not tried out"})
