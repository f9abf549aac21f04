"""Finding the nearest free spaces, without keeping where anybody stands."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

import psycopg

from floorplans.actor import Actor
from floorplans.bookings import judging, rules
from floorplans.bookings.views import Window
from floorplans.database import Database, busy
from floorplans.errors import Busy, DomainError, Invalid, NotFound, Refused
from floorplans.nearest import costs, queries
from floorplans.nearest.position import Position
from floorplans.nearest.queries import Found
from floorplans.nearest.views import (
    EntranceOrigin,
    NearestAnswer,
    NearestRequest,
    NearSpace,
    SpaceOrigin,
)

_log = logging.getLogger(__name__)

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
    window = rules.window_of(request.from_at, request.to_at)
    _check(request, window, now)
    try:
        return _search(db, actor, request, window, now)
    except (psycopg.Error, Busy) as error:
        trouble = _told(error, request)
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


def _search(
    db: Database, actor: Actor, request: NearestRequest, window: Window, now: datetime
) -> NearestAnswer:
    found, allowed = _allowed(db, actor, request, window, now)
    later = refusal = None
    if not found.spaces:
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
    db: Database, actor: Actor, request: NearestRequest, window: Window, limit: int
) -> Found:
    search = queries.searching(
        actor.organisation_id,
        request.origin,
        floor_id=request.floor_id,
        window=window,
        kind=request.kind,
        features=request.features,
        limit=limit,
    )
    found = queries.found(db.read(actor.organisation_id, search))
    if found is None:
        raise _unplaced(db, actor, request)
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
        raise Invalid(
            "floor_needed",
            "An entrance is counted on its floor, and no floor was given.",
            "Give the floor too, or search near a desk or a room, whose floor is known.",
        )
    if any("\0" in feature for feature in request.features):
        raise Invalid("feature_unknown", "There is no such feature.", "Choose one from the list.")


def _unplaced(db: Database, actor: Actor, request: NearestRequest) -> DomainError:
    if isinstance(request.origin, SpaceOrigin):
        return rules.space_missing()
    if request.floor_id is None:
        return _not_on_any_site()
    known = queries.floor_known(actor.organisation_id, request.floor_id)
    if not db.read(actor.organisation_id, known):
        return NotFound(
            "floor_not_found",
            "This floor does not exist.",
            "Choose a floor from the list of places.",
        )
    if isinstance(request.origin, EntranceOrigin):
        return NotFound(
            "entrance_not_found",
            "This floor's plan shows no such entrance.",
            "Search near a desk or a room instead.",
        )
    return _not_on_site()


def _not_on_site() -> Refused:
    return Refused(
        "not_on_site",
        "You do not seem to be at this site. Your position was not kept.",
        "Choose the site where you are, or search near a desk, a room or an entrance.",
    )


def _not_on_any_site() -> Refused:
    return Refused(
        "not_on_site",
        "You do not seem to be at any of your sites. Your position was not kept.",
        "Choose the floor where you are, or search near a desk, a room or an entrance.",
    )


def _told(error: psycopg.Error | Busy, request: NearestRequest) -> DomainError:
    state = error.sqlstate if isinstance(error, psycopg.Error) else None
    if state == queries.ORIGIN_UNPLACED and isinstance(request.origin, Position):
        return _not_on_site()
    if state is not None:
        # Its text could hold a coordinate; its code cannot.
        _log.error("the nearest search failed with SQLSTATE %s", state)
    return busy()
