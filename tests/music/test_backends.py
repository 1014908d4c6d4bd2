"""A backend that answers nonsense is found out, and not taken for an empty one."""

from __future__ import annotations

import threading
from importlib.metadata import version
from typing import Any

import pytest
from mopidy.models import SearchResult, Track

from mopidy_moodcam.music.backends import Backend, NonsenseError

SOUND = Track(uri="odd:1", name="One")
# Mopidy 4 has no track without a URI.
NAMELESS = [Track()] if version("mopidy").startswith("3.") else []


class Future:
    """An answer that is there."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def get(self, timeout: float) -> Any:  # noqa: ARG002
        return self._answer


class Library:
    """A backend's library whose every answer is the same."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def get_distinct(self, *_: object, **__: object) -> Future:
        return Future(self._answer)

    lookup = search = get_distinct


class Proxy:
    """A backend's proxy."""

    def __init__(self, answer: Any) -> None:
        self.library = Library(answer)


def backend(answer: Any) -> Backend:
    return Backend("odd", Proxy(answer), threading.Event(), library=True, playlists=False)


@pytest.mark.parametrize("answer", [[7], ["jazz", {}], [b"jazz"]])
def test_values_that_are_no_text_are_nonsense(answer: Any) -> None:
    with pytest.raises(NonsenseError, match="it answers genre with"):
        backend(answer).distinct("genre")


@pytest.mark.parametrize("answer", [None, [], {"jazz"}, ["jazz", None]])
def test_no_value_is_no_nonsense(answer: Any) -> None:
    assert backend(answer).distinct("genre") <= {"jazz"}


def test_what_are_no_tracks_is_nonsense() -> None:
    with pytest.raises(NonsenseError, match="it answers look-up with"):
        backend([SOUND, "no track"]).look_up(["odd:1"])


@pytest.mark.parametrize("answer", [42, "tracks", [SOUND]])
def test_what_is_no_search_result_is_nonsense(answer: Any) -> None:
    with pytest.raises(NonsenseError, match="it answers search with"):
        backend(answer).search("jazz", exact=False)


@pytest.mark.parametrize(
    "answer", [None, [], SearchResult(), SearchResult(tracks=[SOUND, *NAMELESS])]
)
def test_a_search_result_is_taken(answer: Any) -> None:
    assert backend(answer).search("jazz", exact=False) in ([], [SOUND])
