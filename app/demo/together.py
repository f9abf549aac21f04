"""What the demo's employee has arranged: a series, places for a team; and what others ask for.

Where there is some already nothing is made. What is taken meanwhile is tried elsewhere or left.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from app.demo.everyday import ASKS_ON, EMPLOYEE, HOUSE, Campus
from app.demo.mates import PROJECT_TEAM
from app.demo.people import DOMAIN
from floorplans.actor import Actor
from floorplans.approvals import service as approvals
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.series import service as series
from floorplans.series.views import Hours, SeriesRequest
from floorplans.teams import service as teams
from floorplans.teams.views import TeamRequest

MONDAY, WEDNESDAY, FRIDAY = 1, 3, 5
SERIES_ON = 1
SERIES_HOURS = Hours(9 * 60, 9 * 60 + 30)
SERIES_RULE = "FREQ=WEEKLY;BYDAY=MO;COUNT=8"
TEAM_FLOORS = (1, 2)
ASKING = ("greta.lindqvist", "joao.ferreira", "nina.kovacevic")
ASKED_HOURS = (8, 10, 12, 14, 16)


def settle_together(campus: Campus) -> None:
    """Make what is missing of them."""
    elif_ = campus.staff[EMPLOYEE]
    if not series.my_series(campus.db, elif_, campus.now):
        _repeat(campus, elif_)
    if not teams.my_teams(campus.db, elif_, campus.now):
        _sit_together(campus, elif_)
    if not approvals.open_requests(campus.db, campus.facility, campus.now):
        _ask(campus)


def _repeat(campus: Campus, person: Actor) -> None:
    """The same room each Monday; a date that is taken says so, with other rooms."""
    for room in _rooms(campus, SERIES_ON)[:1]:
        wanted = SeriesRequest(
            room,
            SERIES_HOURS,
            rule=SERIES_RULE,
            starts_on=_next(campus, MONDAY),
            note="Weekly look at the project",
        )
        with suppress(DomainError):
            series.book(campus.db, person, wanted, campus.now)


def _sit_together(campus: Campus, person: Actor) -> None:
    """Four desks side by side next Wednesday."""
    mates = [campus.staff[email].person_id for email in PROJECT_TEAM]
    from_at, to_at = _hours(campus, _next(campus, WEDNESDAY), 9, 16)
    for ordinal in TEAM_FLOORS:
        floor = campus.floor(HOUSE, ordinal)
        if floor is None:
            continue
        wanted = TeamRequest(floor.id, (person.person_id, *mates), from_at, to_at)
        with suppress(DomainError):
            teams.book_team(campus.db, person, wanted, campus.now)
            return


def _ask(campus: Campus) -> None:
    """Two want one room at one time, and a third another: somebody has to answer."""
    on = _next(campus, FRIDAY)
    asking = [campus.staff[f"{login}@{DOMAIN}"] for login in ASKING]
    found = _free_hours(campus, on)
    for group, (room, from_at, to_at) in zip((asking[:2], asking[2:]), found, strict=False):
        for person in group:
            note = "A customer visits us" if person is asking[0] else None
            request = BookingRequest(room, from_at, to_at, f"demo-ask-{on}-{room}", note=note)
            with suppress(DomainError):
                bookings.book(campus.db, person, request, campus.now)


def _free_hours(campus: Campus, on: date) -> Iterator[tuple[UUID, datetime, datetime]]:
    """Rooms that ask, with two hours in which nobody has them; each room once."""
    person = campus.staff[EMPLOYEE]
    for room in _rooms(campus, ASKS_ON):
        for hour in ASKED_HOURS:
            from_at, to_at = _hours(campus, on, hour, hour + 2)
            try:
                bookings.would_book(
                    campus.db, person, BookingRequest(room, from_at, to_at), campus.now
                )
            except DomainError:
                continue
            yield room, from_at, to_at
            break


def _rooms(campus: Campus, ordinal: int) -> list[UUID]:
    floor = campus.floor(HOUSE, ordinal)
    spaces = places.spaces(campus.db, campus.facility, floor.id) if floor else ()
    rooms = sorted((s for s in spaces if s.kind == "room" and s.bookable), key=lambda s: s.name)
    return [room.id for room in rooms]


def _next(campus: Campus, isoweekday: int) -> date:
    """The next such day after today."""
    today = campus.now.astimezone(campus.zone).date()
    return today + timedelta(days=(isoweekday - today.isoweekday() - 1) % 7 + 1)


def _hours(campus: Campus, on: date, start: int, end: int) -> tuple[datetime, datetime]:
    begin, until = (
        datetime.combine(on, time(hour), campus.zone).astimezone(UTC) for hour in (start, end)
    )
    return begin, until
