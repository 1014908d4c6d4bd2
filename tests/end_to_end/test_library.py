"""The library of real backends: Mopidy-Local's database, playlists, folders."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from mopidy.core import Core
from mopidy.models import Album, Artist, Track
from mopidy_local import schema
from mopidy_local.actor import LocalBackend

from mopidy_moodcam.music import reading
from mopidy_moodcam.music.library import Library
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOON_S = 120
ALBUMS = 60
SINGLES = 15


def local_tracks() -> Iterator[Track]:
    artist = Artist(uri="local:artist:a", name="Somebody")
    for number in range(ALBUMS * 10):
        album = Album(uri=f"local:album:{number // 10}", name=f"Album {number // 10}")
        yield Track(
            uri=f"local:track:album/{number}.mp3",
            name=f"Song {number}",
            artists=[artist],
            album=album,
            genre="Jazz; Blues" if number % 10 else None,
        )
    for number in range(SINGLES):
        yield Track(uri=f"local:track:single/{number}.mp3", name=f"Single {number}", genre="Rock")


@pytest.fixture
def local_core(tmp_path: Path) -> Iterator[Any]:
    """A core with the real Mopidy-Local, whose database holds more tracks than are read singly."""
    assert ALBUMS * 10 > reading.ALBUMS_FROM
    database = tmp_path / "data" / "local" / "library.db"
    database.parent.mkdir(parents=True)
    with closing(sqlite3.connect(database, factory=schema.Connection)) as connection:
        schema.load(connection)
        for track in local_tracks():
            schema.insert_track(connection, track)
        connection.commit()
    config = {
        "core": {f"{name}_dir": str(tmp_path / name) for name in ("cache", "config", "data")},
        "local": {
            "media_dir": str(tmp_path),
            "directories": [],
            "timeout": 10,
            "use_artist_sortname": False,
            "max_search_results": 100,
        },
    }
    backend = LocalBackend.start(config=config, audio=None)
    core = Core.start(config=config, mixer=None, backends=[backend.proxy()], audio=None)
    yield core.proxy()
    core.stop()
    backend.stop()


def test_mopidy_local_is_read_to_the_last_track(local_core: Any) -> None:
    complete = threading.Event()

    def check() -> None:
        if len(library.tracks()) == ALBUMS * 10 + SINGLES:
            complete.set()

    library = Library(local_core.library, check)
    library.start()
    try:
        assert complete.wait(SOON_S), f"{len(library.tracks())} tracks are read"
    finally:
        library.stop()
    found = {track.uri: track for track in library.tracks()}
    assert found.keys() == {track.uri for track in local_tracks()}
    assert found["local:track:single/3.mp3"].genre == "Rock"
    untagged, tagged = found["local:track:album/0.mp3"], found["local:track:album/1.mp3"]
    assert (untagged.genre, tagged.genre) == ("", "Jazz; Blues")
    assert untagged.genres == tagged.genres
    assert tagged.artists == ("Somebody",)


def test_the_rules_may_name_playlists_and_folders(tmp_path: Path, demo_music: Path) -> None:
    songs = sorted(path for path in demo_music.rglob("*.*") if path.suffix in {".ogg", ".flac"})
    playlists = tmp_path / "playlists"
    playlists.mkdir()
    (playlists / "calm.m3u8").write_text(f"{songs[0].as_uri()}\n", "utf-8")
    folder = songs[-1].parent
    rules = tmp_path / "rules.toml"
    rules.write_text(
        f'[sad]\ngenres = {{}}\nuris = {{ "m3u:calm.m3u8" = 1.0 }}\n'
        f'[happy]\ngenres = {{}}\nuris = {{ "{folder.as_uri()}" = 1.0 }}\n',
        "utf-8",
    )
    sections = {
        "file": {"enabled": "true", "media_dirs": str(demo_music)},
        "m3u": {"enabled": "true", "playlists_dir": str(playlists)},
        "moodcam": {"rules": str(rules)},
    }
    mopidy = MopidyProcess(tmp_path, demo_music, sections)
    mopidy.scan()
    with mopidy:
        mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        for emotion, expected in (("sad", songs[0].as_uri()), ("happy", folder.as_uri())):
            mopidy.post("/moodcam/api/mood", {"emotion": emotion})

            def follows(expected: str = expected) -> bool:
                ahead = mopidy.state()["upcoming"]
                return bool(ahead) and all(one["uri"].startswith(expected) for one in ahead)

            mopidy.until(follows, f"the music for {emotion} is ahead")
        assert mopidy.state()["errors"] == []
