from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import soundfile
from mutagen.flac import Picture
from mutagen.oggvorbis import OggVorbis

from demo import library
from demo.music.catalogue import CATALOGUE, Album
from demo.music.covers import SIZE
from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.music import genres
from mopidy_moodcam.music.rules import load_rules

if TYPE_CHECKING:
    from pathlib import Path

SONGS = [song for album in CATALOGUE for song in album.songs]
FITTING = 0.6
PUNK = next(album for album in CATALOGUE if album.artist == "Rat Parade")
SMALL = (Album(PUNK.title, PUNK.artist, PUNK.date, PUNK.motif, PUNK.palette, PUNK.songs[:2]),)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    assert library.make(folder, SMALL) == 2
    return folder


def paths(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.ogg"))


def test_the_catalogue_has_enough_music_of_enough_genres() -> None:
    styles = [song.piece.style for song in SONGS]
    assert len(SONGS) >= 24
    assert sum(styles.count(style) >= 3 for style in set(styles)) >= 8
    assert len({song.title for song in SONGS}) == len(SONGS)


@pytest.mark.parametrize("emotion", LABELS)
def test_every_emotion_has_fitting_tracks(emotion: str) -> None:
    wanted = load_rules(None)[emotion].genres
    fitting = [
        song.title
        for song in SONGS
        if max(genres.best_fit(genres.split(song.genre), name)[0] for name in wanted) >= FITTING
    ]
    assert len(fitting) >= 3, fitting


@pytest.mark.parametrize("emotion", ["neutral", "happy", "sad", "angry"])
def test_each_genre_of_the_founding_rules_has_a_track(emotion: str) -> None:
    for wanted in load_rules(None)[emotion].genres:
        assert any(
            genres.best_fit(genres.split(song.genre), wanted)[0] >= FITTING for song in SONGS
        ), wanted


def test_files_carry_tags_and_a_cover(made: Path) -> None:
    path = paths(made)[0]
    tags = OggVorbis(path)
    song = SMALL[0].songs[0]
    assert path == made / "Rat Parade" / "Third Floor, No Lift" / f"01 {song.title}.ogg"
    assert tags["title"] == [song.title]
    assert tags["artist"] == ["Rat Parade"]
    assert tags["album"] == ["Third Floor, No Lift"]
    assert tags["genre"] == [song.genre]
    assert tags["tracknumber"] == ["1"]
    assert tags["date"] == ["1998-04-01"]
    picture = Picture(base64.b64decode(tags["metadata_block_picture"][0]))
    assert picture.type == 3
    cover = cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR)
    assert cover.shape == (SIZE, SIZE, 3)


def test_files_hold_music_without_clipping(made: Path) -> None:
    for path in paths(made):
        sound, rate = soundfile.read(path, dtype="float32")
        assert sound.shape[1] == 2
        assert 40 <= len(sound) / rate <= 60
        assert np.abs(sound).max() < 0.99


def test_a_second_call_makes_nothing(made: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in paths(made)}
    assert library.make(made, SMALL) == 0
    assert {path: path.stat().st_mtime_ns for path in paths(made)} == before


def test_an_interrupted_run_is_finished_by_the_next(made: Path) -> None:
    lost = paths(made)[1]
    lost.rename(lost.with_name(lost.name + ".part"))
    assert library.make(made, SMALL) == 1
    assert lost.is_file()
    assert not list(made.rglob("*.part"))


def test_a_change_of_the_sources_makes_all_anew_and_leaves_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "compose", lambda _: np.zeros((3200, 2), np.float32))
    assert library.make(tmp_path, SMALL) == 2
    foreign = tmp_path / "Rat Parade" / "my own.ogg"
    foreign.write_bytes(b"mine")
    renamed = (Album("Other", "Rat Parade", "1999", PUNK.motif, PUNK.palette, PUNK.songs[:1]),)
    monkeypatch.setattr(library, "fingerprint", lambda: "changed")
    assert library.make(tmp_path, renamed) == 1
    assert [path.name for path in paths(tmp_path)] == ["01 Rent Day.ogg", "my own.ogg"]


def test_the_command_names_a_folder_that_it_cannot_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert library.main([str(blocked / "library")]) == 1
    assert str(blocked) in capsys.readouterr().err


def test_progress_names_each_track(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "compose", lambda _: np.zeros((3200, 2), np.float32))
    lines: list[str] = []
    library.make(tmp_path, SMALL, report=lines.append)
    assert lines[0] == "1/2 Rat Parade - Rent Day (Punk)"
