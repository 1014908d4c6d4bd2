from __future__ import annotations

import pytest

from mopidy_moodcam.commands.steps import Advice, Cost, Timing, advise, cost_of

COST = Cost(frame_ms=6.0, detection_ms=20.0)


def test_the_cost_is_the_processor_time_of_the_steps() -> None:
    steps = {
        "detection": Timing(20.0, 30.0, 15.0),
        "landmarks": Timing(4.0, 5.0, 3.0),
        "classification": Timing(3.0, 4.0, 2.0),
    }
    assert cost_of(steps) == Cost(frame_ms=5.0, detection_ms=15.0)


def test_the_load_is_a_share_of_one_core() -> None:
    assert COST.load(fps=5, detect_every=10) == pytest.approx(4.0)
    assert COST.load_without_face(fps=5) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("budget_percent", "advice"),
    [
        (8.0, Advice(5, 10, 4.0, within=True)),  # as it is
        (3.6, Advice(5, 20, 3.5, within=True)),  # fewer detections
        (2.1, Advice(3, 30, 2.0, within=True)),  # and fewer frames
        (0.1, Advice(0.5, 30, 0.3, within=False)),  # no setting is enough
        (float("inf"), Advice(5, 10, 4.0, within=True)),
    ],
)
def test_advice_changes_as_little_as_the_budget_demands(
    budget_percent: float, advice: Advice
) -> None:
    assert advise(COST, 5, 10, budget_percent) == advice


def test_rarer_detections_than_the_own_ones_are_left_alone() -> None:
    assert advise(COST, 5, 60, 0.1).detect_every == 60
