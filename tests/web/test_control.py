"""From a client's message to the frontend."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pykka
import pytest

from mopidy_moodcam import frontend, supervisor
from mopidy_moodcam.web.control import COMMANDS_BURST, MAX_MESSAGE, MAX_WAITING, Control, parse
from mopidy_moodcam.web.schema import COMMANDS, CommandError, refuse
from mopidy_moodcam.web.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT = "127.0.0.1"
ACTORS = {each.__name__: each for each in (frontend.MoodFrontend, supervisor.MoodSupervisor)}


class MoodFrontend(pykka.ThreadingActor):
    """Writes down what it is told; found by the name of its class, as the real one is."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, dict[str, Any]]] = []

    def skip(self) -> None:
        self.told.append(("skip", {}))

    def choose_mood(self, **fields: Any) -> None:
        self.told.append(("mood", fields))

    def choose_camera(self, camera: str) -> None:
        refuse("camera", "another", camera)

    def find_cameras(self) -> list[dict[str, str]]:
        return [{"camera": "off", "label": "no camera"}]


class MoodSupervisor(pykka.ThreadingActor):
    """Holds a session, as the real one does."""

    def __init__(self, feed: str) -> None:
        super().__init__()
        self.session = SimpleNamespace(feed=feed, timeline=Timeline())
        self.paused = False

    def pause_watching(self, *, paused: bool) -> None:
        self.paused = paused


@pytest.fixture
def control() -> Iterator[Control]:
    with ThreadPoolExecutor(1) as executor:
        yield Control(executor)


@pytest.fixture(name="frontend")
def frontend_fixture() -> Iterator[Any]:
    reference = MoodFrontend.start()
    yield reference.proxy()
    reference.stop()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("skip", {}),
        ("mood", {"emotion": "sad"}),
        ("mood", {"emotion": None, "duration_s": 60}),
    ],
)
def test_a_command_reaches_the_frontend(
    control: Control, frontend: Any, name: str, fields: dict[str, Any]
) -> None:
    asyncio.run(control.run(name, fields, CLIENT))
    assert frontend.told.get() == [(name, fields)]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_actors_methods_take_the_fields_of_the_commands(name: str) -> None:
    command = COMMANDS[name]
    if command.method is None:
        return
    taken = inspect.signature(getattr(ACTORS[command.actor], command.method)).parameters
    assert list(taken)[1:] == list(command.fields)
    for field_name, field in command.fields.items():
        assert (taken[field_name].default is None) == field.optional


def test_a_wrong_command_does_not_reach_the_frontend(control: Control, frontend: Any) -> None:
    with pytest.raises(CommandError, match="emotion must be one of"):
        asyncio.run(control.run("mood", {"emotion": "hungry"}, CLIENT))
    assert frontend.told.get() == []


def test_what_concerns_one_socket_is_checked_and_goes_no_further(
    control: Control, frontend: Any
) -> None:
    asyncio.run(control.run("pictures", {"wanted": False}, CLIENT))
    with pytest.raises(CommandError, match="wanted must be"):
        asyncio.run(control.run("pictures", {"wanted": 0}, CLIENT))
    assert frontend.told.get() == []


@pytest.mark.usefixtures("frontend")
def test_what_the_frontend_refuses_is_told(control: Control) -> None:
    with pytest.raises(CommandError, match='camera must be another, not "demo"') as caught:
        asyncio.run(control.run("camera", {"camera": "demo"}, CLIENT))
    assert caught.value.status == 400


@pytest.mark.usefixtures("frontend")
def test_what_the_frontend_answers_is_returned(control: Control) -> None:
    assert asyncio.run(control.cameras(CLIENT)) == [{"camera": "off", "label": "no camera"}]


def test_the_session_is_reached_while_there_is_no_frontend(control: Control) -> None:
    reference = MoodSupervisor.start("the feed")
    assert asyncio.run(control.feed()) == "the feed"
    assert json.loads(asyncio.run(control.history(CLIENT))) == {"moods": [], "tracks": []}
    with pytest.raises(CommandError, match="MoodCam is not running"):
        asyncio.run(control.run("skip", {}, CLIENT))
    reference.stop()


def test_watching_can_be_paused_while_there_is_no_frontend(control: Control) -> None:
    reference = MoodSupervisor.start("the feed")
    asyncio.run(control.run("pause", {"paused": True}, CLIENT))
    assert reference.proxy().paused.get()
    reference.stop()


def test_a_new_session_s_feed_takes_the_place_of_the_old_one_s(control: Control) -> None:
    for feed in ("first", "second"):
        reference = MoodSupervisor.start(feed)
        assert asyncio.run(control.feed()) == feed
        reference.stop()


def test_without_a_supervisor_the_answer_says_so(control: Control) -> None:
    with pytest.raises(CommandError, match="MoodCam is not running") as caught:
        asyncio.run(control.feed())
    assert caught.value.status == 503


@pytest.mark.usefixtures("frontend")
def test_a_crowd_of_calls_is_refused_before_it_fills_the_memory() -> None:
    held = threading.Event()

    async def scenario() -> list[object]:
        with ThreadPoolExecutor(1) as executor:
            executor.submit(held.wait)
            control = Control(executor)
            calls = [asyncio.ensure_future(control.cameras(CLIENT)) for _ in range(MAX_WAITING + 3)]
            done, _ = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
            held.set()
            assert all(isinstance(call.exception(), CommandError) for call in done)
            return await asyncio.gather(*calls, return_exceptions=True)

    answers = asyncio.run(scenario())
    refused = [answer for answer in answers if isinstance(answer, CommandError)]
    assert [(str(error), error.status) for error in refused] == [
        ("MoodCam is busy: ask again in a moment", 503)
    ] * 3


def test_an_address_that_commands_too_much_is_refused_and_others_are_not(
    control: Control, frontend: Any
) -> None:
    async def flood() -> None:
        for _ in range(2 * COMMANDS_BURST):
            await control.run("skip", {}, CLIENT)

    with pytest.raises(CommandError, match="at most 20 a second from one address") as caught:
        asyncio.run(flood())
    assert caught.value.status == 429
    done = len(frontend.told.get())
    asyncio.run(control.run("skip", {}, "192.168.1.7"))
    assert len(frontend.told.get()) == done + 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 4000, "not JSON"),
        ("[]", "not a JSON object"),
        ("1", "not a JSON object"),
        (b"\xff\xfe", "not JSON"),
        (" " * (MAX_MESSAGE + 1), "too long"),
        ('{"genre": ["Jazz"]}', '"genre" must not be a list or an object'),
        ('{"command": {"a": {"b": {}}}}', '"command" must not be a list or an object'),
        ('{"a":' * 200 + "1" + "}" * 200, '"a" must not be a list or an object'),
    ],
)
def test_what_is_no_message_is_refused(text: str | bytes, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        parse(text)
