"""Mopidy-MoodCam: music for the mood that a camera sees."""

from __future__ import annotations

from importlib import resources
from typing import Any

from mopidy import ext

__version__ = "0.1.0"


class Extension(ext.Extension):
    """What Mopidy loads: configuration, frontend, web app and command.

    Everything else is imported when it is asked for, so that Mopidy starts as fast as without.
    """

    dist_name = "mopidy-moodcam"
    ext_name = "moodcam"
    version = __version__

    def get_default_config(self) -> str:
        """Return every option with its default."""
        return resources.files("mopidy_moodcam").joinpath("ext.conf").read_text(encoding="utf-8")

    def get_config_schema(self) -> Any:
        """Return the schema with the bounds of every option."""
        from mopidy_moodcam.settings import add_to_schema  # noqa: PLC0415

        return add_to_schema(super().get_config_schema())

    def get_command(self) -> Any:
        """Return the command `mopidy moodcam`."""
        from mopidy_moodcam.commands import command  # noqa: PLC0415

        return command()

    def setup(self, registry: Any) -> None:
        """Register the frontend and the web app."""
        from mopidy_moodcam.supervisor import MoodSupervisor  # noqa: PLC0415
        from mopidy_moodcam.web.deferred import make_app  # noqa: PLC0415

        registry.add("frontend", MoodSupervisor)
        registry.add("http:app", {"name": self.ext_name, "factory": make_app})


__all__ = ["Extension", "__version__"]
