"""Mopidy's core with somebody who acts in the middle of what another client does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Meddled:
    """The core as MoodCam sees it; before one of its questions, somebody else acts."""

    def __init__(self, core: Any) -> None:
        self._core = core
        self._countdown = -1
        self._act: Callable[[], Any] | None = None

    def meddle(self, after: int, act: Callable[[], Any]) -> None:
        """Let somebody act before the question after so many others."""
        self._countdown, self._act = after, act

    def calm(self) -> None:
        self._act = None

    def __getattr__(self, name: str) -> Any:
        return _Controller(self, getattr(self._core, name))

    def ask(self, method: Any, arguments: Any, options: Any) -> Any:
        self._countdown -= 1
        if self._act is not None and self._countdown < 0:
            act, self._act = self._act, None
            act()
        return method(*arguments, **options)


class _Controller:
    def __init__(self, meddled: Meddled, controller: Any) -> None:
        self._meddled, self._controller = meddled, controller

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._controller, name)
        return lambda *arguments, **options: self._meddled.ask(method, arguments, options)
