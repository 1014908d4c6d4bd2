"""Several backends, each with its own trouble."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from mopidy.core import Core

from mopidy_moodcam.music.backends import Backend
from mopidy_moodcam.music.sources import Reading, Source
from tests.dummy_backend import DummyBackend, track
from tests.music.watched import SOON_S, Watched, fault, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class OtherBackend(DummyBackend):
    uri_schemes = ["other"]  # noqa: RUF012 - Mopidy's own declaration is a plain list


def other_track(name: str, genre: str | None = None) -> Any:
    return track(name, genre).replace(uri=f"other:{name}")


@pytest.fixture
def other(audio: Any) -> Iterator[Any]:
    actor = OtherBackend.start(config={}, audio=audio)
    yield actor.proxy()
    actor.stop()


@pytest.fixture
def core_of_two(audio: Any, backend: Any, other: Any) -> Iterator[Any]:
    config = {"core": {"max_tracklist_length": 100}}
    actor = Core.start(config=config, mixer=None, backends=[other, backend], audio=audio)
    yield actor.proxy()
    actor.stop()


@pytest.fixture
def watch_two(core_of_two: Any) -> Iterator[Callable[..., Watched]]:
    started: list[Watched] = []

    def watch(**options: Any) -> Watched:
        watched = Watched(core_of_two, **options)
        started.append(watched)
        watched.library.start()
        return watched

    yield watch
    for watched in started:
        watched.library.stop()


def test_a_backend_that_hangs_delays_neither_the_others_nor_mopidys_core(
    backend: Any, other: Any, core_of_two: Any, watch_two: Callable[..., Watched]
) -> None:
    released = threading.Event()
    fill(backend, track("one", "Jazz"))
    fill(other, other_track("two", "Rock"))
    fault(other, "hang", released)
    watched = watch_two()
    watched.until_change()
    assert watched.names() == ["one"]
    assert core_of_two.get_version().get(timeout=SOON_S)
    released.set()
    watched.until_names(["one", "two"])


def test_a_backend_that_fails_leaves_the_others_their_music(
    backend: Any, other: Any, watch_two: Callable[..., Watched]
) -> None:
    fill(backend, track("one", "Jazz"))
    fill(other, other_track("two", "Rock"))
    fault(other, "indexed", ("genre",))
    fault(other, "error", RuntimeError("no network"))
    watched = watch_two()
    watched.until(lambda library: library.problem is not None and library.tracks())
    assert watched.names() == ["one"]
    assert watched.library.problem is not None
    assert "other backend cannot be read (RuntimeError: no network)" in watched.library.problem


def test_a_backend_without_an_index_is_searched_for_what_the_rules_want(
    backend: Any, other: Any, watch_two: Callable[..., Watched]
) -> None:
    fill(backend, track("one", "Jazz"))
    fill(other, other_track("two", "rock"), other_track("three", "polka"))
    fault(other, "indexed", ())
    watched = watch_two(genres=["rock"])
    watched.until_names(["one", "two"])


def test_nothing_is_browsed_where_another_backend_has_music(
    backend: Any, other: Any, watch_two: Callable[..., Watched]
) -> None:
    fill(other, other_track("two"))
    fault(other, "indexed", ())
    watched = watch_two()
    watched.until_names(["two"])
    fill(backend, track("one", "Jazz"))
    watched.library.refresh()
    watched.until_names(["one", "two"])
    watched.library.refresh()
    watched.until_names(["one"])


def test_a_library_whose_database_is_unchanged_is_not_asked_for(tmp_path: Path) -> None:
    database = tmp_path / "library.db"
    local = mock.Mock(spec=Backend)
    local.name = "dummy"
    local.distinct.side_effect = lambda field: {"dummy:one" if field == "uri" else "Jazz"}
    local.look_up.return_value = [track("one", "Jazz")]
    source = Source(
        local,
        Reading("dummy"),
        uris=(),
        genres=(),
        backends={},
        report=mock.Mock(),
        alone=mock.Mock(),
        stop=threading.Event(),
        database=database,
    )

    def asks(reading: Reading) -> tuple[bool, Reading]:
        local.distinct.reset_mock()
        reading = source._library(reading)
        return local.distinct.called, reading

    asked, reading = asks(Reading("dummy"))
    assert asked
    assert asks(reading)[0]  # there is no such file: nothing is known of it
    database.write_bytes(b"1")
    asked, reading = asks(reading)
    assert asked
    assert asks(reading) == (False, reading)
    assert asks(replace(reading, full_s=0.0))[0]
    database.write_bytes(b"12")
    assert asks(reading)[0]
    database.unlink()
    assert asks(reading)[0]
