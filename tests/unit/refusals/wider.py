"""Cases for what surrounds a booking: waiting, approval, assigned desks, equipment, searching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from floorplans.approvals import rules as approvals
from floorplans.assigning import rules as assigning
from floorplans.assigning.queries import Claim
from floorplans.assigning.views import Days, Span
from floorplans.bookings import notes
from floorplans.bookings.views import Window
from floorplans.equipment import rules as equipment
from floorplans.equipment.views import Bring, Things
from floorplans.finding import rules as finding
from floorplans.finding.views import FindRequest, Wishes
from floorplans.ids import new_id
from floorplans.waiting import rules as waiting
from floorplans.waiting.views import State, WaitRequest
from tests.unit.refusals.cases import BOOKED, DAY, HOUR, LATE, LUNCH, NOW, OWN, Provoke, space

TODAY = date(2026, 11, 18)
#: A rule that wants approval, as the database tells it; there may be none of it any more.
WANTED = {"approval": {"says": "needed", "rule": "House rule", "id": str(new_id())}}
OUT = {"name": "Big monitor", "wanted": 2, "left": 0, "usable": 3}
LATER = Window(LUNCH.from_at, LUNCH.to_at + HOUR)


def wish(**other: object) -> Provoke:
    wanted = WaitRequest(LUNCH.from_at, LUNCH.to_at, **other)  # type: ignore[arg-type]
    return lambda: waiting.check_request(wanted)


def answered(state: str, window: Window = LUNCH, by_h: int = 1) -> Provoke:
    return lambda: approvals.check_answerable(state, window, NOW + by_h * HOUR, NOW)


def changed_in_use(**other: object) -> Provoke:
    """More of a place that somebody sits at, where a rule wants approval."""
    running = replace(BOOKED, state="checked_in")
    there = space(id=BOOKED.space_id, **other)
    return lambda: approvals.asks(running, there, LATER, NOW, by_others=False)


def assigned(*weekdays: int, from_on: date = TODAY, to_on: date | None = None) -> Provoke:
    return lambda: assigning.check_days(Days(weekdays, from_on, to_on), TODAY)


def span(from_on: date, to_on: date) -> Provoke:
    return lambda: assigning.check_span(Span(from_on, to_on), TODAY)


def claim(who: str | None, name: str) -> Provoke:
    own = Claim(new_id(), "desk", name, who, TODAY)
    return lambda: assigning.kept_by_owner("Desk 12", own, [])


def things(**other: object) -> Provoke:
    known = Things(new_id(), None, "monitor", "Big monitor", "Reception", 3)
    return lambda: equipment.checked(replace(known, **other))  # type: ignore[arg-type]


def out(**other: object) -> Provoke:
    return lambda: equipment.equipment_out({**OUT, **other})


def elsewhere(*, has_ended: bool) -> Provoke:
    detail = {"name": "Big monitor", "has_ended": has_ended}
    return lambda: equipment.equipment_elsewhere(detail)


def bring(*counts: int) -> Provoke:
    return lambda: equipment.check_bring([Bring(new_id(), count) for count in counts])


def find(window: Window = LUNCH, **other: object) -> Provoke:
    wanted = FindRequest(window.from_at, window.to_at, **other)  # type: ignore[arg-type]
    return lambda: finding.check(wanted, window, NOW)


WAITING: Mapping[tuple[str, str], tuple[Provoke, ...]] = {
    ("waiting/rules.py", "wish_unclear"): (
        wish(),
        wish(space_id=new_id(), kind="desk"),
        wish(kind="desk"),
    ),
    ("waiting/rules.py", "free_now"): (lambda: waiting.is_free("Desk 12", new_id()),),
    ("waiting/rules.py", "nothing_to_wait_for"): (waiting.nothing_there,),
    ("waiting/rules.py", "too_many_waits"): (waiting.too_many,),
    ("waiting/rules.py", "waiting_already"): (waiting.waits_already,),
    ("waiting/rules.py", "wait_not_found"): (waiting.wait_missing,),
    ("waiting/rules.py", "wait_over"): (waiting.wait_over,),
    ("waiting/rules.py", "not_offered"): (lambda: waiting.not_offered(State.WAITING),),
    ("waiting/rules.py", "offer_over"): (lambda: waiting.not_offered(State.UNANSWERED),),
    ("waiting/rules.py", "too_late_to_wait"): (waiting.too_late,),
}
APPROVAL: Mapping[tuple[str, str], tuple[Provoke, ...]] = {
    ("approvals/rules.py", "approval_needed"): (changed_in_use(rules=WANTED),),
    ("approvals/rules.py", "asked_already"): (lambda: approvals.asked_already(space()),),
    ("approvals/rules.py", "request_withdrawn"): (answered("cancelled"),),
    ("approvals/rules.py", "already_answered"): (answered("declined"), answered("confirmed")),
    ("approvals/rules.py", "request_expired"): (
        answered("requested", by_h=-1),
        answered("requested", LATE),
    ),
    ("approvals/rules.py", "moved_on"): (approvals.moved_on,),
    ("approvals/rules.py", "own_request"): (approvals.own_request,),
    ("approvals/rules.py", "request_not_found"): (approvals.request_missing,),
    ("approvals/rules.py", "not_bookable"): (
        lambda: approvals.check_can_stand(space(bookable=False)),
    ),
    ("approvals/rules.py", "closed"): (
        lambda: approvals.check_can_stand(space(closed_reason="carpet cleaning")),
    ),
    ("approvals/rules.py", "taken"): (lambda: approvals.taken_by_now(space()),),
    ("approvals/rules.py", "answer_too_long"): (lambda: approvals.checked_answer("no " * 200),),
}
ASSIGNING: Mapping[tuple[str, str], tuple[Provoke, ...]] = {
    ("assigning/rules.py", "weekdays_missing"): (assigned(), assigned(8)),
    ("assigning/rules.py", "days_turned_round"): (
        assigned(1, to_on=TODAY - DAY),
        span(TODAY + DAY, TODAY),
    ),
    ("assigning/rules.py", "days_are_over"): (
        assigned(1, from_on=TODAY - 9 * DAY, to_on=TODAY - DAY),
        span(TODAY - 9 * DAY, TODAY - DAY),
    ),
    ("assigning/rules.py", "too_far_ahead"): (
        assigned(1, to_on=TODAY + 4_000 * DAY),
        span(TODAY + 4_000 * DAY, TODAY + 4_001 * DAY),
    ),
    ("assigning/rules.py", "too_many_days"): (span(TODAY, TODAY + 400 * DAY),),
    ("assigning/rules.py", "assignment_not_found"): (
        lambda: assigning.check_may_touch(OWN, new_id()),
    ),
    ("assigning/rules.py", "absence_not_found"): (assigning.absence_missing,),
    ("assigning/rules.py", "person_not_found"): (
        lambda: assigning.person_missing("noor@example.test"),
    ),
    ("assigning/rules.py", "space_not_found"): (assigning.space_missing,),
    ("assigning/rules.py", "space_has_places"): (assigning.has_places,),
    ("assigning/rules.py", "already_assigned"): (assigning.already_assigned,),
    ("assigning/rules.py", "taken"): (
        claim("Noor", "Desk 12"),
        claim(None, "Desk 12"),
        claim(None, "Desk 3"),
    ),
    ("assigning/rules.py", "no_assigned_days"): (assigning.no_such_days,),
    ("assigning/rules.py", "day_taken"): tuple(
        (lambda count=count: assigning.day_taken([TODAY + timedelta(n) for n in range(count)]))
        for count in (1, 2, 6, 7)
    ),
}
EQUIPMENT: Mapping[tuple[str, str], tuple[Provoke, ...]] = {
    ("equipment/rules.py", "equipment_twice"): (
        lambda: equipment.check_bring([Bring(OWN.person_id), Bring(OWN.person_id)]),
    ),
    ("equipment/rules.py", "equipment_too_much"): (
        bring(0),
        bring(equipment.MOST_OF_ONE + 1),
        bring(*[1] * (equipment.MOST_KINDS + 1)),
        lambda: equipment.check_kit_count(0),
    ),
    ("equipment/rules.py", "equipment_out"): (
        out(),
        out(wanted=1, usable=1),
        out(left=1),
        out(wanted=3, left=2),
    ),
    ("equipment/rules.py", "equipment_elsewhere"): (
        elsewhere(has_ended=True),
        elsewhere(has_ended=False),
    ),
    ("equipment/rules.py", "equipment_not_found"): (equipment.equipment_missing,),
    ("equipment/rules.py", "floor_not_found"): (equipment.floor_missing,),
    ("equipment/rules.py", "space_not_found"): (equipment.space_missing,),
    ("equipment/rules.py", "place_not_found"): (equipment.where_missing,),
    ("equipment/rules.py", "equipment_kind_unknown"): (things(kind="boat"),),
    ("equipment/rules.py", "equipment_name_invalid"): (
        things(name=" "),
        things(kept_at="a shelf " * 20),
    ),
    ("equipment/rules.py", "equipment_count_invalid"): (things(owned=0), things(broken=4)),
}
FINDING: Mapping[tuple[str, str], tuple[Provoke, ...]] = {
    ("finding/rules.py", "in_the_past"): (find(LATE),),
    ("finding/rules.py", "kind_unknown"): (find(kind="boat"),),
    ("finding/rules.py", "list_too_long"): (
        find(limit=0),
        find(wishes=Wishes(features=tuple(map(str, range(99))))),
    ),
    ("finding/rules.py", "feature_unknown"): (find(wishes=Wishes(features=("\0",))),),
    ("finding/rules.py", "people_invalid"): (find(wishes=Wishes(people=0)),),
}
NOTES: Mapping[tuple[str, str], tuple[Provoke, ...]] = {
    ("bookings/notes.py", "note_too_long"): (lambda: notes.checked_note("words " * 100),),
}
WIDER = {**WAITING, **APPROVAL, **ASSIGNING, **EQUIPMENT, **FINDING, **NOTES}
