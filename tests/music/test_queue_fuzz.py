"""A person and MoodCam edit one tracklist at random, through a real core."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from mopidy.core import Core

from mopidy_moodcam.music.queue import QueueManager
from tests.dummy_audio import DummyAudio
from tests.dummy_backend import DummyBackend, track
from tests.music.conftest import EventCollector
from tests.music.listener import LENGTH_MS, OURS, Listener, recommend

pytestmark = pytest.mark.filterwarnings("ignore:tracklist:DeprecationWarning")

SOON_S = 10
THEIRS = ["theirs0", "theirs1", "theirs2"]
ROOM = 25
moods = st.sampled_from(sorted(OURS))
anywhere = st.integers(0, 1000)


class PersonAndMoodCam(RuleBasedStateMachine):
    """Whatever the two do, the person's tracks and the player's state are the person's."""

    @initialize(
        switch=st.sampled_from(["now", "next"]),
        autoplay=st.booleans(),
        begun=st.sampled_from([True, True, True, False]),
    )
    def begin(self, switch: Any, autoplay: bool, begun: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        self.actors = [DummyAudio.start()]
        audio = self.actors[0].proxy()
        self.actors.append(DummyBackend.start(config={}, audio=audio))
        backend = self.actors[1].proxy()
        names = [*OURS["happy"], *OURS["sad"], *THEIRS]
        backend.set_tracks([track(name, length_ms=LENGTH_MS) for name in names]).get(timeout=SOON_S)
        config = {"core": {"max_tracklist_length": ROOM}}
        self.actors.append(Core.start(config=config, mixer=None, backends=[backend], audio=audio))
        self.core = self.actors[2].proxy()
        self.actors.append(EventCollector.start())
        queue = QueueManager(self.core, switch, autoplay=autoplay)
        self.listener = Listener(self.core, audio, self.actors[3].proxy(), queue)
        self.queue = queue
        self.used = False
        self.added = set[int]()
        if begun:
            self.queue.follow(recommend("happy"))
            self.adds("theirs0", None)
            self.core.playback.play().get(timeout=SOON_S)
            self.listener.settle()
            self.used = True

    def teardown(self) -> None:
        for actor in reversed(getattr(self, "actors", [])):
            actor.stop()

    # What a person does.

    @rule(name=st.sampled_from(THEIRS), position=st.none() | anywhere)
    def adds(self, name: str, position: int | None) -> None:
        length = len(self.entries)
        if length < ROOM:
            place = None if position is None else position % (length + 1)
            added = self.core.tracklist.add(uris=[f"dummy:{name}"], at_position=place).get(
                timeout=SOON_S
            )
            self.added |= {tl_track.tlid for tl_track in added}
            self.listener.settle()

    @precondition(lambda self: self.entries)
    @rule(start=anywhere, to=anywhere)
    def moves(self, start: int, to: int) -> None:
        length = len(self.entries)
        if length > 1:
            start %= length
            self.core.tracklist.move(start, start + 1, to % length).get(timeout=SOON_S)
            self.listener.settle()

    @precondition(lambda self: self.entries)
    @rule(which=anywhere)
    def removes(self, which: int) -> None:
        tlid = self.entries[which % len(self.entries)]
        self.core.tracklist.remove({"tlid": [tlid]}).get(timeout=SOON_S)
        self.added.discard(tlid)
        self.listener.settle()

    @precondition(lambda self: len(self.entries) > ROOM // 2)
    @rule()
    def clears(self) -> None:
        self.core.tracklist.clear().get(timeout=SOON_S)
        self.added.clear()
        self.listener.settle()

    @precondition(lambda self: self.listener.state != "playing" and self.entries)
    @rule(which=anywhere)
    def plays(self, which: int) -> None:
        self.listener.play(self.entries[which % len(self.entries)])
        self.used |= self.listener.state != "stopped"

    @precondition(lambda self: self.listener.state == "playing")
    @rule()
    def pauses(self) -> None:
        self.listener.pause()

    @precondition(lambda self: self.listener.state == "playing")
    @rule(action=st.sampled_from(["next", "previous", "stop"]))
    def uses_the_player(self, action: str) -> None:
        getattr(self.core.playback, action)().get(timeout=SOON_S)
        self.listener.settle()
        self.used |= self.listener.state != "stopped"

    @rule(mode=st.sampled_from(["random", "repeat", "single"]), on=st.booleans())
    def sets_a_mode(self, mode: str, on: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        getattr(self.core.tracklist, f"set_{mode}")(on).get(timeout=SOON_S)
        self.listener.settle()

    # What time does.

    @precondition(lambda self: self.listener.state == "playing" and self.listener.current)
    @rule()
    def a_track_ends(self) -> None:
        self.listener.play_to_end()

    @precondition(lambda self: self.listener.state == "playing" and self.listener.current)
    @rule()
    def a_track_is_about_to_end(self) -> None:
        self.listener.about_to_finish()

    @precondition(lambda self: self.listener.state == "playing" and self.listener.current)
    @rule()
    def the_next_track_begins(self) -> None:
        self.listener.hand_over()

    # What MoodCam does.

    @rule(mood=moods)
    def a_mood_is_followed(self, mood: str) -> None:
        self.moodcam(lambda: self.queue.follow(recommend(mood)))

    @rule(mood=moods)
    def the_queue_is_topped_up(self, mood: str) -> None:
        self.moodcam(lambda: self.queue.top_up(recommend(mood)))
        if self.listener.state != "stopped":
            assert not self.queue.needs_top_up() or self.queue.problem

    @rule()
    def autoplay_is_tried(self) -> None:
        halted = self.listener.state
        self.moodcam(self.queue.start, may_start=not self.used)
        self.used |= self.listener.state != halted

    def moodcam(self, act: Any, *, may_start: bool = False) -> None:
        """Let MoodCam act, and compare what is the person's before and after."""
        state, current = self.listener.state, self.current
        before = self.entries
        theirs = [tlid for tlid in before if not self.queue.is_own(tlid)]
        assert self.added <= set(theirs), "what a person added counts as ours"
        act()
        self.listener.settle()
        after = self.entries
        assert [tlid for tlid in after if not self.queue.is_own(tlid)] == theirs
        if not (may_start and state == "stopped"):
            assert self.listener.state == state
        if current in theirs or state != "playing":
            assert current == self.current or may_start
        elif current in before and self.current in after and not self.random:
            passed = before[before.index(current) + 1 :]
            if self.current in theirs:
                passed = passed[: passed.index(self.current)] if self.current in passed else []
            elif self.current == current:
                passed = []
            assert not set(passed) & set(theirs), "a person's track was skipped"

    @property
    def entries(self) -> list[int]:
        return [t.tlid for t in self.core.tracklist.get_tl_tracks().get(timeout=SOON_S)]

    @property
    def current(self) -> Any:
        return self.core.playback.get_current_tlid().get(timeout=SOON_S)

    @property
    def random(self) -> bool:
        return self.core.tracklist.get_random().get(timeout=SOON_S)


TestPersonAndMoodCam = pytest.mark.filterwarnings("ignore:tracklist:DeprecationWarning")(
    PersonAndMoodCam.TestCase
)
TestPersonAndMoodCam.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
