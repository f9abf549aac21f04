"""Put the story into the database, through the same service as anybody's booking."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.demo.people import Part
from app.demo.settling import EVERYBODY, Staff, facility_of
from app.demo.story import (
    DAYS_AHEAD,
    DAYS_BACK,
    PlannedBooking,
    StoryPerson,
    StorySpace,
    tell_day,
)
from floorplans.actor import Actor
from floorplans.approvals import service as approvals
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.places.views import SiteView
from floorplans.presence import service as presence

SEED = "harbour"
#: The names of a floor's site, of its building and of itself.
Where = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who acts, and what can be booked, at one site."""

    actor: Actor
    facility: Actor
    by_id: dict[UUID, Actor]
    people: tuple[StoryPerson, ...]
    spaces: tuple[StorySpace, ...]
    zone: ZoneInfo


def tell_bookings(
    db: Database, staff: Staff, floors: set[Where], now: datetime, say: Callable[[str], None]
) -> int:
    """Book every day of the story that is not told yet on ``floors``; how many bookings that made.

    Floors that visitors brought in beside them stay empty: those are theirs to fill.
    A day counts as told when at least half as many places are taken as the story takes, whatever
    visitors have booked, cancelled or rebuilt since; one that was cut short early is taken up
    again, and the idempotency keys keep what is there already from being booked twice.
    """
    made = 0
    some_actor = next(iter(staff.values()))
    for site in places.sites(db, some_actor):
        audience = audience_of(db, staff, site, floors)
        if not audience.spaces:
            continue
        today = now.astimezone(audience.zone).date()
        days = [today + timedelta(days=offset) for offset in range(-DAYS_BACK, DAYS_AHEAD + 1)]
        plans = [tell_day(audience.spaces, audience.people, d, f"{SEED}|{site.name}") for d in days]
        untold = [plan for plan in plans if plan and not _is_told(db, audience, plan, now)]
        if untold:
            say(f"Booking {sum(map(len, untold))} places on {len(untold)} days at {site.name}")
        for plan in untold:
            made += sum(tell_one(db, audience, number, one, now) for number, one in enumerate(plan))
    return made


def audience_of(db: Database, staff: Staff, site: SiteView, told: set[Where]) -> Audience:
    """Who can be seated on those floors of a site that are ``told``, and where."""
    part = {person.email: person.part for person in EVERYBODY}
    actor = next(iter(staff.values()))
    floors = [
        floor
        for house in site.buildings
        for floor in house.floors
        if floor.revision_id and (site.name, house.name, floor.name) in told
    ]
    spaces = tuple(
        StorySpace(space.id, space.floor_id, space.kind, space.name, site.time_zone)
        for floor in floors
        for space in places.spaces(db, actor, floor.id)
        if space.bookable
    )
    return Audience(
        actor=actor,
        facility=facility_of(staff),
        by_id={actor.person_id: actor for actor in staff.values()},
        people=tuple(
            StoryPerson(each.person_id, in_team=part.get(email) is Part.TEAM)
            for email, each in staff.items()
            if part.get(email) is not Part.ELSEWHERE
        ),
        spaces=spaces,
        zone=ZoneInfo(site.time_zone),
    )


def _is_told(db: Database, audience: Audience, plan: list[PlannedBooking], now: datetime) -> bool:
    from_at, to_at = min(one.from_at for one in plan), max(one.to_at for one in plan)
    taken = 0
    for floor_id in {space.floor_id for space in audience.spaces}:
        answer = bookings.availability(db, audience.actor, floor_id, from_at, to_at, now)
        taken += sum(space["status"] != "free" for space in json.loads(answer.body)["spaces"])
    return 2 * taken >= len({one.space_id for one in plan})


def tell_one(
    db: Database,
    audience: Audience,
    number: int,
    planned: PlannedBooking,
    now: datetime,
    *,
    checks_in: bool = False,
) -> bool:
    """One booking, made at the start of its day or now, whichever is earlier; whether it stands.

    Where somebody must approve it, they do. ``checks_in``: its person came when it began.
    """
    request = BookingRequest(
        planned.space_id, planned.from_at, planned.to_at, f"demo-{planned.day}-{number}"
    )
    dawn = _dawn(planned.day, audience.zone)
    made_at = min(now, dawn)
    try:
        made = bookings.book(db, audience.by_id[planned.person_id], request, made_at)
        if made.state == "requested":
            approvals.approve(db, audience.facility, made.id, made_at)
        if checks_in:
            presence.check_in(db, audience.facility, made.id, planned.from_at)
    except DomainError:
        # Somebody who tries the demo was first, or closed the place: theirs is what counts.
        return False
    return True


def _dawn(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
