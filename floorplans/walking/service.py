"""The nearest free spaces by the way there, and whether that is proven."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import numpy as np

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.nearest import service as straight
from floorplans.nearest.position import Position
from floorplans.nearest.views import NearestAnswer, NearestRequest, NearSpace, StraightPlaces
from floorplans.walking.graphs import BuildingGraph
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
from geo.ways.nearest import Near, Nearest, PlaceRef, nearest
from geo.ways.profiles import ON_FOOT, Profile, least_seconds
from geo.ways.site import OUTDOOR_STEPS, OUTDOORS
from geo.ways.starts import Outside, sharp

log = logging.getLogger(__name__)

#: So many candidates are asked for first, at least so many for each that is wanted.
FIRST = 24
FOR_EACH = 8
#: As many times more are asked for each time that they prove too little, at least and at most.
LEAST_MORE, MORE = 2.0, 4.0
MOST = 400


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request with its hours, as both searches take it."""

    origin: WalkOrigin
    plain: NearestRequest
    window: Window
    profile: Profile
    now: datetime


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
    asked = _Asked(request.origin, plain, window, profile, now)
    return discreetly(lambda: _answer(db, actor, asked), request.origin)


def _answer(db: Database, actor: Actor, asked: _Asked) -> WalkAnswer:
    at = max(asked.now, asked.window.from_at)
    begun = begin(db, actor, asked.origin, asked.plain.floor_id, profile=asked.profile, at=at)
    return replace(_begun(db, actor, asked, begun), from_entrance=begun.entrance)


def _begun(db: Database, actor: Actor, asked: _Asked, begun: Begin) -> WalkAnswer:
    here = begun.here
    if begun.at_door is not None:
        # Straight lines are drawn from the entrance that was found.
        from_door = replace(asked.plain, origin=begun.at_door, floor_id=begun.floor_id)
        asked = replace(asked, plain=from_door)
    if here is None:
        plain = straight.nearest(db, actor, asked.plain, asked.now)
        why = begun.why or "no_start"
        return _with_lines((), plain, () if why == "closed" else plain.spaces, why)
    places, found, why = _proven(db, actor, asked, here)
    by_id = {space.space_id: space for space in places.spaces}
    walks = tuple(_walk(here.graph, by_id, near) for near in found)
    limit = asked.plain.limit
    if len(walks) == limit:
        return _of_ways(begun.floor_id, asked.origin, walks, places, why)
    plain = places.nothing or straight.nearest(db, actor, asked.plain, asked.now)
    if why == "not_worked_out":
        return _with_lines((), plain, plain.spaces, why)
    return _with_rest(here, asked, walks, plain, why)


def _with_rest(
    here: Here, asked: _Asked, walks: tuple[Walk, ...], plain: NearestAnswer, why: Why
) -> WalkAnswer:
    """What is reached on foot, and then what no way is known to.

    A plan may lack a door, so that a place is out of reach: told, but after all others. Who cannot
    take steps is offered nothing that no way is known to, and nobody what is closed off.
    """
    refs = here.graph.refs
    walked = {walk.space.space_id for walk in walks}
    rest = [space for space in plain.spaces if space.space_id not in walked]
    barred = _barred(here, [refs[each.space_id] for each in rest if each.space_id in refs])
    if asked.profile is ON_FOOT:
        rest = [space for space in rest if refs.get(space.space_id) not in barred]
    else:
        rest = [space for space in rest if space.space_id not in refs]
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


def _proven(
    db: Database, actor: Actor, asked: _Asked, here: Here
) -> tuple[StraightPlaces, tuple[Near, ...], Why]:
    """Candidates, the nearest of them, and whether more candidates could still change that."""
    count = max(FIRST, FOR_EACH * asked.plain.limit)
    floor_m = _floor_m(here)
    while True:
        places = straight.straight_places(
            db, actor, asked.plain, asked.window, asked.now, count=count, floor_m=floor_m
        )
        found, why = _walked(here, places, asked.plain.limit)
        # Also where the order cannot be proven, it shall be that from the point itself.
        latest_s = max((near.seconds for near in found), default=math.inf)
        is_open = why == "more_beyond" or len(found) < asked.plain.limit
        is_open |= latest_s > least_seconds(asked.profile, places.beyond_m - here.off_m)
        if not is_open or why == "not_worked_out" or places.is_all or count >= MOST:
            return places, found, why
        count = min(MOST, math.ceil(count * _more(asked.profile, places.beyond_m, latest_s)))


