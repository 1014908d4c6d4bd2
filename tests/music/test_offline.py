"""The library is read without a core, from every backend that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pykka
import pytest
from mopidy import backend

from mopidy_moodcam.music import offline
from tests.dummy_backend import DummyBackend, track

if TYPE_CHECKING:
    from mopidy.models import Track


class Stocked(DummyBackend):
    """A backend that is born with tracks."""

    stock: tuple[Track, ...] = (track("a", "Jazz"), track("b"))
    indexed = ("uri", "genre")

    def __init__(self, config: Any, audio: Any) -> None:
        super().__init__(config, audio)
        self.library.tracks = list(self.stock)
        self.library.indexed = self.indexed


class Searched(Stocked):
    """A backend that knows genres and no URIs."""

    indexed = ("genre",)


class Browsed(Stocked):
    """A backend without any index."""

    indexed = ()


class Broken(Stocked):
    """A backend that fails when it is asked."""

    def __init__(self, config: Any, audio: Any) -> None:
        super().__init__(config, audio)
        self.library.get_distinct = self._fail

    def _fail(self, field: str, query: Any = None) -> Any:  # noqa: ARG002
        msg = "no disk"
        raise OSError(msg)


class Unborn(pykka.ThreadingActor, backend.Backend):
    """A backend that cannot be started."""

    def __init__(self, config: Any, audio: Any) -> None:  # noqa: ARG002
        super().__init__()
        msg = "no password"
        raise ValueError(msg)


@pytest.mark.parametrize(
    ("classes", "uris"),
    [
        ((Stocked,), {"dummy:a", "dummy:b"}),
        ((Searched,), {"dummy:a"}),
        ((Browsed,), {"dummy:a", "dummy:b"}),
        ((DummyBackend,), set()),
        ((Broken, Unborn, Stocked), {"dummy:a", "dummy:b"}),
    ],
)
def test_what_the_backends_list_is_read(
    monkeypatch: pytest.MonkeyPatch, classes: tuple[Any, ...], uris: set[str]
) -> None:
    monkeypatch.setattr(offline, "_backend_classes", lambda _: list(classes))
    tracks, _ = offline.read_library({})
    assert {track.uri for track in tracks} == uris
    assert not pykka.ActorRegistry.get_by_class(classes[0])


def test_a_backend_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "_backend_classes", lambda _: [Broken, Unborn])
    _, problems = offline.read_library({})
    assert any("dummy backend cannot be read (OSError: no disk)" in p for p in problems)
    assert any("Unborn cannot be started (ValueError: no password)" in p for p in problems)


def test_only_enabled_extensions_give_backends() -> None:
    off = {name: {"enabled": False} for name in ("m3u", "file", "local", "stream", "http", "mpd")}
    assert offline._backend_classes({**off, "moodcam": {"enabled": True}}) == []
    names = [cls.__name__ for cls in offline._backend_classes({**off, "m3u": {"enabled": True}})]
    assert names == ["M3UBackend"]
