"""From stop to stop: the tracks of a way in the order in which to play them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mopidy_moodcam.music.catalogue import Catalogue, Mask
    from mopidy_moodcam.music.ranking import Pool, Ranking, Selected
    from mopidy_moodcam.music.strategy import Leg


def choose_on_the_way(
    catalogue: Catalogue,
    ranking: Ranking,
    turns: Iterable[tuple[Leg, Sequence[Pool]]],
    avoided: Mask,
) -> list[Selected]:
    """Choose the tracks of each leg, no URI twice.

    Args:
        catalogue: The library.
        ranking: Chooses from a pool.
        turns: The legs, each with the pools from which to take its tracks, the first one first.
        avoided: Which tracks to choose only where there is nothing else, (tracks,).
    """
    fresh, last_resort = ~avoided, avoided.copy()
    chosen: list[Selected] = []
    for leg, pools in turns:
        of_leg = _choose(catalogue, ranking, pools, fresh, leg.count) or _choose(
            catalogue, ranking, pools, last_resort, leg.count
        )
        chosen += _leading_on(catalogue, of_leg, leg)
    return chosen


def _choose(
    catalogue: Catalogue, ranking: Ranking, pools: Iterable[Pool], free: Mask, count: int
) -> list[Selected]:
    """Choose from the first pool, and what is missing from the next; what is chosen is not free."""
    chosen: list[Selected] = []
    for pool in pools:
        more = ranking.choose(pool.only(free), count - len(chosen))
        chosen += more
        for one in more:
            free[list(catalogue.find(catalogue.tracks[one.place].uri))] = False
    return chosen


def _leading_on(catalogue: Catalogue, chosen: list[Selected], leg: Leg) -> list[Selected]:
    """Order tracks along the direction of their leg; those without a place stay in its middle."""
    if leg.direction == (0.0, 0.0):
        return chosen
    places = catalogue.places()[[catalogue.mix_of[selected.place] for selected in chosen]]
    places = np.where(np.isnan(places), np.array(leg.stop.place), places)
    return [chosen[row] for row in np.argsort(places @ np.array(leg.direction), kind="stable")]
