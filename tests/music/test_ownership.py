from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mopidy_moodcam.music.ownership import Own, Ownership, moved


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([1, 2, 3], [1, 2, 3], set()),
        ([1, 2, 3], [1, 3], set()),
        ([1, 2, 3], [1, 9, 2, 3], set()),
        ([1, 2, 3, 4], [2, 3, 4, 1], {1}),
        ([1, 2, 3, 4], [4, 1, 2, 3], {4}),
        ([1, 2, 3, 4, 5], [1, 3, 4, 2, 5], {2}),
        ([1, 2], [2, 1], {1, 2}),
        ([1, 2, 3], [1, 3, 2], {2, 3}),
        ([1, 2, 3, 4], [4, 3, 2, 1], {1, 2, 3, 4}),
        ([], [1], set()),
    ],
)
def test_what_may_have_been_moved(before: list[int], after: list[int], expected: set[int]) -> None:
    assert moved(before, after) == expected


@given(st.lists(st.integers(0, 30), unique=True, max_size=12), st.data())
def test_whatever_one_move_took_is_among_the_moved(before: list[int], data: st.DataObject) -> None:
    if not before:
        return
    taken = data.draw(st.sampled_from(before))
    rest = [tlid for tlid in before if tlid != taken]
    position = data.draw(st.integers(0, len(rest)))
    after = [*rest[:position], taken, *rest[position:]]
    if after != before:
        assert taken in moved(before, after)


@given(st.permutations(range(8)))
def test_what_has_not_moved_is_still_in_order(after: list[int]) -> None:
    stayed = [tlid for tlid in after if tlid not in moved(range(8), after)]
    assert stayed == sorted(stayed)


def added(name: str) -> Own:
    return Own(f"dummy:{name}", (name,))


@pytest.fixture
def own() -> Ownership:
    own = Ownership()
    for tlid in (2, 3, 4):
        own.add(tlid, added(str(tlid)))
    own.observe([1, 2, 3, 4])
    return own


def test_what_others_remove_is_ours_no_more(own: Ownership) -> None:
    assert own.observe([1, 2, 4]) == {3: added("3")}
    assert 3 not in own
    assert own.reasons_of(3) == ()
    assert own.reasons_of(4) == ("4",)


def test_what_we_discard_ourselves_is_not_reported(own: Ownership) -> None:
    own.discard([3])
    assert own.observe([1, 2, 4]) == {}


def test_what_others_move_is_theirs(own: Ownership) -> None:
    own.observe([1, 3, 4, 2])
    assert [tlid for tlid in (2, 3, 4) if tlid in own] == [3, 4]
