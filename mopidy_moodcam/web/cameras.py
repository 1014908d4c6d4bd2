"""The cameras that clients may choose from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.vision.browser import BROWSER
from mopidy_moodcam.vision.devices import SYSFS, has_pictures, name_of
from mopidy_moodcam.vision.sources import find_devices, redacted
from mopidy_moodcam.web.schema import refuse

if TYPE_CHECKING:
    from mopidy_moodcam.web.state import CameraChoice

_NAMED: Final = {
    "auto": "First that works",
    "demo": "Demo performer",
    BROWSER: "A browser's camera",
    "off": "Off",
}
_ALWAYS: Final = ("demo", BROWSER, "off")


class Cameras:
    """The camera of mopidy.conf, the devices found, and what needs no device.

    Clients know a camera by its value in this list alone, and never name a path or an address of
    their own. The value of an address leaves out what may be secret.
    """

    def __init__(self, configured: str, sysfs: Path = SYSFS) -> None:
        """Look for devices; `configured` is the option `camera`."""
        self._configured = configured
        self._sysfs = sysfs
        self._specs: dict[str, str] = {}
        self.look()

    def look(self) -> None:
        """Look for devices again."""
        specs = {redacted(self._configured): self._configured}
        same = f"/dev/video{self._configured}"
        for device in find_devices():
            if str(device) != same and has_pictures(device, self._sysfs):
                specs.setdefault(str(device), str(device))
        self._specs = specs | {name: name for name in _ALWAYS if name not in specs}

    def choices(self) -> list[CameraChoice]:
        """Return the list for clients."""
        return [{"camera": camera, "label": self._label(camera)} for camera in self._specs]

    def spec_of(self, camera: str) -> str:
        """Return what to open for a client's choice, in the form of the option `camera`.

        Raises CommandError for what is not in the list.
        """
        if camera not in self._specs:
            refuse("camera", f"one of {', '.join(self._specs)}", camera)
        return self._specs[camera]

    def _label(self, camera: str) -> str:
        if camera in _NAMED:
            return _NAMED[camera]
        path = Path(f"/dev/video{camera}" if camera.isdecimal() else camera)
        if path.parent == Path("/dev"):
            name = name_of(path, self._sysfs)
            return f"{name} ({path})" if name else str(path)
        return camera if "://" in camera else path.name
