"""Free spaces in straight lines, asked for until the nearest of them by the way are proven."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.nearest import service as straight
from floorplans.nearest.views import NearestRequest, NearSpace, StraightPlaces
from floorplans.walking.starting import Here
from floorplans.walking.views import WalkOrigin, Why
from geo.ways.nearest import Near, Nearest, PlaceRef, nearest
from geo.ways.profiles import Profile, least_seconds
from geo.ways.reach import reach_m
from geo.ways.site import OUTDOOR_STEPS, OUTDOORS
from geo.ways.starts import Outside

log = logging.getLogger(__name__)

#: So many candidates are asked for first, at least so many for each that is wanted.
FIRST = 24
FOR_EACH = 8
#: As many times more are asked for each time that they prove too little, at least and at most.
LEAST_MORE, MORE = 1.25, 4.0
#: More than there would be if places lay evenly.
SPARE = 1.2
MOST = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its hours, as both searches take it."""

    origin: WalkOrigin
    plain: NearestRequest
    window: Window
    profile: Profile
    now: datetime


@dataclass(frozen=True, slots=True)
class Refined:
    """Candidates, the nearest of them by the way, and why that is proven or not."""

    places: StraightPlaces
    found: tuple[Near, ...]
    why: Why


def refined(db: Database, actor: Actor, asked: Asked, here: Here) -> Refined:
    """The nearest free spaces by the way, out of as many candidates as it takes.

    Raises what the database says as it is, as ``straight_places`` does.
    """
    limit = asked.plain.limit
    count = max(FIRST, FOR_EACH * limit)
    # What is quiet is found by lines alone.
    floor_m = 0.0 if asked.plain.quiet else _floor_m(here)
    while True:
        places = straight.straight_places(
            db, actor, asked.plain, asked.window, asked.now, count=count, floor_m=floor_m
        )
        is_last = places.is_all or count >= MOST
        answer = _walked(here, places, limit, is_last=is_last)
        if answer is None:
            return Refined(places, (), "not_worked_out")
        is_open = answer.why == "more_beyond" or len(answer.found) < limit
        if is_last or not is_open:
            return Refined(places, answer.found, _why(here, places, answer, limit))
        if math.isfinite(answer.latest_s):
            more = _more(asked.profile, places.beyond_m - here.off_m, answer.latest_s)
            count = min(MOST, math.ceil(count * more))
        elif here.graph.is_site or reach_m(here.network, here.start, floor_m) >= places.beyond_m:
            # Nobody knows how far away the next one is.
            count = MOST
        else:
            # Every place that there is a way to would be among them, were it free.
            answer = _walked(here, places, limit, is_last=True)
            found = () if answer is None else answer.found
            why = "not_worked_out" if answer is None else _why(here, places, answer, limit)
            return Refined(places, found, why)


def _more(profile: Profile, beyond_m: float, latest_s: float) -> float:
    """How many times as many places there may be within ``latest_s`` as within ``beyond_m``."""
    least_s = least_seconds(profile, beyond_m)
    if least_s <= 0:
        return MORE
    return min(MORE, max(LEAST_MORE, SPARE * (latest_s / least_s) ** 2))


def _floor_m(here: Here) -> float:
    """So far one could walk at least while one gets to the next floor of the building.

    Whoever is outside is on no floor, and over a floor without ways nobody knows how one goes.
    """
    if isinstance(here.start, Outside) or not here.graph.is_whole:
        return 0.0
    return here.network.floor_s * here.network.profile.walk_m_s


def _walked(here: Here, places: StraightPlaces, limit: int, *, is_last: bool) -> Nearest | None:
    """The nearest of some places; None where that cannot be worked out.

    Unless the places are the last ones, no more is told than that where others, farther away in a
    straight line, could be nearer by the way.
    """
    refs = [_ref(here, space) for space in places.spaces]
    unknown = [space for space, ref in zip(places.spaces, refs, strict=True) if ref is None]
    elsewhere_m = min((space.distance_m - 0.05 for space in unknown), default=math.inf)
    known_m, beyond_m = (
        max(0.0, metres - here.off_m)
        for metres in (places.beyond_m, min(places.beyond_m, elsewhere_m))
    )
    own = [ref for ref in refs if ref is not None]
    cut_m = math.inf if is_last else known_m
    try:
        return nearest(here.network, here.start, own, limit, beyond_m, cut_m=cut_m)
    except Exception as error:  # noqa: BLE001 - its text could hold coordinates; its name cannot
        log.error("a way could not be worked out: %s", type(error).__name__)
        return None


def _why(here: Here, places: StraightPlaces, answer: Nearest, limit: int) -> Why:
    why: Why = answer.why
    if why == "proven" and len(answer.found) < limit and not places.is_all:
        why = "more_beyond"
    if why == "proven" and _is_estimated(here, answer, places):
        why = "estimated"
    if why != "more_beyond" or all(_ref(here, space) is not None for space in places.spaces):
        return why
    is_elsewhere = places.is_all or _is_within(here, answer, places)
    return "elsewhere" if is_elsewhere else why


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
        if each.building_id not in buildings and _ref(here, each) not in (None, *told)
    )


def _is_within(here: Here, answer: Nearest, places: StraightPlaces) -> bool:
    """Whether all that was found is proven against what lies beyond the candidates."""
    latest = max((near.most_s or near.seconds for near in answer.found), default=math.inf)
    accuracy_m = getattr(here.start, "accuracy_m", 0.0)
    return latest <= least_seconds(here.network.profile, places.beyond_m - here.off_m - accuracy_m)


def _ref(here: Here, space: NearSpace) -> PlaceRef | None:
    return here.graph.ref(space.space_id, space.floor_id)
