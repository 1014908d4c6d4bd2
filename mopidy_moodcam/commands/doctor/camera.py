"""May MoodCam use the camera, does it give pictures, and can a face be seen in them?"""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.doctor.finding import Finding, Sentence, without_way_out
from mopidy_moodcam.vision import devices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEV: Final = Path("/dev")
SERVICE_USER: Final = "mopidy"  # as whom Debian's package runs Mopidy

ANOTHER_USER = Sentence(
    "user",
    "warning",
    "You are {user}, while the system's Mopidy runs as mopidy.",
    "Run sudo mopidyctl moodcam doctor, which looks with its rights and its configuration.",
)
OFF = Sentence(
    "camera",
    "warning",
    "camera = off, so nobody is watched; moods come from the page alone.",
    "Set moodcam/camera = auto to be watched.",
)
DEMO = Sentence(
    "camera",
    "warning",
    "camera = demo, so the drawn performer sets the mood, and nobody is watched.",
    "Set moodcam/camera = auto to be watched.",
)
BROWSER = Sentence(
    "camera", "ok", "camera = browser: MoodCam's page is the camera while it is open."
)
GOOD = Sentence(
    "camera", "ok", "{source} gives {width}x{height} pixels, {brightness} bright{face}."
)
DARK = Sentence(
    "camera",
    "warning",
    "The picture of {source} is almost black ({brightness} bright).",
    "Take off the lens cover, or turn on a light: no face can be found in the dark.",
)
NO_DEVICE = Sentence(
    "camera",
    "fault",
    "No video device was found.",
    "Connect a camera (in a container, hand /dev/video0 in), or set moodcam/camera to an address "
    "or `browser`.",
)
NO_RIGHT = Sentence(
    "camera",
    "fault",
    "{user} may not use {device}, which belongs to the group {group}.",
    "Run sudo adduser {user} {group}, then log in again and restart Mopidy.",
)
LOGIN_AGAIN = Sentence(
    "camera",
    "fault",
    "{user} has been added to the group {group}, but this login is older.",
    "Log in again, and restart Mopidy.",
)
IN_USE = Sentence(
    "camera",
    "fault",
    "{device} is in use by {program} (process {pid}).",
    "End that program, or give it another camera: a device has pictures for one at a time.",
)
NO_PICTURE = Sentence(
    "camera",
    "fault",
    "{error}.",
    "Set moodcam/camera to one that `mopidy moodcam cameras` shows; docs/troubleshooting.md says "
    "more of the reason.",
)
RUNNING_GOOD = Sentence("camera", "ok", "The running Mopidy gets pictures from {source}.")
RUNNING_PAUSED = Sentence(
    "camera", "ok", "The running Mopidy has let the camera {source} go: it is off or paused."
)
RUNNING_CONNECTING = Sentence(
    "camera",
    "warning",
    "The running Mopidy is still opening {source}.",
    "Run the doctor again in half a minute; a browser's camera waits for its page.",
)
RUNNING_LOST = Sentence(
    "camera",
    "fault",
    "The running Mopidy gets no pictures: {error}.",
    "Stop Mopidy and run the doctor again, which then looks through the camera itself.",
)
_RUNNING: Final = {
    "ok": RUNNING_GOOD,
    "off": RUNNING_PAUSED,
    "connecting": RUNNING_CONNECTING,
    "lost": RUNNING_LOST,
}


_WITHOUT_EYES: Final = {"off": OFF, "demo": DEMO}


def check_user() -> Iterator[Finding]:
    """Look whether Mopidy runs as somebody else."""
    user = devices.current_user()
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        return
    if shutil.which("mopidyctl") and user != SERVICE_USER:
        yield ANOTHER_USER.said(user=user)


def needs_glance(spec: str) -> bool:
    """Say whether a camera can only be judged by opening it."""
    return spec not in {"off", "demo", "browser"}


def check_running(state: Mapping[str, Any]) -> Finding:
    """Tell what a running Mopidy says of its camera."""
    camera: Mapping[str, Any] = state["camera"]
    if camera["status"] in ("ok", "off") and camera.get("chosen") in _WITHOUT_EYES:
        return _WITHOUT_EYES[str(camera["chosen"])].said()
    # Only the sentence is known: the state, as docs/api.md describes it, is for people to read.
    error = without_way_out(str(camera.get("error") or "it does not say why"))
    return _RUNNING[str(camera["status"])].said(source=camera["source"], error=error)


def check_camera(spec: str, report: Mapping[str, Any]) -> Iterator[Finding]:
    """Tell what the probe's look through a camera gave, and why it gave nothing."""
    if not needs_glance(spec):
        yield {**_WITHOUT_EYES, "browser": BROWSER}[spec].said()
        return
    error = report.get("error")
    if error is None:
        yield _judge(report)
        return
    candidates = _candidates(spec)
    obstacles = [obstacle for device in candidates for obstacle in _obstacles(device)]
    if spec == "auto" and not candidates:
        yield NO_DEVICE.said()
    elif obstacles:
        yield from obstacles
    else:
        yield NO_PICTURE.said(error=error)


def _judge(report: Mapping[str, Any]) -> Finding:
    values = {**report, "brightness": f"{report['brightness']:.0%}"}
    if report["dark"]:
        return DARK.said(**values)
    return GOOD.said(**(values | {"face": ", with a face in it" if report["face"] else ""}))


def _candidates(spec: str) -> list[Path]:
    """Return the devices that a value of the option `camera` may mean."""
    if spec == "auto":
        nodes = sorted(DEV.glob("video[0-9]*"))
        return [node for node in nodes if devices.has_pictures(node)]
    path = DEV / f"video{spec}" if spec.isdecimal() else Path(spec)
    return [path] if path.is_relative_to(DEV) and path.exists() else []


def _obstacles(device: Path) -> Iterator[Finding]:
    user, group = devices.current_user(), devices.group_of(device)
    if not os.access(device, os.R_OK | os.W_OK):
        late = devices.joined_since_login(user, group)
        yield (LOGIN_AGAIN if late else NO_RIGHT).said(user=user, group=group, device=device)
        return
    for process in devices.users_of(device):
        yield IN_USE.said(device=device, program=process.name, pid=process.pid)
