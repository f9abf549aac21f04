"""Which places a team gets: the closest together that are free and that its people may book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.bookings.views import Window
from floorplans.teams import queries, rules
from floorplans.teams.views import TeamRequest
from geo.closest import closest_group

#: The places of an answer that its people may have, by the rules of booking.
May = Callable[[Sequence[UUID]], frozenset[UUID]]
#: Groups with a place that is not for all of the team are left out, and the next ones looked at.
LOOKS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A free place; ``away_m`` is how far in a straight line from the middle of the team."""

    space_id: UUID
    name: str
    lat: float
    lon: float
    away_m: float


@dataclass(frozen=True, slots=True)
class Ground:
    """The free places of a floor, and where the team wants to be near (metres, site CRS)."""

    free: Sequence[RowMapping]
    around: tuple[float, float] | None


def may_all(actor: Actor) -> bool:
    """Whether somebody books for everybody, and not only for who lets colleagues do it."""
    return actor.role.covers(Role.FACILITY)


def people_of(tx: Connection, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Actor]:
    """All of these people. Raises NotFound ``person_not_found`` unless the actor may for each."""
    everybody = may_all(actor)
    found = queries.people(tx, actor.organisation_id, actor.person_id, ids, all_may=everybody)
    if len(found) != len(ids):
        raise rules.not_bookable_for()
    return found


def ground_of(tx: Connection, actor: Actor, request: TeamRequest, window: Window) -> Ground | None:
    """What is free on a floor; None when the colleague to sit near is not seen there."""
    organisation, floor_id = actor.organisation_id, request.floor_id
    around = None
    if request.near is not None:
        near = {"person_id": request.near, "actor_id": actor.person_id}
        around = queries.where_sits(tx, organisation, floor_id, window, **near)
        if around is None:
            return None
    free = queries.free_places(
        tx, organisation, floor_id, window, kind=request.kind, features=request.features
    )
    return Ground(free, around)


def groups(ground: Ground, size: int, may: May | None = None) -> Iterator[tuple[Place, ...]]:
    """Groups of places, the closest first, the middle one of each first; none is in two of them."""
    left = list(ground.free)
    for _ in range(LOOKS):
        if len(left) < size:
            return
        chosen = _closest(left, size, ground.around)
        ids = [place.space_id for place in chosen]
        good = frozenset(ids) if may is None else may(ids)
        if len(good) == size:
            yield chosen
        gone = frozenset(ids) if len(good) == size else frozenset(ids) - good
        left = [row for row in left if row["space_id"] not in gone]


def these(ground: Ground, space_ids: Sequence[UUID]) -> tuple[Place, ...]:
    """The places of a proposal. Raises Conflict ``proposal_lost`` when one is not free any more."""
    rows = {row["space_id"]: row for row in ground.free}
    if not rows.keys() >= set(space_ids):
        raise rules.proposal_lost()
    found = [rows[space_id] for space_id in space_ids]
    return tuple(_places(found, _middle(found, ground.around)))


def _closest(
    left: Sequence[RowMapping], size: int, around: tuple[float, float] | None
) -> tuple[Place, ...]:
    points = np.array([(row["x"], row["y"]) for row in left], dtype=np.float64)
    found = [left[index] for index in closest_group(points, size, around=around).members]
    return tuple(_places(found, _middle(found, around)))


def _middle(found: Sequence[RowMapping], around: tuple[float, float] | None) -> tuple[float, float]:
    return around or (found[0]["x"], found[0]["y"])


def _places(found: Sequence[RowMapping], middle: tuple[float, float]) -> Iterator[Place]:
    for row in found:
        away_m = float(np.hypot(row["x"] - middle[0], row["y"] - middle[1]))
        yield Place(row["space_id"], row["name"], row["lat"], row["lon"], away_m)
