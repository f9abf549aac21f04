"""A team over two floors of one building, where none has enough places: as few as can be apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from sqlalchemy import RowMapping

from floorplans.teams.placing import Ground, May, Place, groups

#: A team of this size does not leave one of its people alone, if that can be.
NOBODY_ALONE_FROM = 4


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor (its row of ``queries.floor``) with what is free on it."""

    facts: RowMapping
    ground: Ground


def pairs(floors: Sequence[Floor]) -> list[tuple[Floor, Floor]]:
    """Every two floors of one building, the nearest to each other first.

    The first of two is the one where the colleague sits whom the team wants to be near, or else
    the one with more free places.
    """
    found = [
        (main, other)
        for main, other in permutations(floors, 2)
        if main.facts["building_id"] == other.facts["building_id"] and _leads(main, other)
    ]
    return sorted(found, key=_apart)


def split(main: Floor, other: Floor, size: int, may: May | None = None) -> tuple[Place, ...] | None:
    """Places on two floors, those of the first floor first; None when they have too few.

    As many as can be are on the first floor, and the others as near as can be to the middle of
    these, as seen from above. From ``NOBODY_ALONE_FROM`` on nobody is alone on a floor unless only
    one place is left there.
    """
    here, there = _allowed(main.ground, may), _allowed(other.ground, may)
    least = 2 if size >= NOBODY_ALONE_FROM and len(there.free) > 1 else 1
    apart = max(size - len(here.free), least)
    together = size - apart
    if together < 1 or len(there.free) < apart:
        return None
    first = next(groups(here, together))
    around = here.around or _at(here, first[0])
    return (*first, *next(groups(replace(there, around=around), apart)))


def both(main: Ground, other: Ground) -> Ground:
    """What is free on two floors, as one."""
    return Ground([*main.free, *other.free], main.around)


def _leads(main: Floor, other: Floor) -> bool:
    if (main.ground.around is None) != (other.ground.around is None):
        return main.ground.around is not None
    mine, others = len(main.ground.free), len(other.ground.free)
    return (-mine, str(main.facts["id"])) < (-others, str(other.facts["id"]))


def _apart(pair: tuple[Floor, Floor]) -> tuple[int, int, int, str]:
    main, other = pair
    gap = abs(main.facts["ordinal"] - other.facts["ordinal"])
    return gap, -len(main.ground.free), -len(other.ground.free), str(main.facts["id"])


def _allowed(ground: Ground, may: May | None) -> Ground:
    if may is None:
        return ground
    good = may([row["space_id"] for row in ground.free])
    return replace(ground, free=[row for row in ground.free if row["space_id"] in good])


def _at(ground: Ground, place: Place) -> tuple[float, float]:
    (row,) = (row for row in ground.free if row["space_id"] == place.space_id)
    return row["x"], row["y"]
