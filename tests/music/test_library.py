from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from mopidy_moodcam.music import backends as backends_module
from mopidy_moodcam.music import sources as sources_module
from mopidy_moodcam.music.genres import split
from mopidy_moodcam.music.library import Library, LibraryTrack
from tests.dummy_backend import track
from tests.music.watched import SOON_S, Watched, fault, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def watch(core: Any) -> Iterator[Callable[..., Watched]]:
    started: list[Watched] = []

    def watch(**options: Any) -> Watched:
        watched = Watched(core, **options)
        started.append(watched)
        watched.library.start()
        watched.until_change()
        return watched

    yield watch
    for watched in started:
        watched.library.stop()


def test_tracks_are_read_with_what_the_recommender_needs(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    fill(backend, track("one", "Lo-Fi Hip-Hop; Jazz", "Somebody", 1000))
    library = watch().library
    assert library.ready
    assert library.problem is None
    assert library.tracks() == (
        LibraryTrack(
            uri="dummy:one",
            name="one",
            artists=("Somebody",),
            album="Album",
            genres=split("Lo-Fi Hip-Hop; Jazz"),
            genre="Lo-Fi Hip-Hop; Jazz",
            length_ms=1000,
        ),
    )


def test_a_track_without_a_genre_inherits_from_album_and_artist(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    fill(backend, track("tagged", "Jazz", "Somebody"), track("untagged", None, "Somebody"))
    found = {t.name: t for t in watch().library.tracks()}
    assert found["untagged"].genres == found["tagged"].genres == split("Jazz")
    assert found["untagged"].genre == ""


@pytest.mark.parametrize(
    ("indexed", "expected"),
    [(("genre",), ["tagged"]), ((), ["tagged", "untagged"])],
    ids=["by genre", "by browsing"],
)
def test_a_backend_without_an_index_is_read_another_way(
    backend: Any, watch: Callable[..., Watched], indexed: tuple[str, ...], expected: list[str]
) -> None:
    fill(backend, track("tagged", "Jazz"), track("untagged"))
    fault(backend, "indexed", indexed)
    assert watch().names() == expected


def test_an_empty_library_is_told_with_the_way_out(watch: Callable[..., Watched]) -> None:
    library = watch().library
    assert library.ready
    assert library.tracks() == ()
    assert library.problem is not None
    assert "run `mopidy local scan`" in library.problem


def test_a_refresh_finds_what_was_added(backend: Any, watch: Callable[..., Watched]) -> None:
    watched = watch()
    fill(backend, track("new"))
    watched.library.refresh()
    watched.until_change()
    assert watched.names() == ["new"]
    assert watched.library.problem is None


def test_an_unchanged_library_is_not_looked_up_again(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    fill(backend, track("one"))
    watched = watch()
    lookups = backend.get_lookups().get(timeout=SOON_S)
    watched.library.refresh()
    fill(backend, track("one"), track("two"))
    watched.library.refresh()
    watched.until_change()
    assert watched.names() == ["one", "two"]
    assert backend.get_lookups().get(timeout=SOON_S) <= lookups + 2


def test_a_backend_that_fails_is_told_and_asked_again(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    fill(backend, track("one", "Jazz"))
    fault(backend, "indexed", ("genre",))
    fault(backend, "error", LookupError("out of order"))
    watched = watch()
    assert watched.library.problem is not None
    assert "LookupError: out of order" in watched.library.problem
    fault(backend, "error", None)
    watched.library.refresh()
    watched.until_change()
    assert watched.names() == ["one"]


@pytest.fixture
def hanging(core: Any, backend: Any) -> Iterator[threading.Event]:
    assert core  # is to be stopped only after the backend has been released
    released = threading.Event()
    fault(backend, "hang", released)
    yield released
    released.set()


def test_a_backend_that_hangs_is_told(
    hanging: threading.Event,
    backend: Any,
    watch: Callable[..., Watched],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backends_module, "ANSWER_S", 0.1)
    monkeypatch.setattr(backends_module, "_STOP_CHECK_S", 0.05)
    watched = watch()
    assert watched.library.problem is not None
    assert "did not answer" in watched.library.problem
    monkeypatch.setattr(backends_module, "ANSWER_S", 30.0)  # as long as a busy machine needs
    hanging.set()
    fault(backend, "hang", None)
    fill(backend, track("one"))
    watched.library.refresh()
    watched.until_names(["one"])  # once released, it may be read before there is a track


@pytest.mark.usefixtures("hanging")
def test_stopping_does_not_wait_for_an_answer(core: Any) -> None:
    library = Library(core.library, lambda: None)
    library.start()
    library.stop()
    assert not library.ready


def test_uris_of_the_rules_are_looked_up_and_playlists_opened(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    fill(backend, track("one"), track("two"))
    backend.set_playlist("dummy:list", ["dummy:two"]).get(timeout=SOON_S)
    watched = watch(uris=["dummy:one", "dummy:list"])
    sources = [(t.name, t.source) for t in watched.library.tracks() if t.source]
    assert sources == [("one", "dummy:one"), ("two", "dummy:list")]
    assert watched.library.problem is None


@pytest.mark.parametrize("uri", ["dummy:gone", "other:thing", "not a uri"])
def test_a_uri_that_leads_nowhere_is_told(
    backend: Any, watch: Callable[..., Watched], uri: str
) -> None:
    fill(backend, track("one"))
    watched = watch(uris=[uri])
    assert watched.library.problem is not None
    assert uri in watched.library.problem
    assert watched.names() == ["one"]


def test_a_large_library_can_be_used_before_it_is_read_to_the_end(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    fill(backend, *(track(f"{n:04}") for n in range(sources_module.FIRST_TRACKS + 60)))
    watched = watch()
    if len(watched.library.tracks()) == sources_module.FIRST_TRACKS:
        watched.until_change()
    assert len(watched.library.tracks()) == sources_module.FIRST_TRACKS + 60


def test_the_library_is_there_at_once_after_a_restart(
    backend: Any, watch: Callable[..., Watched], tmp_path: Path
) -> None:
    fill(backend, track("one", "Jazz"), track("two", None, "Somebody"))
    first = watch(folder=tmp_path)
    first.library.stop()
    released = threading.Event()
    fault(backend, "hang", released)
    second = watch(folder=tmp_path)
    assert second.library.tracks() == first.library.tracks()
    assert second.library.ready
    released.set()


def test_what_is_known_from_an_earlier_run_is_not_looked_up_again(
    backend: Any, watch: Callable[..., Watched], tmp_path: Path
) -> None:
    fill(backend, track("one", "Jazz"))
    watch(folder=tmp_path).library.stop()
    lookups = backend.get_lookups().get(timeout=SOON_S)
    fill(backend, track("one", "Jazz"), track("two", "Jazz"))
    watch(folder=tmp_path).until_names(["one", "two"])
    assert backend.get_lookups().get(timeout=SOON_S) == lookups + 1


def test_new_tags_make_it_look_at_every_track_again(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    fill(backend, track("one", "Jazz"))
    watched = watch()
    fill(backend, track("one", "Rock"))
    watched.library.refresh()
    watched.until_change()
    assert [t.genre for t in watched.library.tracks()] == ["Rock"]


def test_a_folder_of_the_rules_is_browsed_to_its_tracks(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    fill(backend, track("one"), track("two"))
    fault(backend, "indexed", ())
    watched = watch(uris=["dummy:/"])
    sources = [(t.name, t.source) for t in watched.library.tracks()]
    assert sorted(sources) == [("one", "dummy:/"), ("two", "dummy:/")]


def test_stations_in_a_playlist_play_without_being_looked_up(
    backend: Any, watch: Callable[..., Watched]
) -> None:
    stations = ["http://radio.example/one", "https://radio.example/two"]
    backend.set_playlist("dummy:list", stations).get(timeout=SOON_S)
    watched = watch(uris=["dummy:list"])
    assert [t.uri for t in watched.library.tracks()] == stations


def test_an_edited_playlist_is_read_again(backend: Any, watch: Callable[..., Watched]) -> None:
    fill(backend, track("one"), track("two"))
    backend.set_playlist("dummy:list", ["dummy:one"]).get(timeout=SOON_S)
    watched = watch(uris=["dummy:list"])
    backend.set_playlist("dummy:list", ["dummy:one", "dummy:two"]).get(timeout=SOON_S)
    watched.library.refresh(search=False)
    watched.until(lambda library: sum(t.source != "" for t in library.tracks()) == 2)
