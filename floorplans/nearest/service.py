"""Finding the nearest free spaces, without keeping where anybody stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import psycopg

from floorplans.actor import Actor
from floorplans.bookings import judging, rules
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.errors import Busy, Invalid, Refused
from floorplans.nearest import costs, queries, quiet
from floorplans.nearest.position import Position
from floorplans.nearest.queries import Found
from floorplans.nearest.refusing import floor_needed, told, unplaced
from floorplans.nearest.views import (
    EntranceOrigin,
    NearestAnswer,
    NearestRequest,
    NearSpace,
    SpaceOrigin,
    StraightPlaces,
)

KINDS = ("desk", "room", "booth", "parking", "locker", "area")
MOST_FEATURES = 20
#: Where rules keep much from the person the search goes on farther out, up to so many places.
FARTHER = 5
MOST_JUDGED = 400


def nearest(db: Database, actor: Actor, request: NearestRequest, now: datetime) -> NearestAnswer:
    """The free spaces with the shortest ways from the origin, in the window, on any floor near.

    The position is bound to one query and kept nowhere. Raises Invalid (among them
    ``floor_needed``: an entrance without its floor), Refused ``in_the_past`` or
    ``not_on_site``, NotFound (``floor_not_found``, ``space_not_found``, ``entrance_not_found``),
    Busy. No error holds the position, nor a cause that does.
    """
    window = check(request, now)
    try:
        return _search(db, actor, request, window, now)
    except (psycopg.Error, Busy) as error:
        trouble = told(error, request.origin)
    # Raised outside the handler: the database's error, which knows what was bound, is let go.
    raise trouble


def alternatives(
    db: Database, actor: Actor, space_id: UUID, *, kind: str, window: Window, limit: int
) -> tuple[NearSpace, ...]:
    """Free spaces of the same kind: those on the space's own floor first, then by the way."""
    search = queries.searching(
        actor.organisation_id,
        SpaceOrigin(space_id),
        floor_id=None,
        window=window,
        kind=kind,
        features=(),
        limit=limit,
        own_floor_first=True,
    )
    found = queries.found(db.read(actor.organisation_id, search))
    return () if found is None else found.spaces


def check(request: NearestRequest, now: datetime) -> Window:
    """The hours of a request that makes sense; raises Invalid, Refused ``in_the_past``."""
    window = rules.window_of(request.from_at, request.to_at)
    _check(request, window, now)
    return window


def straight_places(
    db: Database,
    actor: Actor,
    request: NearestRequest,
    window: Window,
    now: datetime,
    *,
    count: int,
    floor_m: float = 0.0,
) -> StraightPlaces:
    """The ``count`` free spaces that are nearest in a straight line, on any floor of the site.

    Each floor up or down in the same building counts as ``floor_m`` more: so far one walks at least
    while one gets there. The request was checked. Raises what the database says as it is:
    ``refusing.told`` words it.
    """
    # What is quiet is sorted out of several searches, by lines alone.
    floor_m = 0.0 if request.quiet else floor_m
    found = _found(
        db, actor, request, window, count, straight=True, floor_s=floor_m / costs.WALKING_M_PER_S
    )
    spaces = found.spaces
    if not spaces and not found.is_cut:
        nothing = _answer(db, actor, request, window, now, found=found, allowed=())
        return StraightPlaces((), _told_m(found.looked_m), is_all=True, nothing=nothing)
    if judging.has_rules(db, actor):
        may = judging.may_book(db, actor, [s.space_id for s in spaces], window, now)
        spaces = tuple(space for space in spaces if space.space_id in may)
    is_full = len(found.spaces) >= count
    last_m = found.looked_m
    if is_full:
        last = found.spaces[-1]
        # Seconds are told without their fractions.
        by_way_m = (last.walk_s - 0.5) * costs.WALKING_M_PER_S if floor_m else 0.0
        last_m = max(last.distance_m, by_way_m)
    beyond_m = _told_m(min(found.looked_m, last_m))
    return StraightPlaces(spaces, beyond_m, is_all=not (is_full or found.is_cut))


def _told_m(metres: float) -> float:
    """Distances are told to 0.1 m."""
    return max(0.0, metres - 0.05)


