"""Who is let in."""

from __future__ import annotations

import hmac
from unittest import mock

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from mopidy_moodcam.web.schema import CommandError
from mopidy_moodcam.web.security import (
    ATTEMPTS_BURST,
    HEADERS,
    REQUESTS_BURST,
    Guard,
    client_address,
    is_loopback,
)


def guard(hostname: str = "127.0.0.1", token: str = "") -> Guard:
    http = {"hostname": hostname, "allowed_origins": ["https://home.example"]}
    return Guard({"http": http}, token)


def asked(uri: str = "/", **headers: str) -> HTTPServerRequest:
    host = headers.pop("Host", "127.0.0.1:6680")
    start = RequestStartLine("GET", uri, "HTTP/1.0")
    connection = mock.Mock()  # the request asks it only for its address
    connection.context.remote_ip = "127.0.0.1"
    request = HTTPServerRequest(
        start_line=start, headers=HTTPHeaders(headers), connection=connection
    )
    request.host = host  # older Tornados take any
    return request


def refusal(
    *, hostname: str = "127.0.0.1", token: str = "", uri: str = "/", **headers: str
) -> str | None:
    try:
        guard(hostname, token).admit(asked(uri, **headers))
    except CommandError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:6680", "HTTP://127.0.0.1:6680", "https://home.example"]
)
def test_the_own_page_and_allowed_origins_pass(origin: str) -> None:
    assert refusal(Origin=origin) is None


def test_programs_without_an_origin_pass() -> None:
    assert refusal() is None


@pytest.mark.parametrize(
    "host", ["localhost:6680", "127.0.0.1", "[::1]:6680", "192.168.1.7:6680", "home.example"]
)
def test_this_machine_s_names_and_addresses_pass(host: str) -> None:
    assert refusal(Host=host) is None


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:6680",
        "127.0.0.1.evil.example",
        "[",
        "[::1",
        "\uff0f",
        "@",
        "a" * 9999,
    ],
)
def test_a_foreign_name_that_points_here_is_refused(host: str) -> None:
    sentence = refusal(Host=host, Origin=f"http://{host}")
    assert sentence is not None
    assert "http/allowed_origins" in sentence


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1:80",
        "null",
        "",
        "http://127.0.0.1:6680.evil",
        "http://[",
        "http://\uff0f",
        "http://evil.example@127.0.0.1:6680",
    ],
)
def test_other_origins_are_refused_with_a_way_out(origin: str) -> None:
    sentence = refusal(Origin=origin)
    assert sentence is not None
    assert "http/allowed_origins" in sentence
    assert len(sentence) < 250


def test_a_picture_on_another_site_s_page_is_refused_unless_its_address_has_the_token() -> None:
    shown = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}
    sentence = refusal(**shown)
    assert sentence is not None
    assert "moodcam/token" in sentence
    assert refusal(token="secret", uri="/?token=secret", **shown) is None  # noqa: S106


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"},
    ],
)
def test_own_pictures_and_followed_links_pass(headers: dict[str, str]) -> None:
    assert refusal(**headers) is None


def test_beyond_this_machine_nobody_passes_without_a_token() -> None:
    sentence = refusal(hostname="0.0.0.0")  # noqa: S104
    assert sentence is not None
    assert "moodcam/token is empty" in sentence


@pytest.mark.parametrize(
    ("uri", "headers", "passes"),
    [
        ("/?token=secret", {}, True),
        ("/", {"Authorization": "Bearer secret"}, True),
        ("/", {"Authorization": "bearer  secret "}, True),
        ("/?token=wrong", {}, False),
        ("/?token=", {}, False),
        ("/", {"Authorization": "Basic secret"}, False),
        ("/?token=%ff%fe", {}, False),
        ("/", {}, False),
    ],
)
def test_a_token_is_asked_for_when_there_is_one(
    uri: str, headers: dict[str, str], *, passes: bool
) -> None:
    for hostname in ("127.0.0.1", "::"):
        sentence = refusal(hostname=hostname, token="secret", uri=uri, **headers)  # noqa: S106
        assert (sentence is None) == passes
        assert "secret" not in (sentence or "")