def _more(profile: Profile, beyond_m: float, latest_s: float) -> float:
    """How many times as many places there may be within ``latest_s`` as within ``beyond_m``."""
    least_s = least_seconds(profile, beyond_m)
    if least_s <= 0 or not math.isfinite(latest_s):
        return MORE
    return min(MORE, max(LEAST_MORE, (latest_s / least_s) ** 2))


def _floor_m(here: Here) -> float:
    """So far one could walk at least while one gets to the next floor of the building.

    Whoever is outside is on no floor, and over a floor without ways nobody knows how one goes.
    """
    if isinstance(here.start, Outside) or not here.graph.is_whole:
        return 0.0
    return here.network.floor_s * here.network.profile.walk_m_s


def _walked(here: Here, places: StraightPlaces, limit: int) -> tuple[tuple[Near, ...], Why]:
    """The nearest of some places, and why that is proven or not."""
    refs = here.graph.refs
    found = [refs.get(space.space_id) for space in places.spaces]
    own = [ref for ref in found if ref is not None]
    unknown = [space for space, ref in zip(places.spaces, found, strict=True) if ref is None]
    elsewhere_m = min((space.distance_m - 0.05 for space in unknown), default=math.inf)
    beyond_m = min(places.beyond_m, elsewhere_m)
    try:
        answer = nearest(here.network, here.start, own, limit, max(0.0, beyond_m - here.off_m))
    except Exception as error:  # noqa: BLE001 - its text could hold coordinates; its name cannot
        log.error("a way could not be worked out: %s", type(error).__name__)
        return (), "not_worked_out"
    why: Why = answer.why
    if why == "proven" and len(answer.found) < limit and not places.is_all:
        why = "more_beyond"
    if why == "proven" and _is_estimated(here, answer, places):
        why = "estimated"
    if why == "more_beyond" and unknown and (places.is_all or _is_within(here, answer, places)):
        why = "elsewhere"
    return answer.found, why


def _is_estimated(here: Here, answer: Nearest, places: StraightPlaces) -> bool:
    """Whether a way out of doors that nobody measured is told, or could change the order."""
    site = here.graph.site
    estimated = {n for n, each in enumerate(site.outdoors) if each.is_estimated}
    if not estimated:
        return False
    for near in answer.found:
        edges = np.array(near.way.edges, dtype=int)
        outdoor = np.isin(site.kind[edges], (OUTDOORS, OUTDOOR_STEPS))
        if estimated.intersection(site.ref[edges[outdoor]].tolist()):
            return True
    told = {(near.floor, near.place) for near in answer.found}
    buildings = {here.graph.floors[near.floor].building_id for near in answer.found}
    latest = max((near.most_s or near.seconds for near in answer.found), default=math.inf)
    accuracy_m = getattr(here.start, "accuracy_m", 0.0)
    return any(
        latest > least_seconds(here.network.profile, each.distance_m - here.off_m - accuracy_m)
        for each in places.spaces
        if each.space_id in here.graph.refs
        and here.graph.refs[each.space_id] not in told
        and each.building_id not in buildings
    )


def _is_within(here: Here, answer: Nearest, places: StraightPlaces) -> bool:
    """Whether all that was found is proven against what lies beyond the candidates."""
    latest = max((near.most_s or near.seconds for near in answer.found), default=math.inf)
    accuracy_m = getattr(here.start, "accuracy_m", 0.0)
    return latest <= least_seconds(here.network.profile, places.beyond_m - here.off_m - accuracy_m)


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
