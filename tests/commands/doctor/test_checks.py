"""What the doctor says of each state that this machine may not be in."""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mopidy_moodcam.commands.doctor import (
    camera,
    folder,
    installation,
    music,
    probe,
    server,
    sight,
    surroundings,
)
from mopidy_moodcam.commands.doctor.finding import is_well, without_way_out
from mopidy_moodcam.music.rules import load_rules
from mopidy_moodcam.music.track import make_track
from mopidy_moodcam.settings import Settings
from mopidy_moodcam.vision import devices
from mopidy_moodcam.vision.picture_source import WAY_OUT
from tests.commands.program import configuration
from tests.mopidy_process import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE = {"source": "/dev/video0", "width": 640, "height": 480, "brightness": 0.5}


# The camera


@pytest.mark.parametrize(
    ("spec", "report", "expected"),
    [
        ("off", {}, camera.OFF.said()),
        ("demo", {}, camera.DEMO.said()),
        ("browser", {}, camera.BROWSER.said()),
        (
            "auto",
            PICTURE | {"dark": False, "face": False},
            camera.GOOD.said(**PICTURE | {"brightness": "50%"}, face=""),
        ),
        (
            "auto",
            PICTURE | {"brightness": 0.01, "dark": True, "face": False},
            camera.DARK.said(source="/dev/video0", brightness="1%"),
        ),
        (
            "rtsp://door",
            {"error": "camera rtsp://door cannot be opened: it does not answer"},
            camera.NO_PICTURE.said(error="camera rtsp://door cannot be opened: it does not answer"),
        ),
    ],
)
def test_a_camera_is_judged_by_its_picture(spec: str, report: Any, expected: Any) -> None:
    assert list(camera.check_camera(spec, report)) == [expected]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of /dev, with one device in it."""
    (tmp_path / "video0").touch()
    monkeypatch.setattr(camera, "DEV", tmp_path)
    monkeypatch.setattr(devices, "group_of", lambda _: "video")
    monkeypatch.setattr(devices, "current_user", lambda: "ann")
    monkeypatch.setattr(devices, "users_of", lambda _: [])
    return tmp_path


FAILED = {"error": "camera cannot be opened: it does not answer or is no camera"}


@pytest.mark.parametrize("spec", ["auto", "0"])
@pytest.mark.parametrize("late", [False, True])
def test_a_missing_right_is_named_with_user_and_group(
    dev: Path, monkeypatch: pytest.MonkeyPatch, spec: str, *, late: bool
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(devices, "joined_since_login", lambda *_: late)
    values = {"user": "ann", "group": "video", "device": dev / "video0"}
    sentence = camera.LOGIN_AGAIN if late else camera.NO_RIGHT
    assert list(camera.check_camera(spec, FAILED)) == [sentence.said(**values)]


def test_a_program_that_holds_the_camera_is_named(
    dev: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "users_of", lambda _: [devices.Process(7, "motion")])
    (finding,) = camera.check_camera("auto", FAILED)
    assert finding.text == f"{dev / 'video0'} is in use by motion (process 7)."


def test_without_any_device_that_is_the_fault(dev: Path) -> None:
    (dev / "video0").unlink()
    assert list(camera.check_camera("auto", FAILED)) == [camera.NO_DEVICE.said()]


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (f"no camera was found: connect one, or {WAY_OUT}", "no camera was found"),
        (
            f"camera 7 cannot be opened: no such device; {WAY_OUT}.",
            "camera 7 cannot be opened: no such device",
        ),
        ("model m does not exist: set moodcam/model to a file", "model m does not exist"),
        ("No module named 'torch'\n  at a line", "No module named 'torch'"),
    ],
)
def test_an_error_s_own_way_out_is_not_said_beside_the_doctor_s(error: str, kept: str) -> None:
    assert without_way_out(error) == kept


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("camera", "clip /nowhere.mp4 does not exist"),
        ("model", "model /nowhere.pt does not exist"),
    ],
)
def test_the_probe_tells_an_error_without_its_way_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], step: str, error: str
) -> None:
    monkeypatch.setattr(probe, "STEPS", (step,))
    assert probe.main(["/nowhere.pt", "/nowhere.mp4", "10"]) == 0
    assert json.loads(capsys.readouterr().out) == {"step": step, "error": error}


@pytest.mark.parametrize("status", ["ok", "off", "connecting", "lost"])
def test_the_running_camera_is_told_as_it_is(status: str) -> None:
    state = {"camera": {"source": "/dev/video0", "status": status, "error": None}}
    finding = camera.check_running(state)
    assert finding.level == {"ok": "ok", "off": "ok", "connecting": "warning"}.get(status, "fault")


@pytest.mark.parametrize(("chosen", "sentence"), [("demo", camera.DEMO), ("off", camera.OFF)])
def test_without_eyes_it_says_the_same_whether_mopidy_runs_or_not(
    chosen: str, sentence: Any
) -> None:
    status = "off" if chosen == "off" else "ok"
    told = {"source": chosen, "chosen": chosen, "status": status, "error": None}
    assert [camera.check_running({"camera": told})] == list(camera.check_camera(chosen, {}))
    assert camera.check_running({"camera": told}) == sentence.said()


# Face models, torch, model and speed


def settings(**options: str) -> Settings:
    return Settings.read(configuration(**options))


@pytest.mark.parametrize(
    ("step", "report", "sentence"),
    [
        ("opencv", {"error": "libGL.so.1: no such file"}, sight.OPENCV_FAILS),
        ("faces", {"error": "face model x is missing"}, sight.FACES_FAIL),
        ("faces", {"found": False}, sight.FACES_BLIND),
        ("torch", {"error": "No module named 'torch'"}, sight.TORCH_FAILS),
        ("model", {"error": "model x does not exist"}, sight.MODEL_FAILS),
        ("speed", {"load_a_frame": 20.0}, sight.SPEED_BUSY),
    ],
)
def test_what_the_probe_could_not_do_is_a_fault(step: str, report: Any, sentence: Any) -> None:
    (finding,) = sight.check_sight({step: report}, settings(cpu_budget="8"))
    assert (finding.check, finding.level) == (sentence.check, sentence.level)
    assert finding.text.endswith(".")
    assert ".." not in finding.text


@pytest.mark.parametrize(
    ("script", "step", "text"),
    [
        ('echo \'{"step": "opencv", "version": "4"}\'; kill -ILL $$', "faces", "with SIGILL."),
        ("exit 3", "opencv", "with exit code 3."),
        ("exec sleep 60", "opencv", "took longer than"),
    ],
)
def test_a_crash_is_survived_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, step: str, text: str
) -> None:
    interpreter = tmp_path / "python"
    interpreter.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    interpreter.chmod(stat.S_IRWXU)
    monkeypatch.setattr(sys, "executable", str(interpreter))
    with sight.Probe("", "", 10) as probe:
        reports = probe.reports(timeout_s=20.0 if "sleep" not in script else 0.2)
    *_, finding = sight.check_sight(reports, settings())
    assert (finding.check, finding.level) == (step, "fault")
    assert text in finding.text


# The installation


@pytest.mark.parametrize(
    ("version", "wanted", "good"),
    [
        ("2.13.0+cpu", ">=2.6,<3", True),
        ("2.5.1", ">=2.6,<3", False),
        ("3", "<3.0", False),
        ("3.0.0", ">=3", True),
        ("5.0.0.1", ">=4.8,<5", False),
        ("1", "", True),
    ],
)
def test_versions_are_compared(version: str, wanted: str, *, good: bool) -> None:
    assert installation.meets(version, wanted) == good


def test_what_is_missing_or_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["torch>=99,<100", "nosuchpackage>=1", "mopidy<5,>=3.4.2", 'x>=1; extra == "y"']
    monkeypatch.setattr(metadata, "requires", lambda _: wanted)
    wrong, missing = installation.check_packages()
    assert wrong.text.startswith("torch ")
    assert "but MoodCam needs >=99,<100" in wrong.text
    assert missing == installation.PACKAGE_MISSING.said(package="nosuchpackage")


def test_an_option_that_mopidy_refused_is_named() -> None:
    config = configuration()
    config["moodcam"] |= {"enabled": False, "fps": None}
    assert installation.check_mopidy(config, packages_met=True) == [
        installation.REFUSED.said(option="fps")
    ]


def test_a_format_that_cannot_be_decoded_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unknown = {".mod": ("MOD", ("nosuchelement",), "gstreamer1.0-plugins-bad")}
    monkeypatch.setattr(installation, "_DECODERS", unknown)
    gi = import_module("gi")
    gi.require_version("Gst", "1.0")
    import_module("gi.repository.Gst").init([])  # as Mopidy does at its start
    config = {"audio": {"output": "fakesink"}}
    uris = ["local:track:a.mod", "local:track:b.MOD", "local:track:c.wav"]
    works, missing = installation.check_sound(config, uris)
    assert works.level == "ok"
    assert missing.text == "GStreamer cannot decode MOD, and 2 of the library's tracks need it."


# What is around


def test_little_memory_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "meminfo"
    path.write_text("MemTotal:  900000 kB\nMemAvailable: 200000 kB\nSwapFree: 0 kB\n", "utf-8")
    finding = surroundings.check_memory(path)
    assert finding.text.startswith("Only 205 MB of memory are free, swap included")


def test_a_broker_is_reached_or_not() -> None:
    assert list(surroundings.check_mqtt(settings())) == []
    with socket.create_server(("127.0.0.1", 0)) as broker:
        port = broker.getsockname()[1]
        (found,) = surroundings.check_mqtt(settings(mqtt_host="127.0.0.1", mqtt_port=str(port)))
    (lost,) = surroundings.check_mqtt(settings(mqtt_host="127.0.0.1", mqtt_port=str(port)))
    address = f"127.0.0.1:{port}"
    assert found == surroundings.MQTT.said(address=address)
    assert lost == surroundings.MQTT_UNREACHED.said(address=address, reason="connection refused")


def test_a_broker_needs_paho(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "PAHO", "nosuchpackage")
    (finding,) = surroundings.check_mqtt(settings(mqtt_host="127.0.0.1"))
    assert finding == surroundings.MQTT_MISSING.said()


@pytest.mark.parametrize("version", ["1.6.1", "3.0.0"])
def test_a_broker_needs_a_paho_that_moodcam_knows(
    monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setattr(metadata, "version", lambda _: version)
    (finding,) = surroundings.check_mqtt(settings(mqtt_host="127.0.0.1"))
    assert finding == surroundings.MQTT_VERSION.said(found=version, wanted=">=2,<3")


# Rules and library


def test_the_default_rules_play_where_the_own_ones_are_wrong(tmp_path: Path) -> None:
    rules, (finding,) = music.check_rules(tmp_path / "none.toml")
    assert finding.level == "fault"
    assert finding.text.endswith("none.toml cannot be read (no such file or directory).")
    assert rules == load_rules(None)


@pytest.mark.parametrize(
    ("content", "end"),
    [
        (b"[hapy]", '[hapy] is not an emotion: did you mean "happy"?'),
        (b"[happy]\n\xff", "is not UTF-8 text at byte 8: save it as UTF-8."),
    ],
)
def test_what_helps_in_a_rules_file_stays(tmp_path: Path, content: bytes, end: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(content)
    _, (finding,) = music.check_rules(path)
    assert finding.text.endswith(end)


def tracks(*genres: str) -> list[Any]:
    return [make_track(f"x:{n}", str(n), artists=(str(n),), genre=g) for n, g in enumerate(genres)]


@pytest.mark.parametrize(
    ("genres", "text"),
    [
        ((), "No backend has a library with tracks."),
        (("", "", "jazz"), "67% of the 3 tracks have no genre, nor has their album or artist."),
        (("Qwertz", "jazz"), '50% of the 2 tracks have a genre that is not understood, such as "'),
        (("jazz",), "No track fits happy,"),
    ],
)
def test_a_library_is_judged_by_what_can_be_played_of_it(
    genres: tuple[str, ...], text: str
) -> None:
    findings = list(music.check_library(tracks(*genres), load_rules(None)))
    assert any(finding.text.startswith(text) for finding in findings)


def test_a_library_for_every_mood_is_well() -> None:
    wanted = load_rules(None).genres
    (finding,) = music.check_library(tracks(*wanted), load_rules(None))
    assert finding.text == (
        f"{len(wanted)} tracks, 100% of them with a genre that is understood; "
        "every emotion has music."
    )


def test_uris_in_the_rules_can_do_without_a_library(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('[happy]\nuris = { "m3u:joy.m3u8" = 1.0 }\n', "utf-8")
    (finding,) = music.check_library([], load_rules(path))
    assert finding == music.ONLY_URIS.said(count=1)


# The server


@contextmanager
def answering(answers: dict[str, tuple[int, bytes]]) -> Iterator[int]:
    """A server on this machine; yields its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.get(self.path, (404, b""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield httpd.server_port
        httpd.shutdown()


def served(port: int, host: str = "127.0.0.1", **options: str) -> Any:
    http = {"enabled": True, "hostname": host, "port": port}
    return server.check_server({**configuration(**options), "http": http})


STATE = "/moodcam/api/state"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({STATE: (401, b'{"error": "the token is missing or wrong."}')}, server.NOT_TOLD),
        ({"/mopidy/": (200, b"")}, server.WITHOUT_MOODCAM),
        ({}, server.PORT_TAKEN),
        ({STATE: (200, b"not JSON")}, server.PORT_TAKEN),
    ],
)
def test_what_answers_at_the_port_is_told(answers: Any, sentence: Any) -> None:
    with answering(answers) as port:
        state, (finding,) = served(port)
    values = {"address": f"127.0.0.1:{port}", "reason": "the token is missing or wrong"}
    assert (state, finding) == (None, sentence.said(**values))