@pytest.mark.parametrize(
    ("hostname", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("unix:/run/mopidy.sock", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("192.168.1.2", False),
        ("music.local", False),
        ("localhost.evil.example", False),
    ],
)
def test_loopback_is_told_from_the_network(hostname: str, *, expected: bool) -> None:
    assert is_loopback(hostname) is expected


def test_the_page_may_use_the_camera_and_load_from_here_alone() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "img-src 'self' blob: data:" in policy
    assert "camera=(self)" in HEADERS["Permissions-Policy"]
    assert HEADERS["X-Content-Type-Options"] == "nosniff"


def test_a_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(given: bytes, wanted: bytes) -> bool:
        compared.append((given, wanted))
        return given == wanted

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert refusal(token="töken", uri="/?token=t%C3%B6ken") is None  # noqa: S106
    assert compared == [("töken".encode(), "töken".encode())]


@pytest.mark.parametrize(
    ("uri", "headers"),
    [
        ("/?token=t%C3%B6ken", {}),
        ("/", {"Authorization": "Bearer t\xc3\xb6ken"}),  # its bytes, as Tornado decodes them
        ("/?token=wrong&token=t%C3%B6ken", {}),
    ],
)
def test_a_token_may_hold_any_character(uri: str, headers: dict[str, str]) -> None:
    assert refusal(token="töken", uri=uri, **headers) is None  # noqa: S106
    assert refusal(token="token", uri=uri, **headers) is not None  # noqa: S106


def test_what_is_no_utf_8_is_no_replacement_character() -> None:
    assert refusal(token="\ufffd", uri="/?token=%ff") is not None  # noqa: S106


def test_too_many_requests_of_one_address_are_refused() -> None:
    keeper = guard()

    def flood() -> None:
        for _ in range(2 * REQUESTS_BURST):
            keeper.admit(asked())

    with pytest.raises(CommandError, match="at most 300 a second from one address") as caught:
        flood()
    assert caught.value.status == 429


def test_foreign_requests_do_not_use_up_the_user_s_share() -> None:
    keeper = guard()
    for _ in range(2 * REQUESTS_BURST):
        with pytest.raises(CommandError, match="is not allowed"):
            keeper.admit(asked(Origin="http://evil.example"))
    keeper.admit(asked())


def test_a_wrong_token_that_is_sent_again_and_again_locks_nobody_out() -> None:
    keeper = guard("0.0.0.0", "right")  # noqa: S104
    for _ in range(5 * ATTEMPTS_BURST):
        with pytest.raises(CommandError) as caught:
            keeper.admit(asked("/?token=old"))
        assert caught.value.status == 403
    keeper.admit(asked("/?token=right"))


def test_a_proxy_s_clients_do_not_use_up_each_other_s_attempts() -> None:
    keeper = guard(token="right")  # noqa: S106
    for guess in range(2 * ATTEMPTS_BURST):
        with pytest.raises(CommandError):
            keeper.admit(asked(f"/?token={guess}", **{"X-Forwarded-For": "192.168.1.7"}))
    with pytest.raises(CommandError, match="too many wrong tokens"):
        keeper.admit(asked("/?token=right", **{"X-Forwarded-For": "10.0.0.1, 192.168.1.7"}))
    keeper.admit(asked("/?token=right", **{"X-Forwarded-For": "192.168.1.7, 192.168.1.8"}))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "192.168.1.7", "192.168.1.7"),
        ("192.168.1.9", "192.168.1.7", "192.168.1.9"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_only_a_proxy_of_this_machine_names_its_clients(
    peer: str, forwarded: str, address: str
) -> None:
    request = asked(**{"X-Forwarded-For": forwarded})
    request.remote_ip = peer
    assert client_address(request) == address
