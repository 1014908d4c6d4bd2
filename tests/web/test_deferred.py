"""The web app is made when it is asked for, or soon after Mopidy's start."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mopidy_moodcam.web import app, deferred
from mopidy_moodcam.web.deferred import make_app
from tests.web.served import Served

if TYPE_CHECKING:
    import pytest


def test_every_request_below_moodcam_is_answered_by_the_one_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[object] = []

    def make(config: object, core: object) -> object:
        made.append(config)
        return healthy(config, core)

    healthy = app.make_app
    monkeypatch.setattr(app, "make_app", make)
    with Served() as server:
        assert server.get("/").status == 200
        assert server.get("/nothing").status == 404
        assert server.get("/api/state").status == 200
    assert len(made) == 1


def test_it_is_made_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    made = asyncio.Event()

    def make(_config: object, _core: object) -> list[object]:
        made.set()
        return []

    monkeypatch.setattr(app, "make_app", make)
    monkeypatch.setattr(deferred, "LOAD_AFTER_S", 0.01)

    async def wait() -> None:
        make_app({}, None)
        await asyncio.wait_for(made.wait(), 30)

    asyncio.run(wait())
    assert made.is_set()
