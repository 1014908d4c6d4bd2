"""Shares of the server, on a clock that tests turn."""

from __future__ import annotations

import pytest

from mopidy_moodcam.web.limits import MAX_ADDRESSES, Limiter, Seats, network_of
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(0.0)


def test_a_burst_is_allowed_and_then_only_the_rate(clock: Clock) -> None:
    limiter = Limiter(rate_per_s=2, burst=3, clock=clock)
    assert [limiter.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    clock.now_s = 0.4
    assert limiter.take("a") == pytest.approx(0.1)
    clock.now_s = 0.5
    assert limiter.take("a") == 0
    assert limiter.take("a") == 0.5


def test_what_was_saved_is_one_burst_at_most(clock: Clock) -> None:
    limiter = Limiter(rate_per_s=2, burst=3, clock=clock)
    clock.now_s = 1000.0
    assert [limiter.take("a") for _ in range(4)].count(0) == 3


def test_addresses_do_not_use_up_each_other_s_share(clock: Clock) -> None:
    limiter = Limiter(rate_per_s=1, burst=1, clock=clock)
    assert limiter.take("10.0.0.1") == 0
    assert limiter.take("10.0.0.2") == 0
    assert limiter.take("10.0.0.1") > 0


def test_what_must_be_done_in_any_case_waits_longer_and_longer(clock: Clock) -> None:
    limiter = Limiter(rate_per_s=10, burst=1, clock=clock)
    assert [limiter.count("a") for _ in range(4)] == pytest.approx([0, 0.1, 0.2, 0.3])


def test_addresses_without_end_need_no_memory_without_end(clock: Clock) -> None:
    limiter = Limiter(rate_per_s=1, burst=1, clock=clock)
    for number in range(3 * MAX_ADDRESSES):
        limiter.take(f"10.{number // 65536}.{number // 256 % 256}.{number % 256}")
    assert len(limiter._spent) == MAX_ADDRESSES


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.168.1.7", "192.168.1.7"),
        ("::ffff:192.168.1.7", "192.168.1.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("/run/mopidy.sock", "/run/mopidy.sock"),
    ],
)
def test_a_client_is_an_address_or_an_ipv6_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_seat_is_free_again_when_its_client_leaves() -> None:
    seats = Seats(2)
    assert [seats.take(client) for client in "abc"] == [True, True, False]
    seats.leave("c")
    assert not seats.take("c")
    seats.leave("a")
    assert seats.take("c")
    assert seats.full == "there are 2 clients already: come back later"