def _search(
    db: Database, actor: Actor, request: NearestRequest, window: Window, now: datetime
) -> NearestAnswer:
    found, allowed = _allowed(db, actor, request, window, now)
    return _answer(db, actor, request, window, now, found=found, allowed=allowed)


def _answer(
    db: Database,
    actor: Actor,
    request: NearestRequest,
    window: Window,
    now: datetime,
    *,
    found: Found,
    allowed: tuple[NearSpace, ...],
) -> NearestAnswer:
    later = refusal = None
    if not found.spaces and request.quiet:
        quiet.check_known(db, actor, found.floor_id, request.kind)
    elif not found.spaces:
        asked = queries.next_free(found.floor_id, window, request.kind, request.features)
        later = db.read(actor.organisation_id, asked)[0][0]
    elif not allowed:
        refusal = judging.why_not(db, actor, found.spaces[0].space_id, window, now)
    vague = isinstance(request.origin, Position) and not request.origin.is_accurate_to_a_space
    return NearestAnswer(
        spaces=allowed,
        from_floor_id=found.floor_id,
        precision="floor" if vague else "space",
        looked_m=round(found.looked_m),
        is_complete=found.is_complete,
        next_free_at=later,
        refusal=refusal,
    )


def _allowed(
    db: Database, actor: Actor, request: NearestRequest, window: Window, now: datetime
) -> tuple[Found, tuple[NearSpace, ...]]:
    """What is free, and what of it the actor may have; farther out where that is little."""
    limit = request.limit
    has_rules = judging.has_rules(db, actor)
    while True:
        found = _found(db, actor, request, window, limit)
        if not has_rules:
            return found, found.spaces
        may = judging.may_book(db, actor, [s.space_id for s in found.spaces], window, now)
        allowed = tuple(space for space in found.spaces if space.space_id in may)[: request.limit]
        if len(allowed) == request.limit or len(found.spaces) < limit or limit >= MOST_JUDGED:
            return found, allowed
        limit = min(limit * FARTHER, MOST_JUDGED)


def _found(
    db: Database,
    actor: Actor,
    request: NearestRequest,
    window: Window,
    limit: int,
    *,
    straight: bool = False,
    floor_s: float = 0.0,
) -> Found:
    if not request.quiet:
        return _of_kind(
            db,
            actor,
            request,
            window,
            kind=request.kind,
            limit=limit,
            straight=straight,
            floor_s=floor_s,
        )

    def search(kind: str, most: int) -> Found:
        return _of_kind(db, actor, request, window, kind=kind, limit=most, straight=straight)

    return quiet.quiet_only(db, actor, search, request.kind, limit=limit, most=MOST_JUDGED)


def _of_kind(
    db: Database,
    actor: Actor,
    request: NearestRequest,
    window: Window,
    *,
    kind: str | None,
    limit: int,
    straight: bool,
    floor_s: float = 0.0,
) -> Found:
    search = queries.searching(
        actor.organisation_id,
        request.origin,
        floor_id=request.floor_id,
        window=window,
        kind=kind,
        features=request.features,
        limit=limit,
        straight=straight,
        floor_s=floor_s,
    )
    found = queries.found(db.read(actor.organisation_id, search))
    if found is None:
        raise unplaced(db, actor, request.origin, request.floor_id)
    return found


def _check(request: NearestRequest, window: Window, now: datetime) -> None:
    rules.check_shown(window)
    if window.to_at <= now:
        raise Refused(
            "in_the_past",
            "These hours are over.",
            "Choose a window that ends in the future.",
            to=window.to_at.isoformat(),
        )
    if request.kind is not None and request.kind not in KINDS:
        raise Invalid(
            "kind_unknown", "There is no such kind of space.", f"Use one of: {', '.join(KINDS)}."
        )
    if not 1 <= request.limit <= costs.LONGEST_LIST or len(request.features) > MOST_FEATURES:
        raise Invalid(
            "list_too_long",
            "This asks for too much at once.",
            f"Ask for 1 to {costs.LONGEST_LIST} spaces with at most {MOST_FEATURES} features.",
        )
    if request.floor_id is None and isinstance(request.origin, EntranceOrigin):
        raise floor_needed()
    if any("\0" in feature for feature in request.features):
        raise Invalid("feature_unknown", "There is no such feature.", "Choose one from the list.")
