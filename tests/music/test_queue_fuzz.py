"""A person and MoodCam edit one tracklist at random, through a real core.

MoodCam acts as its frontend makes it act: it hears Mopidy's events and tops up after each. In
between, another client may edit at any moment: while MoodCam is in the middle of something, too.
The environment variable MOODCAM_FUZZ_EXAMPLES asks for more examples than the suite has time for.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from mopidy.core import Core
from pykka.messages import ProxyCall

from mopidy_moodcam.music.queue import QueueManager
from tests.dummy_audio import DummyAudio
from tests.dummy_backend import DummyBackend, track
from tests.music.conftest import EventCollector
from tests.music.listener import LENGTH_MS, OURS, Listener, recommend
from tests.music.meddled import Meddled

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
        self.folder = tempfile.TemporaryDirectory()
        self.switch, self.autoplay = switch, autoplay
        self.mood = "happy"
        self.used = False
        self.start_mopidy()
        if begun:
            self.queue.follow(recommend("happy"))
            self.adds("theirs0", None)
            self.core.playback.play().get(timeout=SOON_S)
            self.settle()
            self.used = True

    def start_mopidy(self) -> None:
        """Start a Mopidy that restores what the last one has saved, and MoodCam with it."""
        config = {
            "core": {
                "max_tracklist_length": ROOM,
                "restore_state": True,
                "data_dir": self.folder.name,
            }
        }
        self.audio = DummyAudio.start()
        audio = self.audio.proxy()
        self.backend = DummyBackend.start(config={}, audio=audio)
        names = [*OURS["happy"], *OURS["sad"], *THEIRS]
        tracks = [track(name, length_ms=LENGTH_MS) for name in names]
        self.backend.proxy().set_tracks(tracks).get(timeout=SOON_S)
        self.core_actor = Core.start(
            config=config, mixer=None, backends=[self.backend.proxy()], audio=audio
        )
        self.core = self.core_actor.proxy()
        call(self.core_actor, "_setup")
        self.events = EventCollector.start()
        self.meddled = Meddled(self.core)
        self.queue = QueueManager(
            self.meddled, self.switch, autoplay=self.autoplay, folder=Path(self.folder.name)
        )
        self.listener = Listener(self.core, audio, self.events.proxy(), self.queue)
        self.settle()

    def stop_mopidy(self) -> None:
        self.events.stop()
        call(self.core_actor, "_teardown")
        for actor in (self.core_actor, self.backend, self.audio):
            actor.stop()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            for actor in (self.events, self.core_actor, self.backend, self.audio):
                actor.stop()
            self.folder.cleanup()

    def settle(self) -> None:
        """Let MoodCam hear what has happened and top up, as its frontend does."""
        self.listener.settle()
        for _ in range(3):
            if not self.queue.needs_top_up():
                break
            self.queue.top_up(recommend(self.mood))
            self.listener.settle()

    # What a person does.

    @rule(name=st.sampled_from(THEIRS), position=st.none() | anywhere)
    def adds(self, name: str, position: int | None) -> None:
        if len(self.entries) < ROOM:
            self.add(name, position)
            self.settle()

    def add(self, name: str, position: int | None) -> None:
        length = len(self.entries)
        if length < ROOM:
            place = None if position is None else position % (length + 1)
            self.core.tracklist.add(uris=[f"dummy:{name}"], at_position=place).get(timeout=SOON_S)

    @precondition(lambda self: len(self.entries) > 1)
    @rule(start=anywhere, to=anywhere)
    def moves(self, start: int, to: int) -> None:
        length = len(self.entries)
        start %= length
        self.core.tracklist.move(start, start + 1, to % length).get(timeout=SOON_S)
        self.settle()

    @precondition(lambda self: self.entries)
    @rule(which=anywhere)
    def removes(self, which: int) -> None:
        tlid = self.entries[which % len(self.entries)]
        self.core.tracklist.remove({"tlid": [tlid]}).get(timeout=SOON_S)
        self.settle()

    @precondition(lambda self: len(self.entries) > ROOM // 2)
    @rule()
    def clears(self) -> None:
        self.core.tracklist.clear().get(timeout=SOON_S)
        self.settle()

    @precondition(lambda self: len(self.entries) > 1)
    @rule()
    def shuffles(self) -> None:
        self.core.tracklist.shuffle().get(timeout=SOON_S)
        self.settle()

    @precondition(lambda self: self.listener.state != "playing" and self.entries)
    @rule(which=anywhere)
    def plays(self, which: int) -> None:
        self.core.playback.play(tlid=self.entries[which % len(self.entries)]).get(timeout=SOON_S)
        self.settle()
        self.used |= self.listener.state != "stopped"

    @precondition(lambda self: self.listener.state == "playing")
    @rule(action=st.sampled_from(["pause", "next", "previous", "stop"]))
    def uses_the_player(self, action: str) -> None:
        getattr(self.core.playback, action)().get(timeout=SOON_S)
        self.settle()
        self.used |= self.listener.state != "stopped"

    @precondition(lambda self: self.listener.state == "playing")
    @rule(times=st.integers(1, 3), with_our_page=st.booleans())
    def skips_quickly(self, times: int, with_our_page: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        for _ in range(times):
            if with_our_page:
                self.queue.expect_next()
            self.core.playback.next().get(timeout=SOON_S)
        self.settle()

    @rule(mode=st.sampled_from(["random", "repeat", "single", "consume"]), on=st.booleans())
    def sets_a_mode(self, mode: str, on: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        getattr(self.core.tracklist, f"set_{mode}")(on).get(timeout=SOON_S)
        self.settle()

    @rule()
    def restarts_mopidy(self) -> None:
        before = [(tlid, self.queue.is_own(tlid)) for tlid in self.entries]
        self.queue.close()
        self.stop_mopidy()
        self.start_mopidy()
        self.used = self.listener.state != "stopped"
        after = {tlid: self.queue.is_own(tlid) for tlid in self.entries}
        assert [(tlid, after.get(tlid)) for tlid, _ in before] == before, "who owns what is lost"

    # What time does.

    @precondition(lambda self: self.listener.state == "playing" and self.current is not None)
    @rule()
    def a_track_ends(self) -> None:
        self.listener.about_to_finish()
        self.the_next_track_begins()

    @precondition(lambda self: self.listener.state == "playing" and self.current is not None)
    @rule()
    def a_track_is_about_to_end(self) -> None:
        self.listener.about_to_finish()
        self.settle()

    @precondition(lambda self: self.listener.state == "playing" and self.current is not None)
    @rule()
    def the_next_track_begins(self) -> None:
        self.listener.audio.reach_end().get(timeout=SOON_S)
        self.settle()

    @rule(slow=st.booleans())
    def the_player_takes_its_time(self, slow: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        self.listener.audio.be_slow(slow=slow).get(timeout=SOON_S)
        self.settle()

    # What MoodCam does.

    @rule(mood=moods)
    def a_mood_is_followed(self, mood: str) -> None:
        self.mood = mood
        self.moodcam(lambda: self.queue.follow(recommend(mood)))

    @rule(mood=moods, after=st.integers(0, 40), name=st.sampled_from(THEIRS), place=anywhere)
    def a_person_adds_while_a_mood_is_followed(
        self, mood: str, after: int, name: str, place: int
    ) -> None:
        self.mood = mood
        before = self.entries
        self.meddled.meddle(after, lambda: self.add(name, place))
        self.moodcam(lambda: self.queue.follow(recommend(mood)))
        self.meddled.calm()
        self.settle()
        new = [t for t in self.theirs() if t not in before]
        assert len(new) <= 1

    @rule(mood=moods, after=st.integers(0, 40), which=anywhere)
    def a_person_removes_while_a_mood_is_followed(self, mood: str, after: int, which: int) -> None:
        self.mood = mood
        tlids = self.entries
        if not tlids:
            return
        gone = tlids[which % len(tlids)]
        remove = self.core.tracklist.remove
        self.meddled.meddle(after, lambda: remove({"tlid": [gone]}).get(timeout=SOON_S))
        self.moodcam(lambda: self.queue.follow(recommend(mood)), gone=gone)
        self.meddled.calm()

    @rule(mood=moods)
    def a_track_is_unwanted(self, mood: str) -> None:
        self.moodcam(lambda: self.queue.drop(f"dummy:{mood}1"))

    @rule()
    def autoplay_is_tried(self) -> None:
        halted = self.listener.state
        ran_dry = halted == "stopped" and self.current is None
        may_start = self.autoplay and (ran_dry or not self.used)
        self.moodcam(self.queue.start, may_start=may_start)
        self.used |= self.listener.state != halted

    def moodcam(self, act: Any, *, may_start: bool = False, gone: int | None = None) -> None:
        """Let MoodCam act, and compare what is the person's before and after."""
        state, current = self.listener.state, self.current
        before = self.entries
        theirs = self.theirs()
        act()
        self.settle()
        after = self.entries
        kept = [tlid for tlid in self.theirs() if tlid in before]
        assert kept == [t for t in theirs if t != gone or t in after]
        if not (may_start and state == "stopped"):
            assert self.listener.state == state
        if current == gone:
            return
        if current in theirs or state != "playing":
            assert current == self.current or may_start
        elif current in before and self.current in after and not self.random:
            passed = before[before.index(current) + 1 :]
            if self.current in theirs:
                passed = passed[: passed.index(self.current)] if self.current in passed else []
            elif self.current == current:
                passed = []
            assert not set(passed) & set(theirs) - {gone}, "a person's track was skipped"

    # What always holds.

    @invariant()
    def enough_is_ahead(self) -> None:
        if not hasattr(self, "queue") or self.listener.state == "stopped" or self.queue.problem:
            return
        ahead = self.queue.upcoming(ROOM)
        own = [entry for entry in ahead if entry["ours"]]
        assert self.random or len(own) >= 2, "fewer than two own tracks are ahead"

    @invariant()
    def the_only_trouble_is_a_full_tracklist(self) -> None:
        if hasattr(self, "queue") and self.queue.problem:
            assert "full" in self.queue.problem

    def theirs(self) -> list[int]:
        return [tlid for tlid in self.entries if not self.queue.is_own(tlid)]

    @property
    def entries(self) -> list[int]:
        return [t.tlid for t in self.core.tracklist.get_tl_tracks().get(timeout=SOON_S)]

    @property
    def current(self) -> Any:
        return self.core.playback.get_current_tlid().get(timeout=SOON_S)

    @property
    def random(self) -> bool:
        return self.core.tracklist.get_random().get(timeout=SOON_S)


def call(actor: Any, name: str) -> None:
    """Call one of the core's methods that its proxy hides, as Mopidy does when it starts."""
    actor.ask(ProxyCall(attr_path=(name,), args=(), kwargs={}), timeout=SOON_S)


TestPersonAndMoodCam = pytest.mark.filterwarnings("ignore:tracklist:DeprecationWarning")(
    PersonAndMoodCam.TestCase
)
TestPersonAndMoodCam.settings = settings(
    max_examples=int(os.environ.get("MOODCAM_FUZZ_EXAMPLES", "10")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
