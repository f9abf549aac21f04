"""What a printed code shows: the place now, and the obvious next thing. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.actor import Actor
from floorplans.approvals import service as approvals
from floorplans.assigning import service as assigning
from floorplans.bookings import judging
from floorplans.bookings import rules as booking_rules
from floorplans.bookings import service as bookings
from floorplans.bookings.instead import MORE_ALTERNATIVES
from floorplans.bookings.rules import SpaceFacts
from floorplans.bookings.schedule import FloorSchedule, span_of
from floorplans.bookings.statuses import SpaceSchedule, Taking
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, NotFound
from floorplans.nearest import service as nearest
from floorplans.nearest.views import EntranceOrigin, NearestRequest, NearSpace, Origin, SpaceOrigin
from floorplans.presence import queries, rules
from floorplans.presence.hours import hours_now
from floorplans.presence.rules import Found
from floorplans.presence.views import BookingThere, Look, PlaceAt, Step
from floorplans.wording import place_title

OTHERS = 3
TO_BE_HAD = (Step.TAKE, Step.CLAIM, Step.SIT_HERE, Step.OWN)
NEAR_LISTED = 8
MOMENT = timedelta(minutes=1)
NEAREST_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Sight:
    """A bookable space, who looks at it and when, and what takes its floor."""

    place: PlaceAt
    actor: Actor
    now: datetime
    mine: Sequence[BookingThere]
    schedule: FloorSchedule

    def entry(self) -> dict[str, Any]:
        """The space's entry in the availability document of this moment."""
        document = json.loads(
            self.schedule.document(_moment(self.now), self.actor.person_id, self.now)
        )
        entries: list[dict[str, Any]] = document["spaces"]
        return next((each for each in entries if each["id"] == str(self.place.id)), {})

    def space(self) -> SpaceSchedule | None:
        wanted = str(self.place.id)
        return next((each for each in self.schedule.spaces if wanted in each.head), None)

    def takings(self) -> tuple[Taking, ...]:
        space = self.space()
        return space.takings if space is not None else ()

    def changes_s(self) -> list[float]:
        """When something takes or closes the space next, or it goes, in seconds since 1970."""
        space, at = self.space(), self.now.timestamp()
        if space is None:
            return []
        begins = [
            *(each.from_s for each in space.takings),
            *(each.from_s for each in space.closures),
            *(each.from_s for each in space.claims if each.person_id != str(self.actor.person_id)),
        ]
        stays_s = space.stays_until(at)
        gone = [stays_s] if stays_s is not None and isfinite(stays_s) else []
        return [*(each for each in begins if each > at), *gone]


def place_at(db: Database, actor: Actor, place_id: UUID) -> PlaceAt:
    """Which space or floor a printed code stands for; NotFound ``place_not_found``."""
    with db.transaction(actor.organisation_id) as tx:
        place = queries.place(tx, actor, place_id)
    if place is None:
        raise _no_such_place()
    return place


def look(db: Database, actor: Actor, place_id: UUID, now: datetime) -> Look:
    """A space or a floor as its code shows it to this person; NotFound ``place_not_found``."""
    with db.transaction(actor.organisation_id) as tx:
        place = queries.place(tx, actor, place_id)
        if place is None:
            raise _no_such_place()
        mine = queries.mine_now(tx, actor, now)
    if place.kind == "floor":
        own = next((each for each in mine if each.floor_id == place.id), None)
        return _look(place, Step.CHOOSE, mine=own)
    if not (place.is_there and place.bookable):
        return _look(place, _step_without_booking(place, mine), mine=_here(place, mine))
    schedule = bookings.schedule(db, actor, place.floor_id, span_of(_moment(now)))
    return _look_at_space(_Sight(place, actor, now, mine, schedule), db)


def places_near(
    db: Database, actor: Actor, place: PlaceAt, now: datetime, *, near: UUID | None = None
) -> tuple[NearSpace, ...]:
    """Places that are free for the rest of the working day, or else for an hour.

    Near a space of the floor, near its entrance, or just on it; desks where there are any.
    """
    until = rules.day_end(now, ZoneInfo(place.time_zone))
    for window in (Window(now, until), Window(now, min(until, now + NEAREST_FOR))):
        found = _near(db, actor, place, window, near)
        if found:
            return found
    return ()


def _near(
    db: Database, actor: Actor, place: PlaceAt, window: Window, near: UUID | None
) -> tuple[NearSpace, ...]:
    for origin in _origins(db, actor, place, near):
        for kind in ("desk", None):
            try:
                wanted = _wanted(place, origin, window, kind)
                answer = nearest.nearest(db, actor, wanted, window.from_at)
            except NotFound:
                break
            own = tuple(each for each in answer.spaces if each.floor_id == place.floor_id)
            if own:
                return own
    return ()


