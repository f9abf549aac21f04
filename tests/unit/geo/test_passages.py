"""Ways through a floor, on random grids of rooms whose ways are known."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from shapely import LineString, MultiLineString, Polygon, box

from geo.passages import Link, Passage, links, open_links, reachable

CELL_M, WALL_M = 4.0, 0.2
LEAST_M = 0.8


def make_room(column: int, row: int) -> Polygon:
    x, y = column * CELL_M, row * CELL_M
    half = WALL_M / 2
    return box(x + half, y + half, x + CELL_M - half, y + CELL_M - half)


def make_floor(seed: int) -> tuple[list[Polygon], list[Passage], list[Link]]:
    """Rooms, their doors as drawn, and between which rooms they are."""
    random = Random(seed)
    columns, rows = random.randint(2, 5), random.randint(1, 5)
    rooms = [make_room(c, r) for c, r in product(range(columns), range(rows))]
    place = {(c, r): i for i, (c, r) in enumerate(product(range(columns), range(rows)))}
    doors, ways = [], []
    for (c, r), i in place.items():
        for other, line in (
            (
                (c + 1, r),
                LineString(
                    [((c + 1) * CELL_M, r * CELL_M + 1), ((c + 1) * CELL_M, r * CELL_M + 2)]
                ),
            ),
            (
                (c, r + 1),
                LineString(
                    [(c * CELL_M + 1, (r + 1) * CELL_M), (c * CELL_M + 2, (r + 1) * CELL_M)]
                ),
            ),
        ):
            if other in place and random.random() < 0.6:
                width = random.choice([0.7, 0.75, 0.8, 0.9, 1.2, None])
                doors.append(Passage(line, width))
                ways.append(Link(i, place[other], width))
    entrance = LineString([(1, 0), (2, 0)])
    doors.append(Passage(entrance, 1.0, to_outside=True))
    ways.append(Link(place[0, 0], None, 1.0))
    return rooms, doors, ways


def brute_force(count: int, ways: list[Link], barred: set[int]) -> list[bool | None]:
    """All three questions by walking as long as something new is reached."""

    def walk(allowed: list[Link], shut: set[int]) -> set[int | None]:
        found: set[int | None] = {None}
        while True:
            more = {
                other
                for way in allowed
                for one, other in ((way.one, way.other), (way.other, way.one))
                if one in found and one not in shut
            }
            if more <= found:
                return found
            found |= more

    wide = walk([w for w in ways if w.clear_m is not None and w.clear_m >= LEAST_M], barred)
    perhaps = walk([w for w in ways if w.clear_m is None or w.clear_m >= LEAST_M], barred)
    anyhow = walk(ways, set())
    told: list[bool | None] = []
    for room in range(count):
        if room in wide:
            told.append(True)
        elif room in perhaps or room not in anyhow:
            told.append(None)
        else:
            told.append(False)
    return told


def undirected(found: list[Link | None]) -> set[tuple[frozenset[int | None], float | None]]:
    return {(frozenset((w.one, w.other)), w.clear_m) for w in found if w is not None}


@pytest.mark.parametrize("seed", range(60))
def test_doors_lead_between_the_rooms_on_their_sides(seed):
    rooms, doors, ways = make_floor(seed)
    assert undirected(links(rooms, doors)) == undirected(list(ways))


@pytest.mark.parametrize("seed", range(60))
def test_what_is_reached_is_what_walking_finds(seed):
    rooms, doors, ways = make_floor(seed)
    barred = {i for i in range(len(rooms)) if Random(f"{seed} {i}").random() < 0.15}
    found = [link for link in links(rooms, doors) if link is not None]
    assert reachable(len(rooms), found, [], barred, LEAST_M) == brute_force(
        len(rooms), ways, barred
    )


def test_a_door_that_leads_nowhere_known_is_still_a_door_of_its_room():
    (link,) = links([make_room(0, 0)], [Passage(LineString([(1, 0), (2, 0)]), 0.9)])
    assert link == Link(0, 0, 0.9)


def test_a_room_behind_a_door_of_unknown_width_is_not_known_to_be_reached():
    ways = [Link(None, 0, 1.0), Link(0, 1, None), Link(0, 2, 0.6), Link(3, 4, 1.0)]
    assert reachable(5, ways, [], [], LEAST_M) == [True, None, False, None, None]


def test_rooms_side_by_side_without_a_wall_are_one_way():
    rooms = [box(0, 0, 4, 4), box(4, 0, 8, 4)]
    open_side = open_links(rooms, MultiLineString([[(4, 0), (4, 2.5)]]), LEAST_M)
    assert [(link.one, link.other) for link in open_side] == [(0, 1)]
    assert open_side[0].clear_m == pytest.approx(1.5, abs=0.1)
    assert open_links(rooms, MultiLineString([[(4, 0), (4, 4)]]), LEAST_M) == []