def test_a_running_moodcam_tells_its_errors() -> None:
    body = b'{"camera": {"error": "gone"}, "errors": ["gone", "The disk is full."]}'
    with answering({STATE: (200, body)}) as port:
        state, (finding,) = served(port)
    assert finding.level == "ok"
    assert list(server.check_errors(state)) == [
        server.RUNNING_ERROR.said(error="The disk is full.")
    ]


def test_a_port_that_is_free_is_for_mopidy() -> None:
    port = free_port()
    assert served(port)[1] == [server.STOPPED.said(place=f"http://127.0.0.1:{port}/moodcam/")]


def test_an_address_that_is_not_this_machine_s_is_a_fault() -> None:
    state, findings = served(free_port(), "192.0.2.1", token="secret")  # noqa: S106
    assert state is None
    assert [f.text.partition(":")[0] for f in findings] == ["Mopidy cannot listen at 192.0.2.1"]


def test_what_is_no_address_of_this_machine_is_not_given_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answer(*_: object) -> None:
        pytest.fail("it was asked")

    monkeypatch.setattr(server.socket, "create_connection", answer)
    served(80, "192.0.2.1", token="secret")  # noqa: S106


def test_a_web_server_that_is_off_or_open_without_a_token_is_a_fault() -> None:
    off = {**configuration(), "http": {"enabled": False}}
    assert server.check_server(off) == (None, [server.HTTP_OFF.said()])
    first, _ = served(free_port(), "::")[1]
    assert first == server.NO_TOKEN.said(host="::")


