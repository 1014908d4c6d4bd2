"""Mopidy's backends, asked one by one, so that a slow one makes nobody wait.

Mopidy's core asks all its backends and answers nobody else until each has answered: a question
through `core.library` to a network service that hangs would stop the player's buttons as well. So
background questions go to the backends themselves, as the core's do, each with a limit of its own.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pykka

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable

logger = logging.getLogger(__name__)

ANSWER_S: Final = 30.0
"""How long a backend may take for one answer before it counts as hanging."""

_STOP_CHECK_S: Final = 0.2


class StoppedError(Exception):
    """We are being stopped while we wait for an answer."""


class NoAnswerError(Exception):
    """A backend did not answer in time; `backend` says which, `until_answered` waits on."""

    def __init__(self, backend: Backend, until_answered: Callable[[], None]) -> None:
        """Name the backend, and what waits for its late answer."""
        super().__init__(f"The {backend.name} backend did not answer within {ANSWER_S:g} s")
        self.backend = backend
        self.until_answered = until_answered


class NonsenseError(Exception):
    """A backend answered something else than it was asked for."""

    def __init__(self, what: str, answer: object) -> None:
        """Say what was asked, and what came."""
        super().__init__(f"it answers {what} with {str(answer)[:60]}")


class Backend:
    """One backend of Mopidy, asked directly; safe to be asked from several threads.

    Every question raises `NoAnswerError`, `StoppedError`, or whatever the backend itself raised.
    """

    def __init__(
        self, name: str, proxy: Any, stop: threading.Event, *, library: bool, playlists: bool
    ) -> None:
        """Wrap the backend's proxy.

        Args:
            name: What to call it: its first URI scheme.
            proxy: The pykka proxy that Mopidy's core asks as well.
            stop: Set when all waiting is to end.
            library: Whether it has a library to look into.
            playlists: Whether it has playlists.
        """
        self.name = name
        self._library: Any = proxy.library if library else None
        self._playlists: Any = proxy.playlists if playlists else None
        self._stop = stop

    @property
    def has_library(self) -> bool:
        """Whether there is a library to look into."""
        return self._library is not None

    def distinct(self, field: str) -> frozenset[str]:
        """Return every value of a field such as "uri" or "genre"; most backends know none."""
        if self._library is None:
            return frozenset()
        values = self._ask(self._library.get_distinct(field, None))
        if any(not isinstance(value, str | None) for value in values or ()):
            raise NonsenseError(field, values)
        return frozenset(value for value in values or () if value is not None)

    def look_up(self, uris: Iterable[str]) -> list[Any]:
        """Return Mopidy's tracks behind some URIs, without those that the backend stumbles at."""
        if self._library is None:
            return []
        if hasattr(self._library, "lookup_many"):  # Mopidy 4
            answer = self._ask(self._library.lookup_many(list(uris)))
            found = [track for tracks in answer.values() for track in tracks]
        else:
            futures = {uri: self._library.lookup(uri) for uri in uris}
            found = [track for uri, future in futures.items() for track in self._one(uri, future)]
        return _tracks("look-up", found)

    def search(self, genre: str, *, exact: bool) -> list[Any]:
        """Return Mopidy's tracks with a genre, as many as the backend returns for a search."""
        if self._library is None:
            return []
        query = {"genre": [genre]}
        result = self._ask(self._library.search(query=query, uris=None, exact=exact))
        if result and not hasattr(result, "tracks"):  # Mopidy 3 answers [] for who cannot search
            what = "search"
            raise NonsenseError(what, result)
        return _tracks("search", getattr(result, "tracks", None) or ())

    def browse(self, uri: str | None) -> list[Any]:
        """Return the references in a folder, or, for None, the root folder if there is one."""
        if self._library is None:
            return []
        if uri is None:
            root = self._ask(self._library.root_directory)
            return [] if root is None else [root]
        return list(self._ask(self._library.browse(uri)) or ())

    def items(self, uri: str) -> list[Any]:
        """Return the references in a playlist; none when there is no such playlist."""
        if self._playlists is None:
            return []
        return list(self._ask(self._playlists.get_items(uri)) or ())

    def _one(self, uri: str, future: Any) -> list[Any]:
        try:
            return list(self._ask(future) or ())
        except (NoAnswerError, StoppedError, pykka.ActorDeadError):
            raise
        except Exception:  # one track that a backend stumbles at is no reason to miss the others
            logger.debug("The %s backend cannot look up %s", self.name, uri, exc_info=True)
            return []

    def _ask(self, future: Any) -> Any:
        deadline_s = time.monotonic() + ANSWER_S
        try:
            return wait(future, self._stop, deadline_s)
        except pykka.Timeout:
            raise NoAnswerError(self, lambda: _outlast(future, self._stop)) from None


def _tracks(what: str, found: Iterable[Any]) -> list[Any]:
    """Return Mopidy's tracks that have a URI; raises NonsenseError for what are no tracks."""
    tracks = list(found)
    if not all(hasattr(track, "uri") for track in tracks):
        raise NonsenseError(what, tracks)
    return [track for track in tracks if track.uri]


def discover(core_library: Any, stop: threading.Event) -> dict[str, Backend]:
    """Return Mopidy's backends that have a library or playlists, by URI scheme.

    Args:
        core_library: The proxy of Mopidy's library controller, `core.library`.
        stop: Set when all waiting is to end.

    Raises:
        StoppedError: It was set before Mopidy's core has answered.
    """
    backends = wait(core_library.backends, stop)
    by_actor: dict[str, Backend] = {}
    by_scheme: dict[str, Backend] = {}
    for scheme, proxy in {**backends.with_playlists, **backends.with_library}.items():
        actor = proxy.actor_ref.actor_urn
        if actor not in by_actor:
            by_actor[actor] = Backend(
                scheme,
                proxy,
                stop,
                library=scheme in backends.with_library,
                playlists=scheme in backends.with_playlists,
            )
        by_scheme[scheme] = by_actor[actor]
    return by_scheme


def scheme_of(uri: str) -> str:
    """Return the scheme of a URI, by which Mopidy finds its backend; empty for none."""
    try:
        return urlsplit(uri).scheme
    except ValueError:  # no URI at all, such as "http://["
        return ""


def wait(future: Any, stop: threading.Event, deadline_s: float | None = None) -> Any:
    """Wait for an answer, but not beyond the monotonic time `deadline_s` nor when stopped.

    Raises:
        pykka.Timeout: There was no answer until the deadline.
        StoppedError: `stop` was set.
    """
    while not stop.is_set():
        try:
            return future.get(timeout=_STOP_CHECK_S)
        except pykka.Timeout:
            if deadline_s is not None and time.monotonic() > deadline_s:
                raise
    raise StoppedError


def _outlast(future: Any, stop: threading.Event) -> None:
    """Wait for a late answer, whatever it is: to ask again before would only pile up questions."""
    try:
        wait(future, stop)
    except (StoppedError, pykka.ActorDeadError):
        raise
    except Exception as error:  # noqa: BLE001 - that it failed is an answer too
        logger.debug("A late answer: %r", error)