def landmarks(db: Database, actor: Actor, place: PlaceAt) -> list[tuple[UUID, str]]:
    """The rooms of a floor that a person can look near; nothing for a room itself."""
    if place.kind != "floor":
        return []
    with db.transaction(actor.organisation_id) as tx:
        rooms = queries.rooms(tx, actor, place.floor_id)
    return [(room_id, place_title("room", name)) for room_id, name in rooms]


def taken(db: Database, actor: Actor, seen: Look, window: Window) -> DomainError:
    """Somebody was faster; with what is free nearby."""
    moved = seen.mine if seen.step is Step.SIT_HERE else None
    found = _others(db, actor, seen.place, window, moved)
    return booking_rules.taken(seen.place.name, [_offered(each) for each in found])


def _others(
    db: Database, actor: Actor, place: PlaceAt, window: Window, moved: BookingThere | None
) -> tuple[NearSpace, ...]:
    """Places like this one, nearby, that the person would be given now, be it for an hour.

    ``moved`` is their booking that would come along.
    """
    short = Window(window.from_at, min(window.to_at, window.from_at + NEAREST_FOR))
    free = nearest.alternatives(
        db, actor, place.id, kind=place.kind, window=short, limit=MORE_ALTERNATIVES
    )
    if not free or not judging.has_rules(db, actor):
        return free[:OTHERS]
    ids = [each.space_id for each in free]
    facts = judging.facts_of(db, actor, ids, short, moved.id if moved is not None else None)
    had = {each.id for each in facts if _can_sit(each, short)}
    return tuple(each for each in free if each.space_id in had)[:OTHERS]


def _can_sit(facts: SpaceFacts, window: Window) -> bool:
    """Whether the rules let the person sit down there now, in these or in other hours."""
    try:
        hours_now(facts, window, window.from_at)
    except DomainError:
        return False
    return not facts.is_taken


def nothing_here(seen: Look) -> DomainError:
    """Why this place cannot be taken now."""
    if seen.step is Step.MOVE_HELD:
        return rules.is_held()
    if seen.status == "closed":
        why, code = f"is closed: {seen.reason}" if seen.reason else "is closed", "closed"
    elif seen.step is Step.FIND_OTHER and seen.status == "assigned":
        why, code = "is assigned to somebody else today", "taken"
    elif seen.step is Step.FIND_OTHER and seen.status is not None:
        why, code = "is booked by somebody else", "taken"
    elif seen.step is Step.IN_OWN and seen.around is not None:
        why, code = f"stands in {seen.around.name}, which is yours as one today", "taken"
    elif seen.step in (Step.ASK, Step.ASKED):
        why, code = "is booked with approval", "approval_needed"
    else:
        why, code = "cannot be booked", "not_bookable"
    return Conflict(
        code,
        f"{seen.place.name} {why}. {booking_rules.NOTHING_CHANGED}",
        "Choose one of the free places nearby." if seen.others else "Choose another place.",
        alternatives=[_offered(each) for each in seen.others],
    )


def _look_at_space(sight: _Sight, db: Database) -> Look:
    place, actor, now = sight.place, sight.actor, sight.now
    entry = sight.entry()
    blocking = _blocking(db, sight)
    unclaimed = next((each for each in blocking if each.is_unclaimed(now)), None)
    here, elsewhere = _here(place, sight.mine, entry), _elsewhere(place, sight.mine)
    status = entry.get("status")
    own = assigning.own_day(db, actor, place.id, now)
    is_own = status == "assigned" and bool(entry.get("is_mine"))
    step = rules.next_step(Found(place, status, here, elsewhere, unclaimed, is_own))
    if step in TO_BE_HAD:
        request_id = approvals.own_request(db, actor, place.id, now)
        if request_id is not None:
            return _look(place, Step.ASKED, status=status, request=request_id, own=own)
        if approvals.is_needed_here(db, actor, place.id, now):
            # Nobody who must be asked is asked to sit down.
            to_ask = status == "free" or is_own
            step, elsewhere = (Step.ASK if to_ask else Step.FIND_OTHER), None
    around = _around(db, actor, entry, now) if step is Step.FIND_OTHER else None
    if around is not None:
        step = Step.IN_OWN
    others: tuple[NearSpace, ...] = ()
    if step is Step.FIND_OTHER:
        others = _others(db, actor, place, Window(now, now + NEAREST_FOR), elsewhere)
    mine = here or (elsewhere if step is Step.SIT_HERE else None)
    claims = step in (Step.CLAIM, Step.SIT_HERE) and status != "free"
    return _look(
        place,
        step,
        status=status,
        until=_until(sight, entry, step, mine),
        who=entry.get("who"),
        reason=entry.get("reason"),
        mine=mine,
        unclaimed=unclaimed.id if claims and unclaimed else None,
        claimable_at=_claimable_at(blocking, now),
        others=others,
        own=own,
        around=around,
    )


