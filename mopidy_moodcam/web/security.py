"""Who may see the feed and give commands."""

from __future__ import annotations

import hmac
import ipaddress
import socket
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

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
    "Cache-Control": "no-cache",
}
"""Sent with every answer: the page loads nothing from elsewhere and tells nobody where it is."""


class Guard:
    """Decides about requests, from the configuration of Mopidy's HTTP server and the token."""

    def __init__(self, mopidy_config: Mapping[str, Any], token: str) -> None:
        """Read `http/hostname` and `http/allowed_origins`."""
        http: Mapping[str, Any] = mopidy_config["http"]
        self._token = token
        self._local = is_loopback(str(http["hostname"]))
        machine = socket.gethostname().lower()
        self._names = {"localhost", str(http["hostname"]).lower(), machine, f"{machine}.local"}
        origins = http.get("allowed_origins") or ()
        self._origins = frozenset(str(origin).lower().rstrip("/") for origin in origins)

    def refusal(self, request: HTTPServerRequest) -> str | None:
        """Return one sentence that says why a request is refused, or None if it may pass."""
        return self._misled(request) or self._foreign(request) or self._unknown(request)

    def _misled(self, request: HTTPServerRequest) -> str | None:
        """Refuse names that are not this machine's.

        A site may have its name point here (DNS rebinding), and its pages then have the same
        origin. An address cannot be made to.
        """
        host = request.host.lower()
        name = urlsplit(f"//{host}").hostname or ""
        allowed = {urlsplit(origin).netloc or origin for origin in self._origins}
        if self._token or name in self._names or is_address(name) or {host, name} & allowed:
            return None
        return f"host {host} is not known: open the page by address, or see http/allowed_origins"

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
        place = urlsplit(origin.lower()).netloc
        if place and place == request.host.lower():
            return None
        if {place, origin.lower()} & self._origins:
            return None
        return (
            f"origin {origin} is not allowed: open the page from Mopidy itself, "
            "or add the origin to http/allowed_origins"
        )

    def _unknown(self, request: HTTPServerRequest) -> str | None:
        """Ask for the token wherever others than this machine's users could ask."""
        if not self._token:
            if self._local:
                return None
            return (
                "Mopidy listens beyond this machine and moodcam/token is empty: "
                "set a token, and open the page with ?token=..."
            )
        kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
        given = bearer.strip() if kind.lower() == "bearer" else ""
        if not given:
            arguments = request.query_arguments.get("token", [b""])
            given = arguments[-1].decode("utf-8", "replace")
        if hmac.compare_digest(given.encode(), self._token.encode()):
            return None
        return "the token is missing or wrong: open the page with ?token=... as in moodcam/token"


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
