from __future__ import annotations

import numpy as np
import pytest

from mopidy_moodcam.music.catalogue import Catalogue
from tests.music.shelves import shelf, track


def test_a_uri_is_found_wherever_it_is() -> None:
    catalogue = Catalogue((*shelf("Dance", 3), track("Dance1", "Dance", source="m3u:a")))
    assert catalogue.find("dummy:Dance1") == (1, 3)
    assert catalogue.find("dummy:none") == ()
    places, numbers = catalogue.find_all(["dummy:none", "dummy:Dance2", "dummy:Dance1"])
    assert places.tolist() == [2, 1, 3]
    assert numbers.tolist() == [1, 2, 2]


def test_a_uri_that_is_no_valid_text_is_found_too() -> None:
    catalogue = Catalogue((track("a\udce9"),))
    assert catalogue.find("dummy:a\udce9") == (0,)


def test_a_mix_takes_the_mean_of_its_genres() -> None:
    catalogue = Catalogue((track("a", "Jazz; Dub"), track("b"), track("c", "Dub; Jazz; Funk")))
    by_name = np.array([{"jazz": 0.2, "dub": 0.4, "funk": 0.9}[n] for n in catalogue.names])
    means = catalogue.mean_of_names(by_name.astype(np.float32), 0.7)
    assert means.tolist() == pytest.approx([0.3, 0.7, 0.5])


def test_a_mix_lies_in_the_middle_of_its_genres_that_have_a_place() -> None:
    catalogue = Catalogue((track("a", "Jazz; Qwertz"), track("b", "Qwertz"), track("c", "Jazz")))
    places = catalogue.places()
    assert places[0].tolist() == places[2].tolist()
    assert np.isnan(places[1]).all()


def test_chances_depend_on_the_uri_and_the_seed_alone() -> None:
    tracks = shelf("Dance", 50)
    one, turned = Catalogue(tracks).shuffled(7), Catalogue(tracks[::-1]).shuffled(7)
    assert one.tolist() == turned[::-1].tolist()
    assert one.tolist() != Catalogue(tracks).shuffled(8).tolist()
    assert 0.3 < one.mean() < 0.7


def test_an_empty_library_is_no_exception() -> None:
    catalogue = Catalogue(())
    assert len(catalogue) == 0
    assert catalogue.find("dummy:a") == ()
    assert catalogue.places().shape == (0, 2)
    assert catalogue.shuffled(0).shape == (0,)
