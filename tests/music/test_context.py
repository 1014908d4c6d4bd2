from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.music.catalogue import Catalogue
from mopidy_moodcam.music.context import Context, features, shipped_fit, situation
from mopidy_moodcam.music.preference import Preference
from tests.clock import Clock
from tests.music.shelves import shelf, track

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARY = Catalogue((*shelf("Ambient", 1), *shelf("Death Metal", 1), track("x")))


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ((2026, 1, 5, 4, 59), ("night", "workday", "winter")),
        ((2026, 3, 7, 5, 0), ("morning", "weekend", "spring")),
        ((2026, 7, 1, 11, 0), ("daytime", "workday", "summer")),
        ((2026, 11, 1, 21, 59), ("evening", "weekend", "autumn")),
        ((2026, 12, 1, 22, 0), ("night", "workday", "winter")),
    ],
)
@pytest.mark.usefixtures("zone")
def test_the_clock_says_hour_day_and_season(
    when: tuple[int, ...], expected: tuple[str, ...]
) -> None:
    assert situation(time.mktime((*when, 0, 0, 0, -1))) == expected


@pytest.mark.parametrize(("faces", "company"), [(0, ()), (1, ("alone",)), (3, ("in company",))])
def test_the_faces_say_the_company(faces: int, company: tuple[str, ...]) -> None:
    assert situation(0.0, faces)[3:] == company


def test_every_feature_of_a_situation_is_in_the_matrix() -> None:
    hours = {feature for n in range(365 * 4) for feature in situation(n * 6 * 3600.0, n % 3)}
    assert hours == set(features())


def test_a_narrower_genre_takes_the_figure_of_the_wider_one() -> None:
    assert shipped_fit("night", "death metal") < 0.5 < shipped_fit("night", "dark ambient")
    assert shipped_fit("night", "Qwertz") == 0.5


def test_the_shipped_matrix_tilts_and_the_listener_outweighs_it() -> None:
    clock = Clock()
    context, preference = Context(clock), Preference(clock)
    here = ("night",)
    ambient, metal, unknown = context.fits(LIBRARY, here, preference).tolist()
    assert metal < unknown == 0.5 < ambient
    for _ in range(30):
        context.learn(here, LIBRARY.tracks[1], 1.0, 0.0)
        context.learn(here, LIBRARY.tracks[0], 0.0, 1.0)
    ambient, metal, unknown = context.fits(LIBRARY, here, preference).tolist()
    assert ambient < 0.5 < metal
    assert unknown == 0.5
    assert context.fits(LIBRARY, ("morning",), preference)[1] < 0.5


def test_liking_a_genre_at_all_hours_is_no_matter_of_context() -> None:
    clock = Clock()
    context, preference = Context(clock), Preference(clock)
    reggae = Catalogue(tuple(shelf("Shoegaze", 1)))
    for _ in range(100):
        preference.learn("dummy:Shoegaze0", reggae.tracks[0], None, 1.0, 0.0)
        context.learn(("evening",), reggae.tracks[0], 1.0, 0.0)
    assert context.fits(reggae, ("evening",), preference)[0] == pytest.approx(0.5, abs=0.1)


def test_what_speaks_most_is_named() -> None:
    clock = Clock()
    context, preference = Context(clock), Preference(clock)
    assert context.why(("ambient",), ("night", "summer"), preference) == "night"
    assert context.why(("death metal",), ("night",), preference) == ""
    assert context.why((), ("night",), preference) == ""
