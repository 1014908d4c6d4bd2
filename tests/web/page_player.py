"""Stands in for Mopidy's own WebSocket: as much of JSON-RPC as the page asks for."""

from __future__ import annotations

import json
import queue
from typing import Any

from tornado.websocket import WebSocketHandler


class _Mopidy(WebSocketHandler):
    def initialize(self, player: PlayerStandIn) -> None:
        self._player = player

    def prepare(self) -> None:
        if self._player.refuses:
            self.send_error(403)

    def open(self, *_args: str, **_kwargs: str) -> None:
        self._player.clients.add(self)

    def on_close(self) -> None:
        self._player.clients.discard(self)

    async def on_message(self, message: str | bytes) -> None:
        asked = json.loads(message)
        method, parameters = asked["method"], asked.get("params", {})
        result = self._player.answer(method, parameters)
        await self.write_message(
            json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result})
        )


class PlayerStandIn:
    """`answers` has the result of each method; `calls` gets what was asked with parameters.

    Images are looked up by URI, as core.library.get_images does. With `refuses`, nobody is let in.
    """

    def __init__(self) -> None:
        self.clients: set[_Mopidy] = set()
        self.refuses = False
        self.calls: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self.images: dict[str, list[dict[str, Any]]] = {}
        self.answers: dict[str, Any] = {
            "core.playback.get_current_track": {"uri": "local:track:one.ogg", "length": 200_000},
            "core.playback.get_time_position": 62_000,
            "core.playback.get_state": "paused",
            "core.playback.previous": None,
            "core.playback.seek": True,
            "core.mixer.get_volume": 40,
            "core.mixer.get_mute": False,
            "core.mixer.set_volume": True,
            "core.mixer.set_mute": True,
            "core.library.get_images": {},
        }

    def routes(self) -> list[tuple[Any, ...]]:
        return [(r"/mopidy/ws/?", _Mopidy, {"player": self})]

    def answer(self, method: str, parameters: dict[str, Any]) -> Any:
        if method == "core.describe":
            return {name: {"description": "", "params": []} for name in self.answers}
        if method == "core.library.get_images":
            return {uri: self.images.get(uri, []) for uri in parameters["uris"]}
        if ".get_" not in method:
            self.calls.put((method, parameters))
        return self.answers[method]
