"""What is told of use: no number about few people, and none that subtraction finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from floorplans.usage.rules import AT, ON, SITE, Cell, Crowd, Path, Told, tell

LEAST = 3
#: Who, what kind, floor, zone, weekday, hour, and whether it counts for the measure.
Piece = tuple[int, str, str, str, str, str, int]

pieces = st.lists(
    st.tuples(
        st.integers(1, 8),
        st.sampled_from(("desk", "room")),
        st.sampled_from("12"),
        st.sampled_from("ab"),
        st.sampled_from("12"),
        st.sampled_from(("8", "9")),
        st.integers(0, 3),
    ),
    max_size=40,
)


def paths(piece: Piece) -> tuple[Path, ...]:
    _, kind, floor, zone, day, hour, _ = piece
    at, on = (kind, AT, floor), (kind, ON, day)
    return (SITE, (kind,), at, (*at, zone), on, (*on, hour))


def add_up(found: Iterable[Piece]) -> tuple[dict[Path, Cell], dict[Path, Crowd]]:
    """Cells and the people of small ones, as the database adds them up."""
    anyone, people, amount = defaultdict(set), defaultdict(set), defaultdict(float)
    for piece in found:
        for path in paths(piece):
            anyone[path].add(piece[0])
            if piece[-1]:
                people[path].add(piece[0])
                amount[path] += piece[-1]
    cells = {
        path: Cell(Crowd(len(people[path]), len(anyone[path])), amount[path]) for path in anyone
    }
    small = [path for path in cells if path and not cells[path].crowd.is_enough(LEAST)]
    parents = {path[:-1] for path in small}
    unions = {
        parent: Crowd(
            len(set().union(*(people[path] for path in small if path[:-1] == parent))),
            len(set().union(*(anyone[path] for path in small if path[:-1] == parent))),
        )
        for parent in parents
    }
    return cells, unions


def told_of(found: Iterable[Piece]) -> tuple[Told, dict[Path, Cell]]:
    cells, small = add_up(found)
    return tell(cells, small, LEAST), cells


@given(pieces)
def test_no_number_rests_on_fewer_people_than_asked(found: list[Piece]) -> None:
    told, cells = told_of(found)
    assert all(cells[path].crowd.is_enough(LEAST) for path in told.shown)


@given(pieces)
def test_what_is_hidden_together_rests_on_enough_people(found: list[Piece]) -> None:
    told, cells = told_of(found)
    for parent in told.rests:
        hidden = [p for p in cells if p and p[:-1] == parent and p not in told.shown]
        own = [piece for piece in found if set(paths(piece)) & set(hidden)]
        crowd = Crowd(
            len({piece[0] for piece in own if piece[-1]}), len({piece[0] for piece in own})
        )
        assert crowd.is_enough(LEAST)


LEAVES = [
    (kind, floor, zone, day, hour)
    for kind in ("desk", "room")
    for floor in "12"
    for zone in "ab"
    for day in "12"
    for hour in ("8", "9")
]


@cache
def members(path: Path) -> np.ndarray:
    """Which of all the smallest cells, by place and by time, a cell is the sum of."""
    return np.array([float(path in paths((0, *leaf, 1))) for leaf in LEAVES])


#: Everybody comes on the first day alone, and one person is in the other zone on the second.
ONE_ELSEWHERE: list[Piece] = [
    *((n, "desk", "1", "a", "1", "8", 1) for n in range(4)),
    (9, "desk", "1", "b", "2", "9", 3),
]
#: One person of those at the desks has the only room.
ONE_ROOM: list[Piece] = [
    *((n, "desk", floor, "a", "1", "8", 1) for n in range(3) for floor in "12"),
    (1, "room", "1", "a", "1", "8", 1),
]


@settings(deadline=None)
@given(pieces)
@example(ONE_ELSEWHERE)
@example(ONE_ROOM)
def test_no_hidden_cell_can_be_computed_from_all_that_is_told(found: list[Piece]) -> None:
    told, cells = told_of(found)
    equations = known(told, cells)
    rank = np.linalg.matrix_rank(equations)
    for hidden in wanted(found, told):
        assert np.linalg.matrix_rank(np.vstack([equations, hidden])) > rank


def known(told: Told, cells: dict[Path, Cell]) -> np.ndarray:
    """Everything that is told, as sums of smallest cells; a zero is told of each of its own."""
    empty = {
        path
        for leaf in LEAVES
        for path in paths((0, *leaf, 1))
        if path not in cells and told.of(path, cells) is not None
    }
    empty |= {path for path, amount in told.shown.items() if not amount}
    rows = [np.zeros(len(LEAVES)), *(members(path) for path in told.shown)]
    each = np.eye(len(LEAVES))
    return np.array(rows + [row for path in empty for row in each[members(path) > 0]])


def wanted(found: list[Piece], told: Told) -> Iterable[np.ndarray]:
    """What must stay hidden: each cell, and each place at each time, that few people are in."""
    seen = {path for piece in found for path in paths(piece)}
    yield from (members(path) for path in seen - told.shown.keys() if is_of_few(found, path))
    for at, on in product(seen, seen):
        if AT in at and ON in on and at[0] == on[0] and is_of_few(found, at, on):
            yield members(at) * members(on)


def is_of_few(found: list[Piece], *within: Path) -> bool:
    own = {piece[0] for piece in found if piece[-1] and set(within) <= set(paths(piece))}
    return 0 < len(own) < LEAST


def test_one_hidden_floor_hides_the_smallest_other_one() -> None:
    found = [(n, "desk", "1", "a", "1", "8", 1) for n in range(5)]
    found += [(n, "desk", "2", "a", "1", "8", 1) for n in range(3)]
    found += [(7, "desk", "3", "a", "1", "8", 1)]
    told, _ = told_of(found)
    assert set(told.shown) & {("desk", AT, floor) for floor in "123"} == {("desk", AT, "1")}
    assert told.rests["desk", AT] == 4


def test_floors_that_are_enough_together_hide_no_other() -> None:
    found = [(n, "desk", "1", "a", "1", "8", 1) for n in range(3)]
    found += [(n, "desk", str(n), "a", "1", "8", 1) for n in range(4, 7)]
    told, _ = told_of(found)
    assert ("desk", AT, "1") in told.shown
    assert told.rests["desk", AT] == 3


def test_a_zero_about_few_people_is_hidden_like_their_hours() -> None:
    found = [(n, "desk", "1", "a", "1", "8", 1) for n in range(3)]
    found += [(7, "desk", "1", "b", "1", "8", 0)]
    told, cells = told_of(found)
    assert told.of(("desk", AT, "1", "b"), cells) is None


def test_where_nobody_was_is_told_as_nothing() -> None:
    told, cells = told_of([(n, "desk", "1", "a", "1", "8", 1) for n in range(3)])
    assert told.of(("desk", ON, "7"), cells) == 0


def test_a_site_with_few_people_tells_nothing() -> None:
    told, cells = told_of([(n, "desk", "1", "a", "1", "8", 1) for n in range(2)])
    assert not told.shown
    assert told.of(("desk", ON, "7"), cells) is None
