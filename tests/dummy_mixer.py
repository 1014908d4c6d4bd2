"""Stands in for Mopidy's mixer."""

from __future__ import annotations

import pykka
from mopidy import mixer


class DummyMixer(pykka.ThreadingActor, mixer.Mixer):
    """A mixer that only remembers."""

    def __init__(self) -> None:
        super().__init__()
        self._volume: int | None = None
        self._mute: bool | None = None

    def get_volume(self) -> int | None:
        return self._volume

    def set_volume(self, volume: int) -> bool:
        self._volume = volume
        self.trigger_volume_changed(volume=volume)
        return True

    def get_mute(self) -> bool | None:
        return self._mute

    def set_mute(self, mute: bool) -> bool:  # noqa: FBT001
        self._mute = mute
        self.trigger_mute_changed(mute=mute)
        return True
