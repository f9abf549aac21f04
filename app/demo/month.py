"""The month before this one: who came then, counted, so that the page of use has something to say.

The days are told like those around today, but only the last week of them, which is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import chain

from app.demo.settling import Staff, facility_of
from app.demo.story import tell_day
from app.demo.telling import SEED, Audience, Where, audience_of, tell_one
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.places import service as places
from floorplans.usage import service as usage

DAYS_TOLD = 7
#: One of so many who booked does not come.
STAYS_AWAY = 9


def tell_last_month(
    db: Database, staff: Staff, floors: set[Where], now: datetime, say: Callable[[str], None]
) -> int:
    """Book the end of each site's last month and count it, where it is not counted yet.

    How many bookings that made. What was counted stays; where nothing is to be counted, nothing is
    booked.
    """
    facility = facility_of(staff)
    try:
        counted = {each.site_id: each.months for each in usage.months(db, facility)}
    except NotFound:
        return 0
    made = 0
    for site in places.sites(db, facility):
        audience = audience_of(db, staff, site, floors)
        last = _last_day(audience, now)
        if audience.spaces and last.replace(day=1) not in counted.get(site.id, ()):
            say(f"Booking the end of {last:%B} at {site.name}, and counting the month")
            made += _tell(db, audience, last, f"{SEED}|{site.name}", now)
    if made:
        usage.count_due(db, now)
    return made


def _last_day(audience: Audience, now: datetime) -> date:
    """The last day of the month that is over long enough to be counted."""
    today = (now - usage.SETTLED).astimezone(audience.zone).date()
    return today.replace(day=1) - timedelta(days=1)


def _tell(db: Database, audience: Audience, last: date, seed: str, now: datetime) -> int:
    days = (last - timedelta(days=back) for back in range(DAYS_TOLD))
    plans = (tell_day(audience.spaces, audience.people, day, seed) for day in days)
    numbered = chain.from_iterable(enumerate(plan) for plan in plans)
    return sum(
        tell_one(db, audience, number, one, now, checks_in=number % STAYS_AWAY != 0)
        for number, one in numbered
    )
