"""What clients are told of problems."""

from __future__ import annotations

from mopidy_moodcam.web.feed import MAX_PROBLEM, Feed


def test_a_problem_of_any_length_is_told_by_its_beginning_and_once() -> None:
    feed = Feed({"errors": []}, "video")
    endless = "Mopidy's core failed: " + "x" * 5_000_000
    assert feed.report("queue", endless)
    assert not feed.report("queue", endless)
    (told,) = feed.state["errors"]
    assert len(told) == MAX_PROBLEM
    assert told.startswith("Mopidy's core failed: x")
    assert feed.report("queue", None)
    assert feed.state["errors"] == []
