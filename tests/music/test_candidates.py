from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

from mopidy_moodcam.music import candidates, genres
from mopidy_moodcam.music.catalogue import Catalogue
from tests.music.shelves import track

if TYPE_CHECKING:
    import pytest

TRACKS = (track("a", "Jazz"), track("b", "Rock"), track("c", "Rock; Jazz"), track("d"))


def test_a_further_genre_that_is_picked_costs_no_more_than_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalogue = Catalogue(TRACKS)
    candidates.picked(catalogue, ("jazz",), "jazz", (0.0, 0.0))
    counted = mock.Mock(side_effect=genres.best_fit)
    monkeypatch.setattr(genres, "best_fit", counted)
    pool = candidates.picked(catalogue, ("jazz", "rock"), "both", (0.0, 0.0))
    assert {call.args[1] for call in counted.call_args_list} == {"rock"}
    assert pool.places.tolist() == [0, 1, 2]
    assert pool.wanted[:2].tolist() == [0, 1]
