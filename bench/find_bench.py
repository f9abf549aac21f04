"""``find``: a place among 20 floors of 2,000 desks, beside one ``floor_schedule`` of one floor."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.measure import paired, percentile
from bench.seeding import Office, book_share, make_floors, make_office, next_monday
from bench.serving import Installation, installation
from floorplans.bookings.views import Window
from floorplans.database import Database, Query
from floorplans.finding import service as finding
from floorplans.finding.views import FindRequest, NearPlace, Wishes
from floorplans.policies import service as policies
from floorplans.policies.views import Rule

FLOORS, DESKS = 20, 2_000
ASKED = 5
SHARE = 0.9
#: A search looks at 20 floors, so 20 schedules would be the simple way to do it.
FOUND_TARGET, NOTHING_TARGET = 10.0, 60.0

_SCHEDULE = "SELECT * FROM floor_schedule(%(floor)s, %(from_at)s, %(to_at)s)"
_FIRST = "SELECT id FROM space WHERE floor_id = %(floor)s ORDER BY id LIMIT 1"


def run() -> dict[str, Any]:
    now = datetime.now(UTC)
    partly, fully = (next_monday(now) + timedelta(days=n) for n in (0, 1))
    with installation() as place:
        office = make_office(place, now)
        floors = make_floors(place, office, buildings=1, floors=FLOORS, desks=DESKS)
        book_share(place, office, SHARE, [partly])
        book_share(place, office, 1.0, [fully])
        db = Database(place.engine_url, pool_size=2)
        try:
            return _measured(place, db, office, floors, (partly, fully), now)
        finally:
            db.close()


def _measured(
    place: Installation,
    db: Database,
    office: Office,
    floors: list[UUID],
    days: tuple[datetime, datetime],
    now: datetime,
) -> dict[str, Any]:
    partly, fully = days
    schedule = _schedule(db, office, floors[0], partly)
    found = paired(_finding(db, office, floors, partly, now), schedule)
    nothing = paired(_finding(db, office, floors, fully, now), schedule)
    _make_rules(db, office, floors, now)
    ruled = paired(_finding(db, office, floors, partly, now), schedule)
    return {
        "spaces": FLOORS * DESKS,
        "unit": "seconds at p50; the reference is one floor_schedule of one floor",
        "found": found,
        "found_with_rules": ruled,
        "nothing_fits": nothing,
        "targets": {
            f"found at most {FOUND_TARGET}": found["ratio"] <= FOUND_TARGET,
            f"found with rules at most {FOUND_TARGET * 2}": ruled["ratio"] <= FOUND_TARGET * 2,
            f"next best at most {NOTHING_TARGET}": nothing["ratio"] <= NOTHING_TARGET,
        },
    }


def _finding(
    db: Database, office: Office, floors: list[UUID], day: datetime, now: datetime
) -> Callable[[], float]:
    organisation = office.actor.organisation_id
    here: UUID = db.read(organisation, Query(_FIRST, {"floor": floors[0]}))[0][0]
    wishes = Wishes(features=("monitor",))

    def once(number: int) -> None:
        begins = day + timedelta(hours=8, minutes=number)
        ends = begins + timedelta(hours=2)
        request = FindRequest(begins, ends, "desk", wishes, NearPlace(here), office.site_id)
        finding.find(db, office.actor, request, now)

    return lambda: _p50(once)


def _schedule(db: Database, office: Office, floor: UUID, day: datetime) -> Callable[[], float]:
    def once(number: int) -> None:
        window = Window(day, day + timedelta(days=1, minutes=number))
        values = {"floor": floor, "from_at": window.from_at, "to_at": window.to_at}
        db.read(office.actor.organisation_id, Query(_SCHEDULE, values))

    return lambda: _p50(once)


def _p50(once: Callable[[int], None]) -> float:
    taken = []
    for number in range(ASKED):
        began = time.perf_counter()
        once(number)
        taken.append(time.perf_counter() - began)
    return percentile(taken, 0.5)


def _make_rules(db: Database, office: Office, floors: list[UUID], now: datetime) -> None:
    """Rules of the kind that offices have, and one floor that is for others."""
    group = policies.make_group(db, office.actor, "Others").id
    policies.make_rule(db, office.actor, Rule("Desks", kind="desk", longest_min=600), now)
    mine = Rule("Theirs", floor_id=floors[0], only_groups=(group,))
    policies.make_rule(db, office.actor, mine, now)
