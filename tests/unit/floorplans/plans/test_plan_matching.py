"""Which space of a new plan is which of the old."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from floorplans.plans.matching import Known, Matching, Wanted, match


def make_known(
    own: int,
    x: float,
    number: str | None = None,
    *,
    y: float = 0.0,
    kind: str = "desk",
    handle: str | None = None,
    ended: bool = False,
) -> Known:
    shape = box(x, y, x + 1.6, y + 0.8)
    return Known(UUID(int=own), kind, number, handle, shape, ended=ended)


def make_wanted(
    x: float,
    number: str | None = None,
    *,
    y: float = 0.0,
    kind: str = "desk",
    handle: str | None = None,
) -> Wanted:
    return Wanted(kind, number, handle, box(x, y, x + 1.6, y + 0.8))


def ids(found: Matching) -> dict[int, int]:
    return {m.wanted: m.known.int for m in found.matches}


def test_a_desk_that_carries_its_number_across_the_room_is_the_same_desk() -> None:
    found = match([make_known(1, 0, "2.041")], [make_wanted(30, "2.041")])
    assert ids(found) == {0: 1}
    assert found.matches[0].verdict.moved_m == 30


def test_two_desks_that_swap_numbers_swap_places_and_keep_their_bookings() -> None:
    old = [make_known(1, 0, "1", handle="A"), make_known(2, 2, "2", handle="B")]
    new = [make_wanted(0, "2", handle="A"), make_wanted(2, "1", handle="B")]
    assert ids(match(old, new)) == {0: 2, 1: 1}


def test_a_renumbered_desk_is_known_by_its_place() -> None:
    assert ids(match([make_known(1, 0, "1")], [make_wanted(0.1, "101")])) == {0: 1}


def test_a_desk_without_number_is_known_by_its_handle_when_it_moved_a_little() -> None:
    old, new = make_known(1, 0, handle="2F"), make_wanted(3, handle="2F")
    assert ids(match([old], [new])) == {0: 1}


def test_an_equal_handle_far_away_is_another_thing() -> None:
    old, new = make_known(1, 0, handle="2F"), make_wanted(60, handle="2F")
    assert ids(match([old], [new])) == {}


def test_a_room_is_never_taken_for_a_desk() -> None:
    assert ids(match([make_known(1, 0, "1", kind="room")], [make_wanted(0, "1")])) == {}


def test_numbers_are_compared_without_case_and_spacing() -> None:
    assert ids(match([make_known(1, 0, "B  12")], [make_wanted(9, "b 12")])) == {0: 1}


def test_a_desk_that_comes_back_after_its_end_gets_its_old_id() -> None:
    assert ids(match([make_known(1, 0, "7", ended=True)], [make_wanted(0, "7")])) == {0: 1}


def test_a_living_desk_goes_before_an_ended_one_of_the_same_number() -> None:
    old = [make_known(1, 0, "7", ended=True), make_known(2, 5, "7")]
    assert ids(match(old, [make_wanted(0, "7")])) == {0: 2}


def test_an_ended_desk_that_only_touched_the_place_stays_ended() -> None:
    assert ids(match([make_known(1, 0, ended=True)], [make_wanted(0.8)])) == {}


def test_many_desks_of_one_label_are_told_apart_by_place() -> None:
    old = [make_known(i + 1, 2.0 * i, "Desk") for i in range(6)]
    new = [make_wanted(2.0 * i, "Desk") for i in reversed(range(6))]
    assert ids(match(old, new)) == {i: 6 - i for i in range(6)}


@given(st.lists(st.integers(0, 40), unique=True, max_size=20), st.randoms(use_true_random=False))
def test_the_same_plan_in_any_order_keeps_every_id(
    places: list[int],
    chance: object,
) -> None:
    old = [make_known(p + 1, 3.0 * p, f"D{p}") for p in places]
    shuffled = list(places)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    new = [make_wanted(3.0 * p, f"D{p}") for p in shuffled]
    assert ids(match(old, new)) == {j: p + 1 for j, p in enumerate(shuffled)}


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from([None, "1", "2", "3"])), max_size=15),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from([None, "1", "2", "3"])), max_size=15),
)
def test_no_space_is_ever_given_away_twice(
    before: list[tuple[int, str | None]], after: list[tuple[int, str | None]]
) -> None:
    old = [make_known(i + 1, x / 2, number) for i, (x, number) in enumerate(before)]
    new = [make_wanted(x / 2, number) for x, number in after]
    found = match(old, new)
    assert len({m.known for m in found.matches}) == len(found.matches)
    assert len({m.wanted for m in found.matches}) == len(found.matches)
    assert len(found.matches) + len(found.new) == len(new)
    assert len(found.matches) + len(found.gone) == len(old)
