"""How much clients may ask for, so that none takes the others' share or all the memory."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_ADDRESSES: Final = 1024  # remembered at once; of those not heard of for longest, none is
MAX_CLIENTS: Final = 100  # WebSockets and picture streams; each holds a state and a picture
MESSAGES_PER_S: Final = 500.0  # a browser's camera and a person's clicks are fewer than 20
MESSAGES_BURST: Final = 1000
IPV6_NETWORK: Final = 64  # bits: one subscriber or host has all the addresses behind them


class Limiter:
    """Allows each address `burst` things at once and `rate_per_s` over time (a token bucket).

    For one thread, that of the event loop. Memory is bounded whoever asks.
    """

    def __init__(
        self, rate_per_s: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start with nobody known; `clock` gives seconds."""
        self.rate_per_s = rate_per_s
        self._burst = burst
        self._clock = clock
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()  # how much, and when

    def take(self, address: str) -> float:
        """Count one thing if it is allowed and return 0, or else the seconds until it is."""
        wait_s = self.wait_s(address)
        return self.count(address) if wait_s == 0 else wait_s

    def count(self, address: str) -> float:
        """Count one thing that will be done in any case; return the seconds to wait before."""
        wait_s = self.wait_s(address)
        key = network_of(address)
        self._spent[key] = (self._owed(key) + 1, self._clock())
        self._spent.move_to_end(key)
        if len(self._spent) > MAX_ADDRESSES:
            self._spent.popitem(last=False)
        return wait_s

    def wait_s(self, address: str) -> float:
        """Return the seconds until an address may do one more thing, which are mostly 0."""
        over = self._owed(network_of(address)) + 1 - self._burst
        return max(0.0, over / self.rate_per_s)

    def _owed(self, key: str) -> float:
        """Return how much of the burst is used up now."""
        spent, then_s = self._spent.get(key, (0.0, 0.0))
        return max(0.0, spent - (self._clock() - then_s) * self.rate_per_s)


class Seats:
    """The clients that may be served at once; for one thread, that of the event loop."""

    def __init__(self, count: int) -> None:
        """Start with all of them free."""
        self._count = count
        self._taken: set[object] = set()

    @property
    def full(self) -> str:
        """What to say when none is free."""
        return f"there are {self._count} clients already: come back later"

    def take(self, client: object) -> bool:
        """Give a client a seat; return whether there is one."""
        if len(self._taken) >= self._count:
            return False
        self._taken.add(client)
        return True

    def leave(self, client: object) -> None:
        """Take the seat back, if the client has one."""
        self._taken.discard(client)


class Crowd:
    """What all clients share: the seats, and what each address may send over WebSockets."""

    def __init__(self) -> None:
        """Start with nobody there."""
        self.seats = Seats(MAX_CLIENTS)
        self.messages = Limiter(MESSAGES_PER_S, MESSAGES_BURST)


def network_of(address: str) -> str:
    """Return what counts as one client: an IPv4 address, or the network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address  # a Unix socket has none
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, IPV6_NETWORK), strict=False))
    return address
