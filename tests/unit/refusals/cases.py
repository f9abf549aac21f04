"""A case for every refusal of a rule of booking: what brings it about, so that it can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.bookings import rules, windows
from floorplans.bookings.rules import BookingFacts, InTheWay, SpaceFacts
from floorplans.bookings.views import BookingChange, BookingRequest, Window
from floorplans.closing import rules as closing
from floorplans.closing.views import ClosureRequest
from floorplans.ids import new_id
from floorplans.policies import deadlines, nearest
from floorplans.policies.terms import Said
from floorplans.presence import rules as presence
from floorplans.presence.views import BookingThere, CheckInRule
from floorplans.series import recurrence
from floorplans.series import rules as series
from floorplans.series.facts import SeriesFacts
from floorplans.series.views import Hours, Scope, SeriesChange, SeriesRequest
from floorplans.teams import rules as teams
from tests.unit.floorplans.policies.cases import AMSTERDAM
from tests.unit.floorplans.policies.test_refusals import REFUSALS

#: Brings a refusal about: raises or returns it.
Provoke = Callable[[], object]
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LUNCH = Window(NOW + 2 * HOUR, NOW + 3 * HOUR)
OWN, OTHER = (Actor(new_id(), new_id(), Role.EMPLOYEE, "Noor", "n@example.test") for _ in "ab")
BOOKED = BookingFacts(new_id(), new_id(), OWN.person_id, LUNCH, "confirmed")
DAY_ONE = date(2026, 11, 19)
NINE = Hours(540, 600)


def space(**other: object) -> SpaceFacts:
    """A desk that can be booked, but for what is named."""
    found = SpaceFacts(
        id=new_id(), floor_id=new_id(), kind="desk", name="Desk 12", bookable=True, is_live=True,
        floor_name="Second floor", building_name="Quay", time_zone="Europe/Amsterdam",
        book_ahead_days=14, longest_booking_hours=24, closed_reason=None, closed_until=None,
        is_taken=False, prior_id=None, prior_digest=None,
    )  # fmt: skip
    return replace(found, **other)  # type: ignore[arg-type]


def checked(**other: object) -> Provoke:
    return lambda: rules.check_space(space(**other), LUNCH, NOW)


def there(state: str, window: Window = LUNCH) -> BookingThere:
    return BookingThere(
        BOOKED.id, OWN.person_id, BOOKED.space_id, "Desk 12", "desk", new_id(), "Second floor",
        "Europe/Amsterdam", window, state, None, False, 15,
    )  # fmt: skip


def request(**other: object) -> BookingRequest:
    return replace(BookingRequest(new_id(), *_ends(LUNCH)), **other)  # type: ignore[arg-type]


def closure(**other: object) -> Provoke:
    wanted = replace(ClosureRequest(new_id(), *_ends(LUNCH), "carpet cleaning"), **other)  # type: ignore[arg-type]
    return lambda: closing.check_request(wanted, NOW)


def days(*days: date, **other: object) -> Provoke:
    wanted = SeriesRequest(new_id(), NINE, days, **other)  # type: ignore[arg-type]
    return lambda: series.planned(wanted)


def facts(**other: object) -> SeriesFacts:
    """A series of no dates, with what the rules ask of it."""
    found = object.__new__(SeriesFacts)
    known = {"rule": None, "starts_on": DAY_ONE, "ends_on": DAY_ONE, "dates": (), **other}
    for name, value in known.items():
        object.__setattr__(found, name, value)
    return found


def _ends(window: Window) -> tuple[datetime, datetime]:
    return window.from_at, window.to_at


def of_policy(name: str) -> Provoke:
    found = REFUSALS[name]
    return lambda: nearest.check(found.case, found.wanted)


LATE = Window(NOW - 3 * HOUR, NOW - HOUR)
NAIVE = datetime(2026, 11, 18, 9)  # noqa: DTZ001 - that is what is refused
AGES = datetime.max.replace(tzinfo=UTC)

#: By the module and the code; several where one code says several things.
CASES: Mapping[tuple[str, str], tuple[Provoke, ...]] = {
    ("bookings/rules.py", "offset_missing"): (lambda: rules.window_of(NAIVE, NOW),),
    ("bookings/rules.py", "window_empty"): (lambda: rules.window_of(NOW, NOW),),
    ("bookings/rules.py", "time_out_of_range"): (
        lambda: rules.window_of(
            datetime.min.replace(tzinfo=AMSTERDAM), datetime.max.replace(tzinfo=AMSTERDAM)
        ),
    ),
    ("bookings/rules.py", "window_too_long"): (
        lambda: rules.check_shown(Window(NOW, NOW + 40 * DAY)),
    ),
    ("bookings/rules.py", "idempotency_key_invalid"): (lambda: rules.check_key(""),),
    ("bookings/rules.py", "space_not_found"): (checked(is_live=False),),
    ("bookings/rules.py", "booking_not_found"): (lambda: rules.check_may_touch(OTHER, BOOKED),),
    ("bookings/rules.py", "idempotency_key_reused"): (rules.key_reused,),
    ("bookings/rules.py", "closed"): (
        checked(closed_reason="carpet cleaning", closed_until=NOW + 6 * HOUR),
        checked(closed_reason="carpet cleaning", closed_until=NOW + 9 * DAY),
    ),
    ("bookings/rules.py", "not_there_yet"): (checked(is_live=False, there_from=NOW + 5 * DAY),),
    ("bookings/rules.py", "not_bookable"): (checked(bookable=False),),
    ("bookings/rules.py", "gone_by_then"): (checked(gone_from=NOW + HOUR),),
    ("bookings/rules.py", "in_the_past"): (
        lambda: rules.check_start(LATE, NOW, "Europe/Amsterdam"),
    ),
    ("bookings/rules.py", "starts_too_early"): (
        lambda: rules.check_start(Window(NOW - 2 * DAY, NOW + HOUR), NOW, "Europe/Amsterdam"),
    ),
    ("bookings/rules.py", "too_short"): (
        lambda: rules.check_shortest(Window(NOW, NOW + timedelta(seconds=5))),
    ),
    ("bookings/rules.py", "booking_ended"): (
        lambda: rules.changed_window(replace(BOOKED, window=LATE), BookingChange(), NOW),
        lambda: rules.changed_window(replace(BOOKED, state="cancelled"), BookingChange(), NOW),
        lambda: rules.changed_window(replace(BOOKED, state="released"), BookingChange(), NOW),
    ),
    ("bookings/rules.py", "already_started"): (
        lambda: rules.changed_window(
            replace(BOOKED, window=Window(NOW - HOUR, NOW + HOUR)), BookingChange(from_at=NOW), NOW
        ),
    ),
    ("bookings/rules.py", "taken"): (
        lambda: rules.taken("Desk 12", []),
        lambda: rules.taken("Desk 12", [{"space_id": "x"}]),
        lambda: rules.taken("Lab", [], InTheWay(new_id(), "desk", "12")),
        lambda: rules.taken("Desk 12", [], InTheWay(new_id(), "room", "Lab")),
    ),
    ("bookings/rules.py", "moved_on"): (rules.moved_on,),
    ("bookings/windows.py", "window_empty"): (
        lambda: windows.window_of_wall(
            datetime(2027, 3, 28, 2, 10),  # noqa: DTZ001
            datetime(2027, 3, 28, 2, 50),  # noqa: DTZ001
            AMSTERDAM,
        ),
    ),
    ("closing/rules.py", "closure_target_unclear"): (closure(space_id=new_id(), zone_id=new_id()),),
    ("closing/rules.py", "reason_missing"): (closure(reason=" "),),
    ("closing/rules.py", "too_many_spaces"): (
        closure(space_ids=tuple(new_id() for _ in range(closing.MOST_SPACES + 1))),
    ),
    ("closing/rules.py", "margin_invalid"): (closure(margin_m=51.0), closure(margin_m=-1.0)),
    ("closing/rules.py", "area_invalid"): (closing.area_invalid,),
    ("closing/rules.py", "place_not_found"): (closing.place_missing,),
    ("closing/rules.py", "closure_not_found"): (closing.closure_missing,),
    ("closing/rules.py", "closure_over"): (closing.closure_over,),
    ("closing/rules.py", "in_the_past"): (closure(from_at=LATE.from_at, to_at=LATE.to_at),),
    ("closing/rules.py", "too_far_ahead"): (
        closure(to_at=NOW + 4_000 * DAY),
        closure(from_at=NOW + 4_000 * DAY, to_at=None),
    ),
    ("presence/rules.py", "booking_held"): (lambda: presence.check_check_in(there("held"), NOW),),
    ("presence/rules.py", "not_approved_yet"): (
        lambda: presence.check_check_in(there("requested"), NOW),
    ),
    ("presence/rules.py", "booking_released"): (
        lambda: presence.check_check_in(there("released"), NOW),
    ),
    ("presence/rules.py", "booking_ended"): (
        lambda: presence.check_check_in(there("cancelled"), NOW),
        lambda: presence.check_check_in(there("confirmed", LATE), NOW),
        lambda: presence.check_check_out(there("checked_in", LATE), NOW),
    ),
    ("presence/rules.py", "check_in_not_open"): (
        lambda: presence.check_check_in(there("confirmed"), NOW),
    ),
    ("presence/rules.py", "not_checked_in"): (
        lambda: presence.check_check_out(there("confirmed"), NOW),
    ),
    ("presence/rules.py", "no_longer_unclaimed"): (
        lambda: presence.no_longer_unclaimed("Desk 12"),
    ),
    ("presence/rules.py", "kind_unknown"): (
        lambda: presence.check_rule(CheckInRule("boat", None, True, 15, 15, True)),
    ),
    ("presence/rules.py", "check_in_minutes_unclear"): (
        lambda: presence.check_rule(CheckInRule(None, None, True, -1, 15, True)),
    ),
    ("series/rules.py", "not_for_others"): (lambda: series.leave_withdrawn("Ben Okafor"),),
    ("series/recurrence.py", "series_without_end"): (lambda: recurrence.rule_of("FREQ=DAILY"),),
    ("series/recurrence.py", "series_without_days"): (
        lambda: recurrence.days_of(
            recurrence.rule_of("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20281231"), DAY_ONE
        ),
    ),
    ("series/recurrence.py", "series_too_long"): (lambda: recurrence.too_long(400),),
    ("series/recurrence.py", "rule_invalid"): (lambda: recurrence.rule_of("FREQ=SOMETIMES"),),
    ("series/rules.py", "series_without_days"): (days(DAY_ONE, skip=frozenset([DAY_ONE])),),
    ("series/rules.py", "dates_repeated"): (days(DAY_ONE, DAY_ONE),),
    ("series/rules.py", "series_unclear"): (days(), days(rule="FREQ=DAILY;COUNT=2")),
    ("series/rules.py", "date_unknown"): (days(DAY_ONE, skip=frozenset([date(2026, 11, 20)])),),
    ("series/rules.py", "day_out_of_range"): (days(date(1999, 1, 1)),),
    ("series/rules.py", "hours_invalid"): (lambda: series.checked(Hours(540, 540)),),
    ("series/rules.py", "series_not_found"): (lambda: series.check_may_touch(OWN, None),),
    ("series/rules.py", "date_needed"): (lambda: series.in_scope(facts(), Scope.THIS, None),),
    ("series/rules.py", "end_unclear"): (
        lambda: series.new_end(facts(), SeriesChange(Scope.THIS, DAY_ONE, until=DAY_ONE)),
    ),
    ("policies/deadlines.py", "deadline_passed"): tuple(
        (lambda by=by, act=act: deadlines.check(by, act, LUNCH, AMSTERDAM, NOW))
        for by in (Said(24 * 60, "House rule"), Said(150, "House rule"))
        for act in deadlines.Act
    ),
    ("teams/rules.py", "team_places_unclear"): (
        lambda: teams.check_places([UUID(int=1)], [UUID(int=1), UUID(int=2)]),
    ),
    ("teams/rules.py", "team_floors_unclear"): (lambda: teams.check_floors([]),),
    ("teams/rules.py", "approval_needed"): (lambda: teams.check_stands("requested", "Desk 4"),),
    ("teams/rules.py", "floors_apart"): (teams.floors_apart,),
    ("teams/rules.py", "proposal_lost"): (teams.proposal_lost,),
    ("teams/rules.py", "team_size"): (lambda: teams.check_people([]),),
    ("teams/rules.py", "person_twice"): (lambda: teams.check_people([UUID(int=1)] * 2),),
    ("teams/rules.py", "person_not_found"): (teams.not_bookable_for,),
    ("teams/rules.py", "too_few_free"): tuple(
        (lambda free=free, floors=floors: teams.too_few_free("desk", 4, free, floors=floors))
        for free in (0, 1, 3)
        for floors in (1, 2)
    ),
    ("teams/rules.py", "colleague_not_here"): (teams.colleague_not_here,),
    ("teams/rules.py", "floor_not_found"): (teams.floor_missing,),
    ("teams/rules.py", "team_not_found"): (teams.team_missing,),
    **{
        ("policies/rules.py", code): tuple(
            of_policy(name) for name, found in REFUSALS.items() if found.code == code
        )
        for code in {found.code for found in REFUSALS.values()}
    },
}
