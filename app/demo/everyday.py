"""What the demo's staff have set up: rooms that ask, somebody's own desk, a screen, a closure.

Each is made where there is none of it yet, on the campus of the first organisation; what people
made or changed there is left as it is. Days are counted from today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.demo.campus import FIRST_ORGANISATION
from app.demo.people import DOMAIN
from app.demo.settling import Staff, facility_of
from floorplans.actor import Actor
from floorplans.assigning import service as assigning
from floorplans.assigning.views import AssignmentRequest, Days
from floorplans.closing import service as closing
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.places.views import FloorSummary, SiteView
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.screens import service as screens

SITE, HOUSE = "Hamburg HafenCity", "Harbour House"
EMPLOYEE = f"employee@{DOMAIN}"
#: Storeys: where rooms are asked for, where a desk is somebody's, where some desks are closed.
ASKS_ON, ASSIGNED_ON, CLOSED_ON = 0, 1, 1
CLOSED_DESKS = 4
CLOSED_FOR = timedelta(days=3)
TUESDAY, THURSDAY = 2, 4


@dataclass(frozen=True, slots=True)
class Campus:
    """The first organisation's site, its people, and the moment."""

    db: Database
    staff: Staff
    site: SiteView
    now: datetime

    @property
    def facility(self) -> Actor:
        return facility_of(self.staff)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.site.time_zone)

    def floor(self, building: str, ordinal: int) -> FloorSummary | None:
        """A floor that has a plan; None where it has none, or people took it away."""
        return next(
            (
                floor
                for house in self.site.buildings
                for floor in house.floors
                if (house.name, floor.ordinal) == (building, ordinal) and floor.revision_id
            ),
            None,
        )


def campus_of(db: Database, organisation: str, staff: Staff, now: datetime) -> Campus | None:
    """The campus, None for another organisation or where there is none."""
    if organisation != FIRST_ORGANISATION:
        return None
    sites = places.sites(db, facility_of(staff))
    site = next((site for site in sites if site.name == SITE), None)
    return Campus(db, staff, site, now) if site else None


def settle_before(campus: Campus) -> None:
    """What must be there before anything is booked: who is asked, and whose desk it is."""
    _let_rooms_ask(campus)
    _assign_desk(campus)


def settle_after(campus: Campus, say: Callable[[str], None]) -> None:
    """What meets bookings that are there: a closure; and a screen."""
    _close_desks(campus)
    _hang_screen(campus, say)


def _let_rooms_ask(campus: Campus) -> None:
    """The rooms beside the reception are for guests: whoever wants one asks."""
    floor = campus.floor(HOUSE, ASKS_ON)
    if floor is None or policies.rules(campus.db, campus.facility):
        return
    rule = Rule("Rooms for guests", floor_id=floor.id, kind="room", approval="needed")
    policies.make_rule(campus.db, campus.facility, rule, campus.now)


def _assign_desk(campus: Campus) -> None:
    """A desk of the first floor is Elif's on two days, and everybody's on the others."""
    facility = campus.facility
    if assigning.assignments(campus.db, facility, campus.now):
        return
    today = campus.now.astimezone(campus.zone).date()
    for _, desks in _desks(campus, ASSIGNED_ON):
        request = AssignmentRequest(desks[0], EMPLOYEE, Days((TUESDAY, THURSDAY), today))
        assigning.assign(campus.db, facility, request, campus.now)


def _close_desks(campus: Campus) -> None:
    """A lamp is mended, from now to the evening in three days; who had booked there is told."""
    facility, now = campus.facility, campus.now
    closures = closing.all_closures(campus.db, facility, now)
    if any(each.to_at is None or each.to_at > now for each in closures):
        return
    until = (now + CLOSED_FOR).astimezone(campus.zone).replace(hour=18, minute=0)
    for floor, desks in _desks(campus, CLOSED_ON):
        wanted = ClosureRequest(
            floor, now, until, "The lamps are mended", space_ids=desks[-CLOSED_DESKS:]
        )
        closing.close_place(campus.db, facility, wanted, now)


def _desks(campus: Campus, ordinal: int) -> Iterator[tuple[UUID, tuple[UUID, ...]]]:
    """The floor of a storey and its desks by name, if there are any."""
    floor = campus.floor(HOUSE, ordinal)
    spaces = places.spaces(campus.db, campus.facility, floor.id) if floor else ()
    desks = sorted((s for s in spaces if s.kind == "desk" and s.bookable), key=lambda s: s.name)
    if floor and desks:
        yield floor.id, tuple(desk.id for desk in desks)


def _hang_screen(campus: Campus, say: Callable[[str], None]) -> None:
    """Its address is shown once, like any screen's."""
    floor, facility = campus.floor(HOUSE, ASKS_ON), campus.facility
    if floor is None or screens.screens(campus.db, facility):
        return
    name = "Lobby, beside the lift"
    _, token = screens.make_screen(
        campus.db, facility, floor.id, name, shows_names=False, now=campus.now
    )
    say(f"A screen in the lobby shows the ground floor: open /screens/{token}")
