"""Who may see the feed and give commands."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
from collections import deque
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from mopidy_moodcam.web.limits import Limiter
from mopidy_moodcam.web.schema import CommandError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tornado.httputil import HTTPServerRequest

HEADERS: Final = {
    "Content-Security-Policy": (
        # 'self' takes in ws: and wss: of this host and port (CSP 3, matching of 'self').
        "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; connect-src 'self'; "
        "object-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    ),
    # The page may be the camera itself, when its user says so; nothing else of the device.
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), display-capture=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""Sent with every answer: the page loads nothing from elsewhere and tells nobody where it is."""

FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
"""What proxies add (RFC 7239, and what was usual before)."""

REQUESTS_PER_S: Final = 300.0
REQUESTS_BURST: Final = 600
ATTEMPTS_PER_S: Final = 0.2  # wrong tokens of one address; a page that is open tries rarer
ATTEMPTS_BURST: Final = 10
WRONG_KEPT: Final = 64  # wrong tokens that are known again


class Guard:
    """Decides about requests, from the configuration of Mopidy's HTTP server and the token."""

    def __init__(self, mopidy_config: Mapping[str, Any], token: str) -> None:
        """Read `http/hostname` and `http/allowed_origins`."""
        http: Mapping[str, Any] = mopidy_config["http"]
        self._token = token.encode()
        self._local = is_loopback(str(http["hostname"]))
        machine = socket.gethostname().lower()
        self._names = {"localhost", str(http["hostname"]).lower(), machine, f"{machine}.local"}
        origins = http.get("allowed_origins") or ()
        self._origins = frozenset(str(origin).lower().rstrip("/") for origin in origins)
        self._requests = Limiter(REQUESTS_PER_S, REQUESTS_BURST)
        self._attempts = Limiter(ATTEMPTS_PER_S, ATTEMPTS_BURST)
        self._wrong: deque[bytes] = deque(maxlen=WRONG_KEPT)

    @property
    def has_token(self) -> bool:
        """Whether who is let in has shown a token."""
        return bool(self._token)

    def why_closed(self) -> str | None:
        """Return one sentence that says why nobody at all is let in, or None if some are."""
        if self._token or self._local:
            return None
        return (
            "Mopidy listens beyond this machine and moodcam/token is empty: "
            "set a token, and open the page with ?token=..."
        )

    def admit(self, request: HTTPServerRequest, *, public: bool = False) -> None:
        """Let a request pass; one for what is `public` needs no token.

        Raises CommandError with one sentence that says why it may not.
        """
        refusal = self._misled(request) or self._foreign(request)
        if refusal:
            raise CommandError(refusal, 403)
        # What a foreign page sends from a user's browser does not use up that user's share.
        if self._requests.take(client_address(request)):
            msg = f"too many requests: at most {REQUESTS_PER_S:g} a second from one address"
            raise CommandError(msg, 429)
        if not public:
            self._ask_for_token(request)

    def _misled(self, request: HTTPServerRequest) -> str | None:
        """Refuse names that are not this machine's.

        A site may have its name point here (DNS rebinding), and its pages then have the same
        origin. An address cannot be made to.
        """
        host = request.host.lower()
        name = hostname_in(host)
        allowed = {netloc_of(origin) or origin for origin in self._origins}
        if self._token or name in self._names or is_address(name) or {host, name} & allowed:
            return None
        return (
            f"host {shown(host)} is not known: open the page by address, "
            "or see http/allowed_origins"
        )

    def _foreign(self, request: HTTPServerRequest) -> str | None:
        """Refuse pages of other sites; programs send no Origin and are not stopped by it.

        Browsers send none with an <img> either, but say where it stands (Sec-Fetch-Site); with the
        token in its address it is meant.
        """
        origin = request.headers.get("Origin")
        if origin is None:
            fetched = request.headers.get("Sec-Fetch-Site") == "cross-site"
            opened = request.headers.get("Sec-Fetch-Dest") == "document"
            if fetched and not opened and not self._token:
                return "another site shows this: set moodcam/token, and add ?token=... to allow it"
            return None
        place = netloc_of(origin.lower())
        if place and place == request.host.lower():
            return None
        if {place, origin.lower()} & self._origins:
            return None
        return (
            f"origin {shown(origin)} is not allowed: open the page from Mopidy itself, "
            "or add the origin to http/allowed_origins"
        )

    def _ask_for_token(self, request: HTTPServerRequest) -> None:
        """Refuse those without the token wherever others than this machine's users could ask."""
        closed = self.why_closed()
        if closed:
            raise CommandError(closed, 403)
        if not self._token:
            if any(name in request.headers for name in FORWARDED):
                msg = "this came through a proxy, which others may ask, too: set moodcam/token"
                raise CommandError(msg, 403)
            return
        given = token_in(request)
        address = client_address(request)
        # An old token that a dashboard sends for ever is no guess, and locks nobody out.
        digest = hashlib.sha256(given).digest()
        known = not given or digest in self._wrong
        # Whoever guesses learns nothing from further guesses, the right one included.
        if not known and self._attempts.wait_s(address):
            msg = "too many wrong tokens from this address: wait a minute"
            raise CommandError(msg, 429)
        if not hmac.compare_digest(given, self._token):
            if not known:
                self._wrong.append(digest)
                self._attempts.take(address)
            msg = "the token is missing or wrong: open the page with ?token=... as in moodcam/token"
            raise CommandError(msg, 403)


def client_address(request: HTTPServerRequest) -> str:
    """Return the address that a request comes from; empty for a Unix socket without a proxy.

    Of a proxy on this machine it is the address that the proxy saw, so that its clients do not
    use up each other's share. Only programs of this machine could name a wrong one.
    """
    peer = request.remote_ip or ""
    if peer and not is_loopback(peer):
        return peer
    forwarded = request.headers.get("X-Forwarded-For", "") or request.headers.get("X-Real-Ip", "")
    last = forwarded.rpartition(",")[2].strip()
    return last if is_address(last) else peer


def token_in(request: HTTPServerRequest) -> bytes:
    """Return the token of a request, from its header or its address; empty if it has none."""
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and bearer.strip():
        return bearer.strip().encode("latin-1", "replace")  # as Tornado has decoded headers
    return request.query_arguments.get("token", [b""])[-1]


def is_loopback(hostname: str) -> bool:
    """Return whether a server bound to this hostname can only be reached from its machine."""
    if hostname == "localhost" or hostname.startswith("unix:"):
        return True
    return is_address(hostname) and ipaddress.ip_address(hostname.strip("[]")).is_loopback


def is_address(hostname: str) -> bool:
    """Return whether a hostname is an IP address."""
    try:
        ipaddress.ip_address(hostname.strip("[]"))
    except ValueError:
        return False
    return True


def netloc_of(origin: str) -> str:
    """Return host and port of an origin; empty for what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:  # such as for http://[
        return ""


def hostname_in(host: str) -> str:
    """Return the name or address in a Host header; empty for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
