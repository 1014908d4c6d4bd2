"""Stands in for Mopidy's audio: plays nothing, but says what GStreamer would say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pykka
from mopidy.audio import AudioListener

if TYPE_CHECKING:
    from collections.abc import Callable


class DummyAudio(pykka.ThreadingActor):
    """An audio actor whose time stands still until a test moves it."""

    def __init__(self) -> None:
        super().__init__()
        self.state = "stopped"
        self.uri: str | None = None
        self._handed_over = False
        self._slow = False
        self._position_ms = 0
        self._about_to_finish: Callable[[], None] | None = None

    # What Mopidy's core and backends call.

    def set_uri(self, uri: str, live_stream: bool = False, download: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        self.uri = uri
        self._handed_over = True

    def set_source_setup_callback(self, callback: Callable[..., None]) -> None:
        pass

    def set_about_to_finish_callback(self, callback: Callable[[], None]) -> None:
        self._about_to_finish = callback

    def prepare_change(self) -> bool:
        self.uri = None
        self._handed_over = False
        return True

    def start_playback(self) -> bool:
        return self._change("playing")

    def pause_playback(self) -> bool:
        return self._change("paused")

    def stop_playback(self) -> bool:
        return self._change("stopped")

    def get_position(self) -> int:
        return self._position_ms

    def set_position(self, position: int) -> bool:
        self._position_ms = position
        AudioListener.send("position_changed", position=position)
        return True

    def get_current_tags(self) -> dict[str, list[Any]]:
        return {}

    # What tests call.

    def let_play_until(self, position_ms: int) -> None:
        """Let time pass within the track."""
        self._position_ms = position_ms

    def about_to_finish(self) -> Callable[[], None]:
        """Return the callback; GStreamer calls it in a thread of its own, so a test must too."""
        assert self._about_to_finish is not None
        return self._about_to_finish

    def reach_end(self) -> None:
        """End the track: the next one begins if it was handed over, else the stream ends."""
        if self._handed_over:
            self._announce()
        else:
            self.state, self.uri = "stopped", None
            AudioListener.send("reached_end_of_stream")

    def be_slow(self, *, slow: bool) -> None:
        """Take time to begin a track; when that is over, one that was to begin does."""
        self._slow = slow
        if not slow and self._handed_over:
            self._announce()

    def _change(self, state: str) -> bool:
        old, self.state = self.state, state
        AudioListener.send("state_changed", old_state=old, new_state=state, target_state=None)
        if state == "stopped":
            self._handed_over = False
            AudioListener.send("stream_changed", uri=None)
        elif self._handed_over and old != "paused":
            self._announce()
        return True

    def _announce(self) -> None:
        if self._slow:
            return
        self._handed_over = False
        self._position_ms = 0
        AudioListener.send("stream_changed", uri=self.uri)
