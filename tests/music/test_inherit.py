from __future__ import annotations

from mopidy_moodcam.music.inherit import Inherited, inherited
from mopidy_moodcam.music.track import LibraryTrack, make_track


def track(name: str, genre: str = "", artist: str = "", album: str = "") -> LibraryTrack:
    artists = (artist,) if artist else ()
    return make_track(f"dummy:{name}", name, artists=artists, album=album, genre=genre)


def test_a_track_takes_the_genre_of_its_album_before_that_of_its_artist() -> None:
    tracks = [
        track("a", "Blues", "Ann", "First"),
        track("b", "Jazz", "Ann", "Second"),
        track("c", "Blues", "Ann", "Third"),
        track("d", "", "Ann", "Second"),
        track("e", "", "Ann", "Fourth"),
    ]
    assert inherited(tracks) == {
        "dummy:d": Inherited(("jazz",), "album"),
        "dummy:e": Inherited(("blues",), "artist"),
    }


def test_albums_of_one_name_by_two_artists_are_two_albums() -> None:
    tracks = [
        track("a", "Punk", "Ann", "Greatest Hits"),
        track("b", "", "Bob", "Greatest Hits"),
        track("c", "Folk", "Bob", "Other Songs"),
    ]
    assert inherited(tracks)["dummy:b"] == Inherited(("folk",), "artist")


def test_a_compilation_passes_on_what_its_tracks_agree_in() -> None:
    calm = [track(f"a{n}", "Chillout", f"artist {n}", "Ibiza") for n in range(3)]
    mixed = [
        track(f"b{n}", genre, f"x {n}", "Hits") for n, genre in enumerate(("Pop", "Rap", "Dub"))
    ]
    given = inherited(
        [*calm, *mixed, track("c", "", "New", "Ibiza"), track("d", "", "Who", "Hits")]
    )
    assert given == {"dummy:c": Inherited(("chillout",), "album")}


def test_what_most_tracks_have_is_passed_on_and_rare_genres_are_not() -> None:
    tracks = [
        track("a", "Jazz; Soul", "Ann", "First"),
        track("b", "Soul", "Ann", "First"),
        track("c", "Soul; Disco", "Ann", "First"),
        track("d", "", "Ann", "First"),
    ]
    assert inherited(tracks)["dummy:d"].genres == ("soul",)


def test_a_name_that_nobody_knows_is_kept_and_does_not_stand_in_the_way() -> None:
    tracks = [track("a", "Reggae", "Ann"), track("b", "Qwertz", "Ann"), track("c", "Other", "Ann")]
    assert inherited(tracks) == {
        "dummy:b": Inherited(("qwertz", "reggae"), "artist"),
        "dummy:c": Inherited(("reggae",), "artist"),
    }


def test_artists_of_no_name_share_nothing() -> None:
    tracks = [track("a", "Reggae", "Various Artists"), track("b", "", "Various Artists")]
    assert inherited(tracks) == {}


def test_a_track_without_relatives_gets_nothing() -> None:
    assert inherited([track("a"), track("b", "Pop", "Ann", "First"), track("c", "", "Bob")]) == {}
    assert inherited([]) == {}