def test_a_page_that_was_not_installed_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_PAGE", "no-such-page.html")
    first, _ = served(free_port())[1]
    assert first == server.PAGE_MISSING.said()


# The data folder


def test_a_folder_that_cannot_be_written_is_a_fault() -> None:
    finding = folder.check_folder(Path("/proc/moodcam"))
    assert finding.level == "fault"
    assert "cannot write in /proc: " in finding.text


def test_learnt_data_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "moodcam").touch()
    (finding,) = folder.check_learnt(tmp_path / "moodcam")
    assert (finding.check, finding.level) == ("learnt data", "fault")
    assert f"cannot read {tmp_path / 'moodcam'}: not a directory." in finding.text


def test_a_full_disk_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "ROOM_MB", 1e12)
    assert folder.check_folder(tmp_path).text.startswith("Only ")
    assert not (tmp_path / "moodcam").exists()


def test_damaged_data_is_a_warning(tmp_path: Path) -> None:
    assert list(folder.check_learnt(tmp_path)) == [folder.NOTHING_LEARNT.said()]
    (tmp_path / "learnt.json").write_text("{", "utf-8")
    findings = list(folder.check_learnt(tmp_path))
    assert findings[0].text.startswith("learnt.json is damaged and will be made anew: ")
    assert "forget" not in findings[0].way_out, "that would delete what is healthy, too"
    assert is_well(findings)


def test_a_kept_file_that_is_none_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "learnt.json").mkdir()
    (finding,) = folder.check_learnt(tmp_path)
    assert finding.level == "fault"
    assert f"cannot read {tmp_path / 'learnt.json'}: is a directory." in finding.text
