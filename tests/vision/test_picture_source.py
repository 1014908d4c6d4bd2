from __future__ import annotations

import pytest

from mopidy_moodcam.vision import sources
from mopidy_moodcam.vision.picture_source import WAY_OUT, CameraError
from mopidy_moodcam.vision.sources import open_source


@pytest.mark.parametrize(
    ("reason", "way_out", "sentence"),
    [
        ("clip x does not exist", "name another", "clip x does not exist: name another"),
        ("camera rtsp://x is mute", "name another", "camera rtsp://x is mute: name another"),
        ("clip x cannot be read: it is none", "go", "clip x cannot be read: it is none; go"),
        ("camera x is frozen: unplug it", "", "camera x is frozen: unplug it"),
    ],
)
def test_an_error_is_one_sentence_of_reason_and_way_out(
    reason: str, way_out: str, sentence: str
) -> None:
    error = CameraError(reason, way_out)
    assert (error.reason, error.way_out, str(error)) == (reason, way_out, sentence)


def test_who_tells_an_error_may_know_another_way_out() -> None:
    error = CameraError("clip x does not exist", WAY_OUT)
    assert error.with_way_out("name another SOURCE") == "clip x does not exist: name another SOURCE"


def test_a_way_out_is_only_told_where_there_is_one() -> None:
    assert CameraError("camera x: unplug it").with_way_out("go") == "camera x: unplug it"


def test_without_any_camera_the_way_out_is_to_connect_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "find_devices", list)
    with pytest.raises(CameraError) as caught:
        open_source("auto")
    assert caught.value.reason == "no camera was found"
    assert str(caught.value) == f"no camera was found: connect one, or {WAY_OUT}"
