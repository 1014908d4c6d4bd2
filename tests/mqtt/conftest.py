"""A broker, and a state to publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.web.feed import Feed
from tests.mqtt.broker import Mosquitto
from tests.mqtt.test_topics import state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path) as broker:
        yield broker


@pytest.fixture
def feed() -> Feed:
    return Feed(state(), "video")
