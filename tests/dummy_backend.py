"""Stands in for a Mopidy backend with a library, playback and playlists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pykka
from mopidy import backend
from mopidy.models import Album, Artist, Playlist, Ref, SearchResult, Track

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable


def track(
    name: str, genre: str | None = None, artist: str = "Nobody", length_ms: int = 240_000
) -> Track:
    """Make a track of the dummy backend."""
    return Track(
        uri=f"dummy:{name}",
        name=name,
        genre=genre,
        artists=[Artist(name=artist)],
        album=Album(name="Album"),
        length=length_ms,
    )


class DummyLibrary(backend.LibraryProvider):
    """A library that is a list; `indexed` says whether it can list its URIs and genres."""

    root_directory = Ref.directory(uri="dummy:/", name="Dummy")

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.tracks: list[Track] = []
        self.indexed: tuple[str, ...] = ("uri", "genre")
        self.lookups = 0
        self.hang: threading.Event | None = None
        self.error: Exception | None = None

    def get_distinct(self, field: str, query: Any = None) -> set[str]:  # noqa: ARG002
        self._wait()
        if field not in self.indexed:
            return set()
        return {value for t in self.tracks if (value := getattr(t, field))}

    def lookup(self, uri: str) -> list[Track]:
        self._wait()
        self.lookups += 1
        return [t for t in self.tracks if t.uri == uri]

    def search(self, query: Any, uris: Any = None, exact: bool = False) -> SearchResult:  # noqa: ARG002, FBT001, FBT002
        if self.error is not None:
            raise self.error
        found = [t for t in self.tracks if t.genre in query.get("genre", ())]
        return SearchResult(uri="dummy:search", tracks=found)

    def _wait(self) -> None:
        if self.hang is not None:
            self.hang.wait()

    def browse(self, uri: str) -> list[Ref]:
        if uri == "dummy:/":
            return [Ref.directory(uri="dummy:/all", name="All")]
        if uri != "dummy:/all":
            return []
        return [Ref.track(uri=t.uri, name=t.name) for t in self.tracks]


class DummyPlaylists(backend.PlaylistsProvider):
    """Playlists that are kept in a dictionary."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.items: dict[str, list[str]] = {}

    def as_list(self) -> list[Ref]:
        return [Ref.playlist(uri=uri, name=uri) for uri in self.items]

    def get_items(self, uri: str) -> list[Ref] | None:
        if uri not in self.items:
            return None
        return [Ref.track(uri=item, name=item) for item in self.items[uri]]

    def lookup(self, uri: str) -> Playlist | None:  # noqa: ARG002
        return None

    def refresh(self) -> None:
        pass

    def create(self, name: str) -> Playlist | None:  # noqa: ARG002
        return None

    def delete(self, uri: str) -> bool:  # noqa: ARG002
        return False

    def save(self, playlist: Playlist) -> Playlist | None:  # noqa: ARG002
        return None


class DummyBackend(pykka.ThreadingActor, backend.Backend):
    """A backend for `dummy:` URIs."""

    uri_schemes = ["dummy"]  # noqa: RUF012 - Mopidy's own declaration is a plain list

    def __init__(self, config: Any, audio: Any) -> None:  # noqa: ARG002
        super().__init__()
        self.library = DummyLibrary(backend=self)
        self.playback = backend.PlaybackProvider(audio=audio, backend=self)
        self.playlists = DummyPlaylists(backend=self)

    def set_tracks(self, tracks: Iterable[Track]) -> None:
        """Change what the library holds."""
        self.library.tracks = list(tracks)

    def set_library(self, name: str, value: Any) -> None:
        """Set an attribute of the library, such as a fault."""
        setattr(self.library, name, value)

    def get_lookups(self) -> int:
        """Return how many URIs have been looked up so far."""
        return self.library.lookups

    def set_playlist(self, uri: str, items: list[str]) -> None:
        """Add a playlist."""
        self.playlists.items[uri] = items
