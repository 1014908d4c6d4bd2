"""What a track may do to the state."""

from __future__ import annotations

from mopidy.models import Artist, TlTrack, Track

from mopidy_moodcam.music.view import MAX_ARTISTS, MAX_TAG, MAX_URI, describe, uri_of
from mopidy_moodcam.web import schema
from tests.odd_tracks import NOTHING


def test_a_tag_of_megabytes_is_shown_by_its_beginning() -> None:
    long = "x" * 5_000_000
    artists = frozenset(Artist(name=f"{number:04}{long[:1000]}") for number in range(500))
    track = Track(uri="local:track:a", name=long, artists=artists, genre=long)
    shown = describe(TlTrack(tlid=1, track=track), ours=True, reasons=())
    assert shown["name"] == shown["genre"] == "x" * (MAX_TAG - 1) + "…"
    assert len(shown["artists"]) == MAX_ARTISTS
    assert {len(name) for name in shown["artists"]} == {MAX_TAG}
    assert shown["artists"][0].startswith("0000x")


def test_other_tags_are_shown_as_they_are() -> None:
    artists = frozenset([Artist(name="B"), Artist(name="A"), Artist(name="")])
    track = Track(uri="local:track:a", artists=artists)
    shown = describe(TlTrack(tlid=1, track=track), ours=False, reasons=["why"])
    assert (shown["name"], shown["artists"], shown["genre"]) == ("local:track:a", ["A", "B"], "")


def test_a_uri_of_megabytes_is_shown_as_far_as_a_command_could_name_it() -> None:
    assert schema.MAX_URI == MAX_URI
    track = Track(uri="x:" + "u" * 5_000_000)
    shown = describe(TlTrack(tlid=1, track=track), ours=False, reasons=())
    assert len(shown["uri"]) == MAX_URI
    assert len(shown["name"]) == MAX_TAG


def test_a_track_of_nothing_is_shown() -> None:
    shown = describe(TlTrack(tlid=1, track=NOTHING), ours=False, reasons=())
    assert (shown["uri"], shown["name"], shown["artists"], shown["genre"]) == ("", "", [], "")
    assert uri_of(NOTHING) == ""
