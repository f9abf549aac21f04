"""Which days can be assigned, released and had back: values in, a coded refusal or nothing out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from floorplans.actor import Actor, Role
from floorplans.assigning.queries import Claim
from floorplans.assigning.views import EVERY_DAY, Days, Span
from floorplans.errors import Conflict, Invalid, NotFound, Refused
from floorplans.wording import listed

#: Released or had back in one go; longer ones are several.
MOST_DAYS = 366
#: The longest absence; who is away for longer has the assignment ended.
MOST_AWAY_DAYS = 1096
AHEAD_YEARS = 10
NOTHING_CHANGED = "Nothing was changed."
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORKING_DAYS = (1, 2, 3, 4, 5)


def check_days(days: Days, today: date) -> Days:
    """Weekdays in their order and once each, from a day to a later one; raises Invalid."""
    weekdays = tuple(sorted(set(days.weekdays)))
    if not weekdays or not set(weekdays) <= set(EVERY_DAY):
        raise Invalid(
            "weekdays_missing",
            f"An assignment needs at least one day of the week. {NOTHING_CHANGED}",
            "Choose the days on which the place is theirs.",
        )
    latest = _later(today, AHEAD_YEARS)
    if days.to_on is not None and days.to_on < days.from_on:
        raise _turned_round()
    if days.from_on > latest or (days.to_on or days.from_on) > latest:
        raise _too_far(latest)
    if days.to_on is not None and days.to_on < today:
        raise _over()
    return Days(weekdays, days.from_on, days.to_on)


def check_span(span: Span, today: date, *, most: int = MOST_DAYS) -> None:
    """Days to come, or today; raises Invalid or Refused."""
    if span.to_on < span.from_on:
        raise _turned_round()
    if span.to_on < today:
        raise _over()
    if span.from_on > _later(today, AHEAD_YEARS):
        raise _too_far(_later(today, AHEAD_YEARS))
    if (span.to_on - span.from_on).days >= most:
        raise Refused(
            "too_many_days",
            f"At most {most} days are changed at once. {NOTHING_CHANGED}",
            "Choose an earlier last day, and do the rest after that.",
            most_days=most,
        )


def check_may_touch(actor: Actor, person_id: object) -> None:
    """One's own, and anybody's for facility staff; to others it does not exist."""
    if person_id != actor.person_id and not actor.role.covers(Role.FACILITY):
        raise missing()


def missing() -> NotFound:
    return NotFound(
        "assignment_not_found",
        f"This assignment does not exist, or is not yours. {NOTHING_CHANGED}",
        "Open “My desk” to see what is assigned to you.",
    )


def absence_missing() -> NotFound:
    return NotFound(
        "absence_not_found",
        f"This absence does not exist, or is not yours. {NOTHING_CHANGED}",
        "Open “My desk” again to see when you are away.",
    )


def person_missing(email: str) -> NotFound:
    return NotFound(
        "person_not_found",
        f"Nobody here has the address {email[:254]}. {NOTHING_CHANGED}",
        "Check the address, or ask an administrator to add the person.",
    )


def space_missing() -> NotFound:
    return NotFound(
        "space_not_found",
        f"This space does not exist, or cannot be booked. {NOTHING_CHANGED}",
        "Open the floor again and choose a place that the map shows as bookable.",
    )


def has_places() -> Conflict:
    return Conflict(
        "space_has_places",
        f"Several people book this space at once, so it is nobody's own. {NOTHING_CHANGED}",
        "Let it be booked by one, or choose another place.",
    )


def already_assigned() -> Conflict:
    return Conflict(
        "already_assigned",
        "On some of these days this place, or one in or around it, is assigned to somebody else. "
        f"{NOTHING_CHANGED}",
        "Choose other days of the week or other dates, or end the other assignment first.",
    )


def kept_by_owner(space_name: str, own: Claim, alternatives: list[dict[str, object]]) -> Conflict:
    """Somebody else has the space, or one in or around it, without a booking: it is assigned."""
    who = own.who or "somebody"
    day = f"{own.day:%A} {day_text(own.day)}"
    said = f"{space_name} is assigned to {who} on {day}."
    if own.name != space_name:
        said = (
            f"{space_name} cannot be booked on {day}, because {own.name} is assigned to {who} then."
        )
    return Conflict(
        "taken",
        f"{said} Nothing was booked or changed.",
        "Choose one of the free spaces nearby." if alternatives else "Choose another day.",
        alternatives=alternatives,
        assigned={
            "space_id": str(own.space_id),
            "name": own.name,
            "who": own.who,
            "day": own.day.isoformat(),
        },
    )


def no_such_days() -> Refused:
    return Refused(
        "no_assigned_days",
        f"The place is not assigned on any of these days. {NOTHING_CHANGED}",
        "Choose dates that fall on the days of the assignment.",
    )


def day_taken(taken: Sequence[date]) -> Conflict:
    days = listed([day_text(day) for day in taken[:5]])
    more = f" and {len(taken) - 5} more days" if len(taken) > 5 else ""
    return Conflict(
        "day_taken",
        f"Somebody has booked your place on {days}{more}. {NOTHING_CHANGED}",
        "It stays with them; book another place for yourself, or look again later.",
        days=[day.isoformat() for day in taken],
    )


def weekdays_text(weekdays: Sequence[int]) -> str:
    """“every day”, “Monday to Friday”, “Mondays and Wednesdays”."""
    if tuple(weekdays) == EVERY_DAY:
        return "every day"
    if tuple(weekdays) == WORKING_DAYS:
        return "Monday to Friday"
    return listed([f"{WEEKDAYS[day - 1]}s" for day in weekdays])


def days_text(days: Days) -> str:
    """“Mondays and Wednesdays, from 1 December 2026 to 31 March 2027”."""
    until = "" if days.to_on is None else f" to {day_text(days.to_on)}"
    return f"{weekdays_text(days.weekdays)}, from {day_text(days.from_on)}{until}"


def day_text(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def merged(days: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans of days, both ends included, as few as there can be, in their order."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(days):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _later(today: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 where there is none."""
    try:
        return today.replace(year=today.year + years)
    except ValueError:
        return today.replace(year=today.year + years, day=28)


def _turned_round() -> Invalid:
    return Invalid(
        "days_turned_round",
        f"The last day is before the first. {NOTHING_CHANGED}",
        "Choose a last day that is the first or a later one.",
    )


def _over() -> Refused:
    return Refused(
        "days_are_over",
        f"These days are over. {NOTHING_CHANGED}",
        "Choose a last day that is today or later.",
    )


def _too_far(latest: date) -> Refused:
    return Refused(
        "too_far_ahead",
        f"These days are more than {AHEAD_YEARS} years away. {NOTHING_CHANGED}",
        f"Choose days until {day_text(latest)}; without a last day it holds until it is changed.",
        latest=latest.isoformat(),
    )
