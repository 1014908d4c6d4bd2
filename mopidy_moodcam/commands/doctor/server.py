"""Can the page be opened, and what does a Mopidy that runs say itself?"""

from __future__ import annotations

import http.client
import json
import socket
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.doctor.finding import Finding, Sentence
from mopidy_moodcam.sentences import reason_of
from mopidy_moodcam.web.security import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ANSWER_S: Final = 5.0

HTTP_OFF = Sentence(
    "http",
    "fault",
    "Mopidy's web server is off (http/enabled = false), so there is no page.",
    "Set http/enabled = true in mopidy.conf.",
)
PAGE_MISSING = Sentence(
    "http",
    "fault",
    "The page is missing from the installation of MoodCam.",
    "Install MoodCam again with pip, which brings it in.",
)
NO_TOKEN = Sentence(
    "http",
    "fault",
    "Mopidy listens beyond this machine (http/hostname = {host}), but moodcam/token is empty.",
    "Set moodcam/token to a secret and open the page with ?token=..., or set http/hostname = "
    "127.0.0.1.",
)
PORT_TAKEN = Sentence(
    "http",
    "fault",
    "Another program answers at {address}, where Mopidy's web server is to listen.",
    "End that program, or set http/port to a free one.",
)
CANNOT_LISTEN = Sentence(
    "http",
    "fault",
    "Mopidy cannot listen at {address}: {reason}.",
    "Set http/hostname to an address of this machine, and http/port to one from 1024 on.",
)
WITHOUT_MOODCAM = Sentence(
    "http",
    "fault",
    "Mopidy runs at {address}, but without MoodCam.",
    "Restart Mopidy: it was started before MoodCam was installed or turned on.",
)
NOT_TOLD = Sentence(
    "http",
    "warning",
    "Mopidy runs at {address}, but refuses the doctor: {reason}.",
    "Restart Mopidy, if mopidy.conf was changed since its start.",
)
RUNNING = Sentence("http", "ok", "Mopidy runs; the page is at http://{address}/moodcam/.")
STOPPED = Sentence("http", "ok", "Mopidy is not running; the page will be at {place}.")
RUNNING_ERROR = Sentence(
    "running", "warning", "The running Mopidy says: {error}", "Do as it says, and see Mopidy's log."
)

_ANY: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to ask, not to listen
_PAGE: Final = "index.html"
_REFUSALS: Final = (
    http.client.UNAUTHORIZED,
    http.client.FORBIDDEN,
    http.client.TOO_MANY_REQUESTS,
    http.client.SERVICE_UNAVAILABLE,
)


def check_server(mopidy_config: Mapping[str, Any]) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Return the state that a running MoodCam tells (None: it does not run), and findings."""
    server: Mapping[str, Any] = mopidy_config.get("http") or {}
    if not server.get("enabled"):
        return None, [HTTP_OFF.said()]
    host, token = str(server["hostname"]), str(mopidy_config["moodcam"].get("token") or "")
    findings = list(_installation(host, token))
    if host.startswith("unix:"):
        return None, findings or [STOPPED.said(place=f"{host}, path /moodcam/")]
    state, found = _ask(_ANY.get(host, host), int(server["port"]), token)
    return state, [*findings, *found]


def check_errors(state: Mapping[str, Any]) -> Iterator[Finding]:
    """Tell what a running MoodCam complains of; the camera has a line of its own."""
    camera = state["camera"].get("error")
    for error in state.get("errors") or ():
        if error != camera:
            yield RUNNING_ERROR.said(error=error)


def _installation(host: str, token: str) -> Iterator[Finding]:
    if not resources.files("mopidy_moodcam.web").joinpath("static", _PAGE).is_file():
        yield PAGE_MISSING.said()
    if not token and not is_loopback(host):
        yield NO_TOKEN.said(host=host)


def _ask(host: str, port: int, token: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Ask what listens there; where nothing does, try whether Mopidy could.

    An address that is not this machine's is not asked: what answers there would get the token.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if (foreign := _try_to_listen(host, 0, address)).level != "ok":
        return None, [foreign]
    try:
        socket.create_connection((host, port), ANSWER_S).close()
    except OSError:
        return None, [_try_to_listen(host, port, address)]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        status, body = _get(host, port, "/moodcam/api/state", headers)
        if status == http.client.OK:
            return json.loads(body), [RUNNING.said(address=address)]
        if status in _REFUSALS:
            reason = str(json.loads(body)["error"]).rstrip(".")
            return None, [NOT_TOLD.said(address=address, reason=reason)]
        is_mopidy = _get(host, port, "/mopidy/", {})[0] == http.client.OK
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        is_mopidy = False
    return None, [(WITHOUT_MOODCAM if is_mopidy else PORT_TAKEN).said(address=address)]


def _get(host: str, port: int, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_S)
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _try_to_listen(host: str, port: int, address: str) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        reason = reason_of(error)
        return CANNOT_LISTEN.said(address=address, reason=reason)
    return STOPPED.said(place=f"http://{address}/moodcam/")