def _around(db: Database, actor: Actor, entry: dict[str, Any], now: datetime) -> PlaceAt | None:
    """The room or zone that is one's own today, of a place that is kept free because of it."""
    if entry.get("status") != "assigned" or entry.get("because") is None:
        return None
    own = assigning.own_day(db, actor, UUID(entry["because"]), now)
    if own is None or not own.is_theirs:
        return None
    with db.transaction(actor.organisation_id) as tx:
        return queries.place(tx, actor, UUID(entry["because"]))


def _claimable_at(blocking: Sequence[BookingThere], now: datetime) -> datetime | None:
    """When the first of these bookings is to be had, if nobody checks in to it by then."""
    waiting = (each.by_at for each in blocking if each.state == "confirmed")
    return min((at for at in waiting if at is not None and at > now), default=None)


def _look(place: PlaceAt, step: Step, **more: Any) -> Look:
    usual: dict[str, Any] = {
        "status": None,
        "until": None,
        "who": None,
        "reason": None,
        "mine": None,
        "unclaimed": None,
        "claimable_at": None,
        "others": (),
        "request": None,
        "own": None,
        "around": None,
    }
    return Look(place, step, **(usual | more))


def _step_without_booking(place: PlaceAt, mine: Sequence[BookingThere]) -> Step:
    return rules.next_step(Found(place, None, _here(place, mine), None, None))


def _here(
    place: PlaceAt, mine: Sequence[BookingThere], entry: dict[str, Any] | None = None
) -> BookingThere | None:
    """One's own booking of this place, or of the room or zone that it stands in."""
    own = next((each for each in mine if each.space_id == place.id), None)
    around = (entry or {}).get("booking_id")
    return own or next((each for each in mine if str(each.id) == around), None)


def _elsewhere(place: PlaceAt, mine: Sequence[BookingThere]) -> BookingThere | None:
    """One's own booking that would come along: of the same kind, and not held."""
    return next(
        (
            each
            for each in mine
            if each.space_id != place.id and each.kind == place.kind and each.state != "held"
        ),
        None,
    )


def _blocking(db: Database, sight: _Sight) -> list[BookingThere]:
    """The bookings of this very space that run now."""
    at = sight.now.timestamp()
    ids = [UUID(each.booking_id) for each in sight.takings() if each.from_s <= at < each.to_s]
    if not ids:
        return []
    with db.transaction(sight.actor.organisation_id) as tx:
        found = queries.of_ids(tx, sight.actor, ids)
    return [each for each in found if each.space_id == sight.place.id]


def _until(
    sight: _Sight, entry: dict[str, Any], step: Step, mine: BookingThere | None
) -> datetime | None:
    """When what is so now ends; for a place to be had, until when it can be had."""
    if step not in (*TO_BE_HAD, Step.ASK):
        return datetime.fromisoformat(entry["until"]) if entry.get("until") else None
    now, zone = sight.now, ZoneInfo(sight.place.time_zone)
    longest = now + timedelta(hours=sight.place.longest_booking_hours)
    wished = mine.window.to_at if mine is not None else rules.day_end(now, zone)
    coming = (datetime.fromtimestamp(each, UTC) for each in sight.changes_s())
    return min([wished, longest, *coming])


def _origins(db: Database, actor: Actor, place: PlaceAt, near: UUID | None) -> list[Origin]:
    if near is not None:
        return [SpaceOrigin(near)]
    if place.kind != "floor":
        return [SpaceOrigin(place.id)]
    with db.transaction(actor.organisation_id) as tx:
        first = queries.first_space(tx, actor, place.floor_id)
    return [EntranceOrigin(), *([SpaceOrigin(first)] if first is not None else [])]


def _wanted(place: PlaceAt, origin: Origin, window: Window, kind: str | None) -> NearestRequest:
    return NearestRequest(
        origin, place.floor_id, window.from_at, window.to_at, kind=kind, limit=NEAR_LISTED
    )


def _moment(now: datetime) -> Window:
    return Window(now, now + MOMENT)


def _offered(near: NearSpace) -> dict[str, object]:
    return {
        "space_id": str(near.space_id),
        "name": near.name,
        "kind": near.kind,
        "floor_id": str(near.floor_id),
        "floor_name": near.floor_name,
        "distance_m": near.distance_m,
    }


def _no_such_place() -> NotFound:
    return NotFound(
        "place_not_found",
        "This code belongs to no place that you can see here.",
        "It may be another organisation's. If it hangs on a desk or a door here, tell your facility"
        " staff.",
    )
