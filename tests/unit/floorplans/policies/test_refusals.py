"""Every refusal of every rule, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from floorplans.bookings.views import Window
from floorplans.errors import Refused
from floorplans.policies import nearest, rules
from floorplans.policies.rules import Case, broken
from floorplans.policies.terms import Load, Mode, Only, Quiet, Units
from tests.unit.floorplans.policies.cases import DAY, HOUR, OFFICE_HOURS, at, hours_of, make_case


@dataclass(frozen=True, slots=True)
class Refusal:
    """A case, the hours that were wanted, and what is said to that."""

    case: Case
    wanted: Window
    code: str
    rule: str | None
    says: str
    nearest: Window | None


LUNCH = hours_of(19, 12, 13)

REFUSALS = {
    "who": Refusal(
        make_case(only=Only(("Managers", "Guests"), is_in=False)),
        LUNCH,
        "not_for_you",
        "Rule of only",
        "The rule “Rule of only” lets only the groups “Managers” and “Guests” book Desk 1.",
        None,
    ),
    "quiet": Refusal(
        make_case(quiet=Quiet(8.0, "Library", 5.239)),
        LUNCH,
        "too_near_quiet_zone",
        "Rule of quiet",
        "The rule “Rule of quiet” allows nothing within 8 m of the zone “Library”, and Desk 1 is"
        " 5.23 m from it.",
        None,
    ),
    "longest": Refusal(
        make_case(longest=240),
        hours_of(19, 9, 17),
        "too_long",
        "Rule of longest",
        "The rule “Rule of longest” allows bookings of up to 4 hours.",
        hours_of(19, 9, 13),
    ),
    "longest of the organisation": Refusal(
        make_case(longest_min=24 * 60),
        Window(at(19, 9), at(21, 9)),
        "too_long",
        None,
        "Your organisation allows bookings of up to 24 hours.",
        Window(at(19, 9), at(20, 9)),
    ),
    "ahead": Refusal(
        make_case(ahead=1),
        hours_of(25, 9, 17),
        "too_far_ahead",
        "Rule of ahead",
        "The rule “Rule of ahead” allows bookings up to 1 day ahead.",
        hours_of(19, 9, 17),
    ),
    "whole days": Refusal(
        make_case(units=Units(Mode.WHOLE_DAYS)),
        hours_of(19, 9, 17),
        "whole_days_only",
        "Rule of units",
        "The rule “Rule of units” has Desk 1 booked by whole days.",
        Window(at(19, 0), at(20, 0)),
    ),
    "whole open days": Refusal(
        make_case(units=Units(Mode.WHOLE_DAYS), opening=OFFICE_HOURS),
        hours_of(19, 9, 17),
        "whole_days_only",
        "Rule of units",
        "The rule “Rule of units” has Desk 1 booked by whole days.",
        hours_of(19, 7, 19),
    ),
    "a closed day, where days are booked": Refusal(
        make_case(units=Units(Mode.WHOLE_DAYS), opening=OFFICE_HOURS),
        hours_of(22, 9, 17),
        "outside_opening_hours",
        "Rule of opening",
        "The rule “Rule of opening” opens Desk 1 Monday to Friday from 07:00 to 19:00 only.",
        hours_of(23, 7, 19),
    ),
    "half days": Refusal(
        make_case(units=Units(Mode.HALF_DAYS, half_at_min=13 * 60), opening=OFFICE_HOURS),
        hours_of(19, 14, 17),
        "half_days_only",
        "Rule of units",
        "The rule “Rule of units” has Desk 1 booked by half days.",
        hours_of(19, 13, 19),
    ),
    "step": Refusal(
        make_case(units=Units(Mode.HOURS, step_min=30)),
        Window(at(19, 9, 10), at(19, 11, 5)),
        "off_step",
        "Rule of units",
        "The rule “Rule of units” has bookings of Desk 1 begin and end in steps of 30 minutes from"
        " midnight.",
        Window(at(19, 9, 0), at(19, 11, 0)),
    ),
    "opening": Refusal(
        make_case(opening=OFFICE_HOURS),
        hours_of(21, 9, 12),
        "outside_opening_hours",
        "Rule of opening",
        "The rule “Rule of opening” opens Desk 1 Monday to Friday from 07:00 to 19:00 only.",
        hours_of(23, 9, 12),
    ),
    "closing": Refusal(
        make_case(opening=OFFICE_HOURS),
        hours_of(19, 17, 21),
        "outside_opening_hours",
        "Rule of opening",
        "The rule “Rule of opening” opens Desk 1 Monday to Friday from 07:00 to 19:00 only.",
        hours_of(19, 17, 19),
    ),
    "shortest": Refusal(
        make_case(shortest_min=90),
        hours_of(19, 9, 10),
        "too_short",
        "Rule of shortest_min",
        "The rule “Rule of shortest_min” asks for bookings of at least 1 hour 30 minutes.",
        Window(at(19, 8, 30), at(19, 10)),
    ),
    "a week": Refusal(
        make_case(a_week=1, load=Load(a_week=(hours_of(16, 9, 17),))),
        hours_of(20, 9, 17),
        "too_many_in_week",
        "Rule of a_week",
        "The rule “Rule of a_week” allows 1 booking a week, and the week of 16 November has 1"
        " already.",
        hours_of(23, 9, 17),
    ),
    "at once": Refusal(
        make_case(at_once=2, load=Load(at_once=(hours_of(19, 8, 12), hours_of(19, 10, 17)))),
        hours_of(19, 9, 14),
        "too_many_at_once",
        "Rule of at_once",
        "The rule “Rule of at_once” allows 2 bookings at the same time, and these hours have 2"
        " already.",
        hours_of(19, 12, 14),
    ),
}


def refused(refusal: Refusal) -> Refused:
    with pytest.raises(Refused) as told:
        nearest.check(refusal.case, refusal.wanted)
    return told.value


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_names_its_rule_and_says_what_it_allows(name: str) -> None:
    expected = REFUSALS[name]
    told = refused(expected)
    assert told.message == f"{expected.says} Nothing was booked or changed."
    assert (told.code, told.fields["rule"]) == (expected.code, expected.rule)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_offers_the_nearest_hours_that_are_allowed(name: str) -> None:
    expected = REFUSALS[name]
    offered = refused(expected).fields["nearest"]
    if offered is None:
        assert expected.nearest is None
        return
    window = Window(*(datetime.fromisoformat(offered[end]) for end in ("from", "to")))
    assert window == expected.nearest
    assert broken(expected.case, window) is None


def test_there_is_a_refusal_here_for_everything_that_a_rule_can_say() -> None:
    seen = {broken(each.case, each.wanted).by for each in REFUSALS.values()}  # type: ignore[union-attr]
    judged = {
        judge
        for judge in rules._JUDGES
        if any(judge(each.case, each.wanted) is not None for each in REFUSALS.values())
    }
    assert judged == set(rules._JUDGES)
    assert len(seen) == len(REFUSALS)


def test_the_advice_says_the_nearest_hours_in_words() -> None:
    assert refused(REFUSALS["opening"]).advice == (
        "The nearest that is allowed: Monday 23 November 2026, 09:00 to 12:00."
    )
    assert refused(REFUSALS["whole days"]).advice == (
        "The nearest that is allowed: Thursday 19 November 2026, all day."
    )


def test_the_advice_does_not_send_people_to_other_hours_where_none_help() -> None:
    for name in ("who", "quiet"):
        assert refused(REFUSALS[name]).advice == (
            "Choose another space, or ask your facility staff."
        )


def test_where_no_hours_are_allowed_none_are_offered() -> None:
    # Open for an hour a day, and booked for at least two.
    narrow = make_case(opening=((480, 540),), shortest_min=120)
    with pytest.raises(Refused) as told:
        nearest.check(narrow, hours_of(23, 8, 10))
    assert told.value.fields["nearest"] is None
    assert told.value.advice == (
        "No hours near these are allowed: choose another space or another time."
    )


def test_what_fits_all_rules_is_not_refused() -> None:
    case = make_case(
        opening=OFFICE_HOURS,
        units=Units(Mode.HOURS, step_min=15),
        shortest_min=30,
        longest=480,
        ahead=14,
        at_once=2,
        a_week=2,
        only=Only(("Managers",), is_in=True),
        quiet=Quiet(8.0, "Library", 8.0),
        load=Load((hours_of(19, 9, 17),), (hours_of(19, 9, 17),)),
    )
    nearest.check(case, hours_of(19, 9, 17))


def test_bookings_that_touch_are_not_at_once() -> None:
    load = Load(at_once=(hours_of(19, 9, 10), hours_of(19, 11, 12)))
    nearest.check(make_case(at_once=1, load=load), hours_of(19, 10, 11))


def test_bookings_one_after_the_other_count_as_one_at_once() -> None:
    load = Load(at_once=(hours_of(19, 9, 10), hours_of(19, 10, 11)))
    nearest.check(make_case(at_once=2, load=load), hours_of(19, 9, 11))


def test_a_week_begins_on_monday_on_the_clock_of_the_site() -> None:
    # Sunday 22 November, 23:30 in Amsterdam; half an hour later it is next week.
    late = Window(at(22, 23, 30), at(22, 23, 30) + HOUR / 2)
    load = Load(a_week=(late,))
    monday = Window(at(23, 0), at(23, 1))
    nearest.check(make_case(a_week=1, load=load), monday)
    assert broken(make_case(a_week=1, load=load), Window(late.from_at - DAY, late.to_at - DAY))


def test_whole_days_are_booked_over_the_nights_between_them() -> None:
    case = make_case(units=Units(Mode.WHOLE_DAYS), opening=OFFICE_HOURS)
    nearest.check(case, Window(at(23, 7), at(25, 19)))
    # Over a weekend they are not: the space is not open then.
    assert broken(case, Window(at(20, 7), at(23, 19)))


def test_what_is_open_over_midnight_is_booked_over_midnight() -> None:
    always = ((0, 7 * 1_440),)
    nearest.check(make_case(opening=always), Window(at(22, 22), at(23, 6)))
    day_by_day = tuple((day * 1_440, (day + 1) * 1_440) for day in range(7))
    nearest.check(make_case(opening=day_by_day), Window(at(22, 22), at(23, 6)))


def test_hours_of_every_day_are_said_once() -> None:
    mornings = tuple((day * 1_440 + 480, day * 1_440 + 720) for day in range(7))
    found = broken(make_case(opening=mornings), hours_of(19, 14, 15))
    assert found is not None
    assert found.says == (
        "The rule “Rule of opening” opens Desk 1 every day from 08:00 to 12:00 only."
    )
