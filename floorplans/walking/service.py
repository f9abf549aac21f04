"""The nearest free spaces by the way there, and whether that is proven."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.nearest import service as straight
from floorplans.nearest.position import Position
from floorplans.nearest.views import NearestAnswer, NearestRequest, NearSpace, StraightPlaces
from floorplans.walking.graphs import BuildingGraph
from floorplans.walking.refining import Asked, refined
from floorplans.walking.starting import Begin, Here, begin, discreetly, profile_of
from floorplans.walking.views import (
    MORE_CLOSED,
    SAID,
    Walk,
    WalkAnswer,
    WalkOrigin,
    WalkRequest,
    Why,
)
from geo.ways.nearest import Near, PlaceRef, nearest
from geo.ways.profiles import ON_FOOT, least_seconds
from geo.ways.starts import sharp

log = logging.getLogger(__name__)


def nearest_by_walking(
    db: Database, actor: Actor, request: WalkRequest, now: datetime
) -> WalkAnswer:
    """The free spaces with the shortest ways from the origin, for one kind of person.

    The position is bound to a few queries and kept nowhere. Where no way is known the answer has
    straight lines, and says so. Raises what ``nearest`` raises, and Invalid ``profile_unknown``.
    """
    profile = profile_of(request.profile)
    plain = NearestRequest(
        request.origin,
        request.floor_id,
        request.from_at,
        request.to_at,
        request.kind,
        request.features,
        request.limit,
        request.quiet,
    )
    window = straight.check(plain, now)
    asked = Asked(request.origin, plain, window, profile, now)
    return discreetly(lambda: _answer(db, actor, asked), request.origin)


def _answer(db: Database, actor: Actor, asked: Asked) -> WalkAnswer:
    at = max(asked.now, asked.window.from_at)
    begun = begin(db, actor, asked.origin, asked.plain.floor_id, profile=asked.profile, at=at)
    return replace(_begun(db, actor, asked, begun), from_entrance=begun.entrance)


def _begun(db: Database, actor: Actor, asked: Asked, begun: Begin) -> WalkAnswer:
    here = begun.here
    if begun.at_door is not None:
        # Straight lines are drawn from the entrance that was found.
        from_door = replace(asked.plain, origin=begun.at_door, floor_id=begun.floor_id)
        asked = replace(asked, plain=from_door)
    if here is None:
        plain = straight.nearest(db, actor, asked.plain, asked.now)
        why = begun.why or "no_start"
        return _with_lines((), plain, () if why == "closed" else plain.spaces, why)
    best = refined(db, actor, asked, here)
    places, why = best.places, best.why
    by_id = {space.space_id: space for space in places.spaces}
    walks = tuple(_walk(here.graph, by_id, near) for near in best.found)
    limit = asked.plain.limit
    if len(walks) == limit:
        return _of_ways(begun.floor_id, asked.origin, walks, places, why)
    plain = places.nothing or straight.nearest(db, actor, asked.plain, asked.now)
    if why == "not_worked_out":
        return _with_lines((), plain, plain.spaces, why)
    return _with_rest(here, asked, walks, plain, why)


def _with_rest(
    here: Here, asked: Asked, walks: tuple[Walk, ...], plain: NearestAnswer, why: Why
) -> WalkAnswer:
    """What is reached on foot, and then what no way is known to.

    A plan may lack a door, so that a place is out of reach: told, but after all others. Who cannot
    take steps is offered nothing that no way is known to, and nobody what is closed off.
    """
    walked = {walk.space.space_id for walk in walks}
    rest = [space for space in plain.spaces if space.space_id not in walked]
    refs = {each.space_id: here.graph.ref(each.space_id, each.floor_id) for each in rest}
    barred = _barred(here, [ref for ref in refs.values() if ref is not None])
    if asked.profile is ON_FOOT:
        rest = [space for space in rest if refs[space.space_id] not in barred]
    else:
        rest = [space for space in rest if refs[space.space_id] is None]
    why = "closed" if barred and not walks else why
    answer = _with_lines(walks, plain, rest[: asked.plain.limit - len(walks)], why)
    if barred and walks:
        return replace(answer, said=f"{answer.said} {MORE_CLOSED}")
    return answer


def _barred(here: Here, refs: Sequence[PlaceRef]) -> set[PlaceRef]:
    """Places that there would be a way to if nothing were closed."""
    if here.open is None or not refs:
        return set()
    try:
        found = nearest(here.open, sharp(here.start), refs, len(refs)).found
    except Exception as error:  # noqa: BLE001 - its text could hold coordinates; its name cannot
        log.error("a way could not be worked out: %s", type(error).__name__)
        return set()
    return {(near.floor, near.place) for near in found}


def _walk(graph: BuildingGraph, known: Mapping[UUID, NearSpace], near: Near) -> Walk:
    floor = graph.floors[near.floor]
    numbers = [int(graph.site.floor[node]) for node in near.way.nodes]
    passed = [n for i, n in enumerate(numbers) if i == 0 or n != numbers[i - 1]]
    return Walk(
        known[floor.spaces[near.place]],
        "way",
        round(near.seconds, 1),
        round(near.metres, 1),
        round(near.least_s, 1),
        None if near.most_s is None else round(near.most_s, 1),
        tuple(graph.floors[n].short_name for n in passed),
    )


def _of_ways(
    floor_id: UUID, origin: WalkOrigin, walks: tuple[Walk, ...], places: StraightPlaces, why: Why
) -> WalkAnswer:
    is_vague = isinstance(origin, Position) and not origin.is_accurate_to_a_space
    return WalkAnswer(
        spaces=walks,
        from_floor_id=floor_id,
        precision="floor" if is_vague else "space",
        exact=why == "proven",
        why=why,
        said=SAID[why],
        looked_m=round(places.beyond_m),
        next_free_at=None,
        refusal=None,
    )


def _with_lines(
    walks: tuple[Walk, ...], plain: NearestAnswer, rest: Sequence[NearSpace], why: Why
) -> WalkAnswer:
    """Ways as far as they are known, and straight lines after them."""
    lines = tuple(_line(space) for space in rest)
    why = "elsewhere" if lines and walks else why
    return WalkAnswer(
        spaces=(*walks, *lines),
        from_floor_id=plain.from_floor_id,
        precision=plain.precision,
        exact=why == "proven" and not lines,
        why=why,
        said=SAID[why],
        looked_m=plain.looked_m,
        next_free_at=plain.next_free_at,
        refusal=plain.refusal,
    )


def _line(space: NearSpace) -> Walk:
    least_s = least_seconds(ON_FOOT, space.distance_m)
    floors = (space.floor_short_name,)
    return Walk(space, "straight", space.walk_s, space.distance_m, round(least_s, 1), None, floors)
