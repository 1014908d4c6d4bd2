"""The mood filter, on a clock that the tests turn."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mopidy_moodcam.emotions import BY_NAME, LABELS, UNKNOWN
from mopidy_moodcam.mood import Mood, MoodFilter, MoodOptions

FPS = 10.0


def sure(emotion: str, probability: float = 0.9) -> dict[str, float]:
    rest = (1 - probability) / (len(LABELS) - 1)
    return {label: probability if label == emotion else rest for label in LABELS}


class Play:
    """Shows one thing after another to a filter and collects the moods."""

    def __init__(self, options: MoodOptions | None = None, fps: float = FPS) -> None:
        self.filter = MoodFilter(options)
        self.now_s = 100.0
        self.step_s = 1 / fps
        self.moods: list[Mood] = []

    def show(self, probabilities: dict[str, float] | None, seconds: float) -> list[Mood]:
        moods: list[Mood] = []
        for _ in range(round(seconds / self.step_s)):
            self.now_s += self.step_s
            moods.append(self.filter.update(probabilities, self.now_s))
        self.moods += moods
        return moods


def emotions(moods: list[Mood]) -> list[str]:
    """The emotions in order, each once for each time that it was entered."""
    entered: list[str] = []
    for mood in moods:
        if not entered or entered[-1] != mood.emotion:
            entered.append(mood.emotion)
    return entered


def test_nobody_seen_is_unknown_since_the_first_look() -> None:
    assert Play().show(None, 5)[-1] == Mood(since_s=100 + 1 / FPS)


def test_a_steady_expression_becomes_the_mood_within_four_seconds() -> None:
    moods = Play().show(sure("happy"), 4)
    assert emotions(moods) == [UNKNOWN, "happy"]
    assert moods[-1].confidence > 0.8
    assert moods[-1].valence > 0.5
    assert moods[-1].source == "face"


@pytest.mark.parametrize("emotion", LABELS)
def test_each_emotion_follows_each_other_without_a_third_in_between(emotion: str) -> None:
    for before in LABELS:
        play = Play()
        play.show(sure(before), 8)
        assert emotions(play.show(sure(emotion), 4))[-1] == emotion
        assert set(emotions(play.moods)) <= {UNKNOWN, before, emotion}


def test_a_grimace_shorter_than_the_dwell_changes_nothing() -> None:
    play = Play()
    play.show(sure("neutral"), 5)
    play.show(sure("disgusted"), 1)
    play.show(sure("neutral"), 5)
    assert emotions(play.moods) == [UNKNOWN, "neutral"]


def test_an_expression_on_the_edge_does_not_flicker() -> None:
    play = Play()
    play.show(sure("neutral"), 5)
    for _ in range(100):
        play.show(sure("sad", 0.55), 0.3)
        play.show(sure("neutral", 0.55), 0.3)
    assert emotions(play.moods) == [UNKNOWN, "neutral"]


def test_frames_without_a_face_lower_the_confidence_and_then_the_mood_is_unknown() -> None:
    play = Play(MoodOptions(forget_s=10))
    play.show(sure("happy"), 5)
    gone = play.show(None, 9)
    confidences = [mood.confidence for mood in gone]
    assert confidences == sorted(confidences, reverse=True)
    assert gone[-1].emotion == "happy"
    assert gone[-1].confidence < 0.01
    assert play.show(None, 2)[-1].emotion == UNKNOWN


def test_half_the_frames_without_a_face_count_against_certainty() -> None:
    play = Play()
    for _ in range(40):
        play.show(sure("happy"), 0.1)
        play.show(None, 0.1)
    assert sum(play.filter.levels.values()) == pytest.approx(0.5, abs=0.05)
    assert play.moods[-1].confidence == pytest.approx(0.45, abs=0.05)


def test_the_frame_rate_does_not_matter() -> None:
    entered = []
    for fps in (2, 5, 30):
        play = Play(fps=fps)
        play.show(sure("happy"), 10)
        play.show(sure("sad"), 10)
        entered.append(play.moods[-1].since_s)
    assert max(entered) - min(entered) <= 0.75


def test_a_choice_by_hand_wins_until_it_expires() -> None:
    play = Play(MoodOptions(manual_s=60))
    play.show(sure("happy"), 5)
    play.filter.choose("sad", play.now_s)
    chosen = play.show(sure("happy"), 59)
    assert emotions(chosen) == ["sad"]
    assert (chosen[-1].source, chosen[-1].confidence) == ("manual", 1.0)
    assert chosen[-1].valence == BY_NAME["sad"].valence
    expired = play.show(sure("happy"), 2)[-1]
    assert (expired.emotion, expired.source) == ("happy", "face")


def test_a_choice_may_say_how_long_it_stands() -> None:
    play = Play(MoodOptions(manual_s=60))
    play.filter.choose("sad", play.now_s, duration_s=5)
    chosen = play.show(sure("happy"), 4)[-1]
    assert (chosen.emotion, chosen.until_s) == ("sad", 105.0)
    later = play.show(sure("happy"), 2)[-1]
    assert (later.emotion, later.until_s) == ("happy", None)
    play.filter.choose("sad", play.now_s)
    assert play.show(None, 1)[-1].until_s == pytest.approx(play.now_s - 1 + 60)


@pytest.mark.parametrize("duration_s", [0, -1, math.inf, math.nan])
def test_a_choice_for_no_time_is_refused(duration_s: float) -> None:
    with pytest.raises(ValueError, match="use a positive number"):
        MoodFilter().choose("sad", 0, duration_s)


def test_between_two_frames_nothing_changes_but_a_choice_may_end() -> None:
    play = Play()
    play.show(sure("happy"), 5)
    before = play.moods[-1]
    assert play.filter.now(play.now_s + 10) == before
    play.filter.choose("sad", play.now_s, duration_s=5)
    assert play.filter.now(play.now_s + 4).emotion == "sad"
    assert play.filter.now(play.now_s + 5) == before


def test_a_choice_can_be_taken_back() -> None:
    play = Play()
    play.filter.choose("sad", play.now_s)
    assert play.show(None, 1)[-1].emotion == "sad"
    play.filter.choose(None, play.now_s)
    assert play.show(None, 1)[-1].emotion == UNKNOWN


def test_an_unknown_emotion_cannot_be_chosen() -> None:
    with pytest.raises(ValueError, match="unknown emotion 'hungry': choose one of neutral, happy"):
        MoodFilter().choose("hungry", 0)


def test_one_frame_after_a_long_gap_is_no_mood() -> None:
    mood_filter = MoodFilter()
    mood_filter.update(sure("sad"), 0)
    assert mood_filter.update(sure("sad"), 3600).emotion == UNKNOWN


probabilities = st.one_of(
    st.none(),
    st.lists(st.floats(0.001, 1), min_size=8, max_size=8).map(
        lambda values: {
            label: value / sum(values) for label, value in zip(LABELS, values, strict=True)
        }
    ),
)


@given(st.lists(st.tuples(probabilities, st.floats(-5, 60)), max_size=60))
def test_whatever_comes_the_mood_stays_in_its_bounds(
    frames: list[tuple[dict[str, float] | None, float]],
) -> None:
    mood_filter = MoodFilter()
    now_s = 0.0
    last = Mood()
    for seen, step_s in frames:
        now_s += step_s  # also backwards
        mood = mood_filter.update(seen, now_s)
        assert mood.emotion in {*LABELS, UNKNOWN}
        assert 0 <= mood.confidence <= 1
        assert -1 <= mood.valence <= 1
        assert -1 <= mood.arousal <= 1
        assert sum(mood_filter.levels.values()) <= 1 + 1e-9
        assert math.isfinite(mood.since_s)
        if mood.emotion != last.emotion:
            assert mood.since_s >= last.since_s
        last = mood
