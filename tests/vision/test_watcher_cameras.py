"""Cameras that come, go, hang and change while the watcher runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.vision.watcher import PAUSED, STOPPED
from tests.vision.witness import TIMEOUT_S, Page, Sticking, Witness, open_files, threads, until

if TYPE_CHECKING:
    import threading
    from pathlib import Path


def test_a_pause_releases_the_camera_until_it_ends(witness: Witness) -> None:
    witness.until(lambda one: one.frame is not None)
    witness.watcher.pause(paused=True)
    witness.until(lambda one: one.camera.status == "off" and one.frame is None)
    assert not threads("moodcam-camera")
    witness.watcher.pause(paused=False)
    witness.until(lambda one: one.frame is not None)


def test_a_camera_that_hangs_leaves_no_face_behind(
    sticking: Sticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Witness("0", forget_s=0.5)
    one.until(lambda seen: seen.mood.emotion == "happy")
    sticking.answers.clear()
    monkeypatch.setattr("mopidy_moodcam.vision.camera.SILENCE_S", 0.5)
    lost = one.until(lambda seen: seen.camera.status == "lost")
    assert (lost.frame, lost.face, lost.expression) == (None, None, None)
    assert (lost.camera.error or "").startswith("camera sticking went away")
    one.until(lambda seen: seen.mood.emotion == "unknown")
    sticking.answers.set()
    one.until(lambda seen: seen.camera.status == "ok" and seen.face is not None)
    one.watcher.stop()


@pytest.mark.parametrize("what", ["pause", "another camera", "stop"])
def test_a_camera_is_released_at_once_though_the_watcher_is_caught_in_a_look(
    what: str,
    sticking: Sticking,
    caught: tuple[threading.Event, threading.Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mopidy_moodcam.vision.watcher.STOP_TIMEOUT_S", 0.1)
    begun, end = caught
    one = Witness("0")
    assert begun.wait(TIMEOUT_S)
    if what == "pause":
        one.watcher.pause(paused=True)
    elif what == "stop":
        one.watcher.stop()
    else:
        one.watcher.use("off")
    assert sticking.closed.wait(TIMEOUT_S)
    assert all(seen.camera.status != "off" for seen in one.seen)
    told = len(one.seen)
    end.set()
    if what == "stop":
        until(lambda: not threads("moodcam-watcher"), "the watcher has ended")
        assert len(one.seen) == told, "a watcher that was stopped tells nothing"
    else:
        one.until(lambda seen: seen.camera.status == "off")
        one.watcher.stop()
    if what == "pause":
        assert all(seen.frame is None for seen in one.seen[told:]), "it was looked at in a pause"


def test_a_watcher_that_ends_late_leaves_the_page_to_its_successor(
    shared_data: Path,
    caught: tuple[threading.Event, threading.Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mopidy_moodcam.vision.watcher.STOP_TIMEOUT_S", 0.1)
    begun, end = caught
    first = Witness("browser")
    page = Page(first.browser, shared_data / "faces" / "happy.jpg")
    assert begun.wait(TIMEOUT_S)
    first.watcher.stop()
    second = Witness("browser", first.browser)
    end.set()
    until(lambda: len(threads("moodcam-watcher")) == 1, "the first one has ended")
    second.until(lambda seen: seen.face is not None)
    assert page.ends == []
    second.watcher.stop()
    until(lambda: page.ends == [STOPPED], "the page is told, once")


def test_a_pause_that_ends_before_the_watcher_has_noticed_it_takes_the_camera_up_again(
    happy_clip: Path, caught: tuple[threading.Event, threading.Event]
) -> None:
    begun, end = caught
    one = Witness(str(happy_clip))
    assert begun.wait(TIMEOUT_S)
    one.watcher.pause(paused=True)
    until(lambda: not threads("moodcam-camera"), "the camera is released")
    one.watcher.pause(paused=False)
    end.set()
    one.until(lambda seen: seen.face is not None and threads("moodcam-camera"))
    one.until(lambda seen: seen.face is not None)
    one.watcher.stop()


def test_a_camera_that_does_not_let_go_in_a_pause_is_told_until_it_does(
    sticking: Sticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Witness("0")
    one.until(lambda seen: seen.frame is not None)
    monkeypatch.setattr(one.watcher._camera, "_stop_timeout_s", 0.1)
    sticking.answers.clear()
    assert sticking.hangs.wait(TIMEOUT_S)
    one.watcher.pause(paused=True)
    held = one.until(lambda seen: seen.camera.status == "off")
    assert "does not let go, so it may still be on" in (held.camera.error or "")
    sticking.answers.set()
    one.until(lambda seen: seen.camera.status == "off" and seen.camera.error is None)
    assert sticking.closed.is_set()
    one.watcher.stop()


def test_another_camera_is_used_at_once_and_the_first_is_released(
    witness: Witness, happy_clip: Path
) -> None:
    seen = witness.until(lambda one: one.face is not None)
    assert seen.faces == 1
    assert open_files(happy_clip) > 0
    witness.watcher.use("demo")
    state = witness.until(lambda one: one.camera.chosen == "demo").camera
    assert (state.source, state.status, state.error) == ("demo", "connecting", None)
    witness.until(lambda one: one.frame is not None and one.frame.source == "demo")
    assert open_files(happy_clip) == 0
    assert len(threads("moodcam-camera")) == 1


def test_changing_cameras_back_and_forth_leaves_one_camera_and_one_thread(
    witness: Witness, happy_clip: Path
) -> None:
    witness.until(lambda one: one.frame is not None)
    for _ in range(25):
        for camera in ("demo", "browser", "off", str(happy_clip), "nowhere.mp4"):
            witness.watcher.use(camera)
    witness.watcher.use(str(happy_clip))
    witness.until(
        lambda one: one.camera.chosen == str(happy_clip) and one.frame and one.face is not None
    )
    until(lambda: len(threads("moodcam-camera")) == 1, "one camera, opened anew")
    assert len(threads("moodcam-watcher")) == 1


def test_a_camera_chosen_while_paused_is_opened_when_the_pause_ends(witness: Witness) -> None:
    witness.until(lambda one: one.frame is not None)
    witness.watcher.pause(paused=True)
    witness.until(lambda one: one.camera.status == "off")
    witness.watcher.use("demo")
    state = witness.until(lambda one: one.camera.chosen == "demo").camera
    assert state.status == "off"
    assert not threads("moodcam-camera")
    witness.watcher.pause(paused=False)
    witness.until(lambda one: one.frame is not None and one.frame.source == "demo")


def test_a_page_is_the_camera_and_leads_to_a_mood(shared_data: Path) -> None:
    one = Witness("browser")
    one.until(lambda seen: seen.camera.status == "lost")
    page = Page(one.browser, shared_data / "faces" / "happy.jpg")
    seen = one.until(lambda seen: seen.mood.emotion == "happy")
    assert seen.camera.source == seen.camera.chosen == "browser"
    one.watcher.use("off")
    assert page.ends == ["another camera was chosen"]
    one.until(lambda seen: seen.camera.chosen == "off" and seen.frame is None)
    one.watcher.stop()


def test_a_pause_ends_a_page_being_the_camera(shared_data: Path) -> None:
    one = Witness("browser")
    page = Page(one.browser, shared_data / "faces" / "happy.jpg")
    one.until(lambda seen: seen.frame is not None)
    one.watcher.pause(paused=True)
    assert page.ends == [PAUSED]
    one.until(lambda seen: seen.camera.status == "off")
    late = Page(one.browser, shared_data / "faces" / "happy.jpg")
    assert late.ends == [PAUSED]
    one.watcher.stop()


def test_a_camera_slower_than_the_watcher_looks_for_news_still_leads_to_a_mood(
    happy_clip: Path,
) -> None:
    one = Witness(str(happy_clip), fps=0.8)
    one.until(lambda seen: seen.mood.emotion == "happy")
    one.watcher.stop()
