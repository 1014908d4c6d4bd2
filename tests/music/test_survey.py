from __future__ import annotations

import json

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.music.rules import load_rules
from mopidy_moodcam.music.survey import HEAD, Name, fitting, rows, summary, survey
from mopidy_moodcam.music.track import LibraryTrack, make_track


def track(name: str, genre: str = "", artist: str = "Ann") -> LibraryTrack:
    return make_track(f"dummy:{name}", name, artists=(artist,), genre=genre)


LIBRARY = [
    track("a", "Électro"),
    track("b", "Électro"),
    track("c", "Swedish Death Metal; Qwertz"),
    track("d", "Qwertz", "Bob"),
    track("e", "Other"),
    track("f", ""),
]


def test_each_tag_is_shown_with_its_count_and_what_it_fell_to() -> None:
    found = survey(LIBRARY, load_rules(None))
    assert [(tag.tag, tag.tracks) for tag in found.tags] == [
        ("Électro", 2),
        ("Swedish Death Metal; Qwertz", 1),
    ]
    assert found.tags[0].names == (Name("electronic", "electronic", exact=True),)
    assert found.tags[1].names == (
        Name("swedish death metal", "death metal", exact=False),
        Name("qwertz", None, exact=False),
    )
    assert found.tags[1].emotions[0] == "angry"


def test_what_was_not_understood_is_counted() -> None:
    found = survey(LIBRARY, load_rules(None))
    assert found.tracks == len(LIBRARY)
    assert found.lost == (("Other", 1), ("Qwertz", 1))
    assert found.untagged == 1
    assert found.inheriting == 2


def test_the_same_is_there_as_json_and_for_people() -> None:
    found = survey(LIBRARY, load_rules(None))
    data = json.loads(json.dumps(found.to_json()))
    assert data["genres"][0]["tag"] == "Électro"
    assert data["not_understood"] == [
        {"tag": "Other", "tracks": 1},
        {"tag": "Qwertz", "tracks": 1},
    ]
    assert data["without_genre"] == {"tracks": 1, "inheriting": 2}
    assert all(len(row) == len(HEAD) for row in rows(found))
    assert rows(found)[1][:3] == ("1", "Swedish Death Metal; Qwertz", "~ death metal, ? qwertz")
    assert summary(found)[1] == "2 tracks take their genre from their album or artist."


def test_the_tracks_that_fit_each_emotion_are_counted() -> None:
    fits = fitting(survey(LIBRARY, load_rules(None)))
    assert list(fits) == list(LABELS)
    assert fits["angry"] == 1
    assert fits["contemptuous"] <= len(LIBRARY)
