"""Making, changing, removing and previewing rules; what does not fit together is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from floorplans.errors import Forbidden
from floorplans.ids import new_id
from floorplans.policies import service
from floorplans.policies.terms import Mode
from floorplans.policies.views import OpenHours, Rule
from tests.integration.policies.conftest import DAY, HOUR, Office
from tests.support.factories import make_booking

WEEKDAYS = (OpenHours((1, 2, 3, 4, 5), 7 * 60, 19 * 60), OpenHours((6,), 9 * 60, 24 * 60))


def full_rule(office: Office) -> Rule:
    """A rule that says all that one can."""
    return Rule(
        name="All of it",
        zone_id=office.zone("Corner", x=0.0),
        kind="desk",
        opening=WEEKDAYS,
        ahead_days=14,
        shortest_min=30,
        longest_min=600,
        most_at_once=2,
        most_a_week=5,
        mode=Mode.HALF_DAYS,
        half_at_min=13 * 60,
        only_groups=(office.group("Team", office.employee),),
        buffer_min=15,
        distance_m=2.0,
        quiet_m=8.0,
        quiet_zones=(office.zone("Library", x=30.0),),
    )


def test_a_rule_is_kept_as_it_was_written(office: Office) -> None:
    wanted = full_rule(office)
    made = service.make_rule(office.db, office.facility, wanted, office.now)
    assert made.rule == wanted
    assert service.rules(office.db, office.facility) == [made]
    assert service.rule(office.db, office.facility, made.id) == made


def test_a_rule_is_a_sentence(office: Office) -> None:
    made = service.make_rule(office.db, office.facility, full_rule(office), office.now)
    assert made.sentence == (
        "Desks in the zone “Corner” on Floor 0: only for the group “Team”, open Monday to Friday"
        " from 07:00 to 19:00, Saturday from 09:00 to 24:00, booked by half days, halved at 13:00,"
        " at most 2 at once, at most 5 a week, up to 14 days ahead, at least 30 minutes, at most"
        " 10 hours long, 15 minutes free after each booking, not within 2 m of another booked"
        " place, not within 8 m of “Library” on Floor 0."
    )


def test_a_changed_rule_says_nothing_of_what_it_said_before(office: Office) -> None:
    made = service.make_rule(office.db, office.facility, full_rule(office), office.now)
    wanted = Rule("Steps", kind="room", mode=Mode.HOURS, step_min=15)
    changed = service.change_rule(office.db, office.facility, made.id, wanted, office.now)
    assert (changed.id, changed.rule) == (made.id, wanted)


def test_all_names_of_a_rule_are_unique_whatever_their_case(office: Office) -> None:
    office.rule("Desks", kind="desk", ahead_days=1)
    refusal = office.refusal(lambda: office.rule("desks", kind="room", ahead_days=1))
    assert refusal.code == "rule_name_taken"


def test_a_second_rule_for_the_same_spaces_and_people_is_refused_with_the_firsts_name(
    office: Office,
) -> None:
    office.rule("Desks", kind="desk", ahead_days=1)
    refusal = office.refusal(lambda: office.rule("Desks again", kind="desk", longest_min=60))
    assert (refusal.code, refusal.fields["rule"]) == ("rule_exists", "Desks")
    assert "“Desks”" in refusal.message


def test_what_a_rule_names_must_be_there(office: Office) -> None:
    for target in ("site_id", "floor_id", "zone_id", "group_id"):
        refusal = office.refusal(lambda: office.rule(ahead_days=1, **{target: new_id()}))  # noqa: B023
        assert refusal.code == "rule_target_not_found"
    for listed in ({"only_groups": (new_id(),)}, {"quiet_zones": (new_id(),), "quiet_m": 3.0}):
        refusal = office.refusal(lambda: office.rule(**listed))  # type: ignore[arg-type]  # noqa: B023
        assert refusal.code == "rule_target_not_found"
    assert service.rules(office.db, office.facility) == []


def test_what_other_organisations_have_is_not_there(office: Office, db: Any) -> None:
    from tests.integration.policies.conftest import make_office  # noqa: PLC0415

    theirs = make_office(db, office.now)
    refusal = office.refusal(lambda: office.rule(ahead_days=1, floor_id=theirs.floor_id))
    assert refusal.code == "rule_target_not_found"
    rule = theirs.rule(ahead_days=1)
    for act in (service.rule, service.remove_rule):
        refusal = office.refusal(lambda: act(db, office.facility, rule))  # type: ignore[operator]  # noqa: B023
        assert refusal.code == "rule_not_found"


ODD: dict[str, dict[str, Any]] = {
    "rule_says_nothing": {},
    "rule_place_unclear": {"site_id": new_id(), "floor_id": new_id(), "ahead_days": 1},
    "rule_kind_unknown": {"kind": "sofa", "ahead_days": 1},
    "rule_not_of_group": {"group_id": new_id(), "buffer_min": 15},
    "rule_hours_crossed": {"opening": (OpenHours((1,), 600, 600),)},
    "rule_number_out_of_range": {"ahead_days": 731},
    "rule_lengths_crossed": {"shortest_min": 60, "longest_min": 30},
    "rule_quiet_unclear": {"quiet_m": 8.0},
    "rule_mode_unclear": {"step_min": 15},
    "rule_step_odd": {"mode": Mode.HOURS, "step_min": 7},
    "name_missing": {"name": " \u202e ", "ahead_days": 1},
    "name_too_long": {"name": "x" * 81, "ahead_days": 1},
}


@pytest.mark.parametrize("code", ODD)
def test_what_does_not_fit_together_is_refused_and_nothing_is_saved(
    office: Office, code: str
) -> None:
    assert office.refusal(lambda: office.rule(**ODD[code])).code == code
    assert service.rules(office.db, office.facility) == []


def test_employees_make_no_rules_and_see_none(office: Office) -> None:
    rule, person = Rule("Mine", ahead_days=1), office.employee
    acts = (
        lambda: service.rules(office.db, person),
        lambda: service.rule(office.db, person, new_id()),
        lambda: service.make_rule(office.db, person, rule, office.now),
        lambda: service.change_rule(office.db, person, new_id(), rule, office.now),
        lambda: service.remove_rule(office.db, person, new_id()),
        lambda: service.preview(office.db, person, rule, office.now),
        lambda: service.zones(office.db, person),
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act()


def test_a_preview_tells_whose_bookings_to_come_the_rule_would_not_allow(office: Office) -> None:
    short = office.book(begins=HOUR, length=HOUR)
    long = office.book(office.next_desk, begins=HOUR, length=8 * HOUR, by=office.colleague)
    office.book(office.room, begins=HOUR, length=8 * HOUR)
    make_booking(office.db, office.employee, office.desk, office.now - DAY, office.now - DAY / 2)
    wanted = Rule("Short", kind="desk", longest_min=240)
    found = service.preview(office.db, office.facility, wanted, office.now)
    assert (found.looked_at, found.is_complete) == (2, True)
    (broken,) = found.broken
    assert (broken.booking_id, broken.person_name, broken.code) == (
        long.id,
        "Sam Bakker",
        "too_long",
    )
    assert broken.says == "The rule “Short” allows bookings of up to 4 hours."
    assert service.rules(office.db, office.facility) == []
    assert short.id != broken.booking_id


def test_a_preview_of_a_change_leaves_the_rule_as_it_is(office: Office) -> None:
    rule = office.rule("Ahead", ahead_days=14)
    before = service.rule(office.db, office.facility, rule)
    booked = office.book(begins=10 * DAY)
    wanted = replace(before.rule, ahead_days=7)
    found = service.preview(office.db, office.facility, wanted, office.now, rule_id=rule)
    assert [each.booking_id for each in found.broken] == [booked.id]
    assert service.rule(office.db, office.facility, rule) == before


def test_a_preview_does_not_tell_of_what_other_rules_do_not_allow(office: Office) -> None:
    office.book(length=9 * HOUR)
    office.rule("Short", longest_min=60)
    wanted = Rule("Early", kind="desk", ahead_days=30)
    assert service.preview(office.db, office.facility, wanted, office.now).broken == ()


def test_a_preview_tells_of_bookings_that_follow_too_soon(office: Office) -> None:
    first = office.book(begins=HOUR)
    office.book(begins=2 * HOUR, by=office.colleague)
    office.book(begins=4 * HOUR)
    wanted = Rule("Airing", kind="desk", buffer_min=15)
    found = service.preview(office.db, office.facility, wanted, office.now)
    (broken,) = found.broken
    assert (broken.booking_id, broken.code) == (first.id, "too_soon_after")
    assert broken.says == (
        "The rule “Airing” keeps 15 minutes free after each booking, and the next one begins at"
        " 11:00."
    )


def test_a_preview_tells_of_places_booked_too_near_each_other(office: Office) -> None:
    # The desks are 3 m apart from middle to middle, and 1.6 m wide.
    near = office.book(office.desk), office.book(office.next_desk, by=office.colleague)
    office.book(office.desk, begins=5 * HOUR)
    wanted = Rule("Distance", kind="desk", distance_m=1.5)
    found = service.preview(office.db, office.facility, wanted, office.now)
    assert {each.booking_id for each in found.broken} == {each.id for each in near}
    assert found.broken[0].code == "too_near_booked"
    assert "is booked 1.4 m away" in found.broken[0].says
    less = Rule("Distance", kind="desk", distance_m=1.3)
    assert service.preview(office.db, office.facility, less, office.now).broken == ()


def test_bookings_stay_when_a_rule_does_not_allow_them(office: Office) -> None:
    from floorplans.bookings import service as bookings  # noqa: PLC0415

    booked = office.book(length=timedelta(hours=9))
    office.rule("Short", longest_min=60)
    assert bookings.my_bookings(office.db, office.employee, office.now) == [booked]


def test_there_is_an_end_to_how_many_rules_there_are(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_RULES", 1)
    office.rule("One", ahead_days=1)
    refusal = office.refusal(lambda: office.rule("Two", kind="desk", ahead_days=1))
    assert (refusal.code, refusal.fields["most"]) == ("too_many_rules", 1)
