"""Assigned desks: one's own page, and the one on which facility staff assign."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, get_flashed_messages, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.api.forms import sent_file
from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.security.access import needs, takes_upload
from app.web.done import what_was_done
from app.web.forms import by_kind, chosen, nothing_asked, word
from floorplans.actor import Role
from floorplans.assigning import rules
from floorplans.assigning import service as assigning
from floorplans.assigning.views import (
    Assigned,
    AssignmentRequest,
    AssignmentView,
    Days,
    DayView,
    LeaveTaken,
    ListTaken,
    Span,
    StandingBooking,
)
from floorplans.bookings.windows import moment_text
from floorplans.errors import DomainError, Invalid, NotFound
from floorplans.places import service as places

blueprint = Blueprint("assigning", __name__)

#: Flashed beside what was done: the fields of a form that takes it back.
_UNDO = "undo"

#: What becomes of a day: a word, its colour on the map, and a sentence where the word needs one.
STATES = {
    "own": ("Yours", "yours", ""),
    "booked_before": ("Partly booked", "yours", "Somebody had booked hours of this day before."),
    "released": ("Released", "free", "Nobody has booked it yet."),
    "away": ("Away", "free", "Nobody has booked it yet."),
    "taken": ("Taken", "taken", "Somebody else has booked it."),
}


@blueprint.get("/my/desk")
def my_desk() -> str:
    """What is assigned to oneself, day by day, and when one is away."""
    return _my_desk()


@blueprint.post("/my/desk")
@takes_upload
def save_my_desk() -> tuple[str, int] | Response:
    """Release days, have them back, say when one is away; a refusal keeps what was typed."""
    try:
        said = _MINE.get(word("act"), nothing_asked)()
    except DomainError as error:
        problem = problem_of(error)
        return _my_desk(problem), problem.status
    flash(said)
    return redirect("/my/desk", 303)


@blueprint.get("/assigned")
@needs(Role.FACILITY)
def assigned() -> str:
    """What is assigned to whom, and forms to assign one place or a list of them."""
    return _assigned()


@blueprint.post("/assigned")
@needs(Role.FACILITY)
@takes_upload
def save_assigned() -> tuple[str, int] | str | Response:
    """Assign, end, or take over a list or a calendar; look first whose bookings that meets."""
    try:
        if word("act") == "look":
            return _assigned(looked=_assign(dry_run=True))
        if word("act") == "end_look":
            asked = assigning.ending(db(), actor(), chosen("assignment"), now())
            return _assigned(ending=asked)
        if word("act") in ("list", "list_look"):
            return _listed(_list(dry_run=word("act") == "list_look"))
        said = _STAFF.get(word("act"), nothing_asked)()
    except DomainError as error:
        problem = problem_of(error)
        return _assigned(problem), problem.status
    flash(said)
    return redirect(f"/assigned?floor={word('floor')}" if word("floor") else "/assigned", 303)


def _release() -> str:
    days = assigning.release(db(), actor(), chosen("assignment"), _span(), now())
    return f"Released: {_counted(len(days), 'day')}. Others can book the place then."


def _take_back() -> str:
    found = assigning.take_back(db(), actor(), chosen("assignment"), _span(), now())
    if not found.returned:
        return "These days are yours already."
    kept = len(found.taken)
    rest = f" {_counted(kept, 'day')} {_stay(kept)} with who booked." if kept else ""
    return f"Yours again: {_counted(len(found.returned), 'day')}.{rest}"


def _away() -> str:
    made = assigning.add_absence(db(), actor(), _span(), now())
    return f"You are away from {rules.day_text(made.from_on)} to {rules.day_text(made.to_on)}."


def _there() -> str:
    kept = assigning.remove_absence(db(), actor(), chosen("absence"), now())
    rest = f" Others have booked {_counted(kept, 'day')} and keep them." if kept else ""
    return f"You are there.{rest}"


def _leave() -> str:
    name, content = sent_file("calendar", "leave.ics")
    return _leave_text(assigning.take_leave(db(), actor(), name, content, now()))


def _leave_of_all() -> str:
    name, content = sent_file("calendar", "leave.ics")
    return _leave_text(assigning.take_leave(db(), actor(), name, content, now(), for_all=True))


def _assign_now() -> str:
    made = _assign(dry_run=False)
    own, count = made.assignment, len(made.standing)
    stay = f" {_counted(count, 'booking')} of others {_stay(count)}; their people are told."
    rest = stay if count else ""
    days = rules.days_text(own.days)
    return f"{own.place_title} is assigned to {own.person_name}: {days}.{rest}"


def _assign(*, dry_run: bool) -> Assigned:
    wanted = AssignmentRequest(chosen("space"), word("email"), _days())
    return assigning.assign(db(), actor(), wanted, now(), dry_run=dry_run)


def _days() -> Days:
    weekdays = tuple(int(each) for each in request.form.getlist("weekday") if each in "1234567")
    return Days(weekdays, _day("from"), _day("to") if word("to") else None)


def _end() -> str:
    own = assigning.ending(db(), actor(), chosen("assignment"), now()).assignment
    assigning.end(db(), actor(), own.id, now())
    flash(json.dumps(_fields_of(own)), _UNDO)
    return f"{own.place_title} is no longer {own.person_name}'s; from today on it is everybody's."


def _fields_of(own: AssignmentView) -> dict[str, str | list[str]]:
    """What the button “Undo” sends: the assignment as it was."""
    return {
        "assignment": str(own.id),
        "space": str(own.space_id),
        "email": own.person_email,
        "weekday": [str(each) for each in own.days.weekdays],
        "from": f"{own.days.from_on}",
        "to": f"{own.days.to_on or ''}",
    }


def _undo_end() -> str:
    """An assignment as it was before it ended: the same one, or one like it that was to come."""
    days, to_come = _days(), False
    try:
        made = assigning.change(db(), actor(), chosen("assignment"), days, now())
    except NotFound:
        to_come = True
    if to_come:
        made = _assign(dry_run=False)
    own = made.assignment
    return f"{own.place_title} is {own.person_name}'s again: {rules.days_text(own.days)}."


def _list(*, dry_run: bool) -> ListTaken:
    _, content = sent_file("list", "assigned.csv")
    return assigning.take_list(db(), actor(), content, now(), dry_run=dry_run)


def _listed(taken: ListTaken) -> tuple[str, int] | str | Response:
    if not taken.applied:
        return _assigned(listed=taken)
    flash(f"Assigned from the list: {_counted(len(taken.assigned), 'place')}.")
    return redirect("/assigned", 303)


_MINE: dict[str, Callable[[], str]] = {
    "release": _release,
    "take_back": _take_back,
    "away": _away,
    "there": _there,
    "leave": _leave,
}
_STAFF: dict[str, Callable[[], str]] = {
    "assign": _assign_now,
    "end": _end,
    "undo_end": _undo_end,
    "leave": _leave_of_all,
}


def _my_desk(problem: Problem | None = None) -> str:
    return render_template(
        "my_desk.html",
        own=assigning.mine(db(), actor(), now()),
        absences=assigning.absences(db(), actor(), now()),
        problem=problem,
        typed=request.form,
        done=what_was_done(),
        states=STATES,
        weeks=_weeks,
        days_text=rules.days_text,
        day_text=rules.day_text,
    )


def _weeks(days: Iterable[DayView]) -> list[tuple[date, list[DayView]]]:
    """Days in their order, by the Monday of their week."""
    by_week = groupby(days, key=lambda each: each.on - timedelta(days=each.on.weekday()))
    return [(monday, list(found)) for monday, found in by_week]


def _begins(looked: Assigned | None) -> Callable[[StandingBooking], str]:
    """When a booking that stays begins, by the clock of the place that was looked at."""
    zone = ZoneInfo(looked.assignment.time_zone if looked else "UTC")
    return lambda standing: moment_text(standing.from_at, zone)


def _assigned(
    problem: Problem | None = None,
    *,
    looked: Assigned | None = None,
    listed: ListTaken | None = None,
    ending: Assigned | None = None,
) -> str:
    floor_id = _id(word("floor") or request.args.get("floor", ""))
    spaces = places.spaces(db(), actor(), floor_id) if floor_id else []
    return render_template(
        "assigned.html",
        assignments=assigning.assignments(db(), actor(), now(), floor_id=floor_id),
        sites=places.sites(db(), actor()),
        floor_id=floor_id,
        space_id=_id(word("space") or request.args.get("space", "")),
        kinds=by_kind([space for space in spaces if space.bookable]),
        weekdays=list(enumerate(rules.WEEKDAYS, 1)),
        today=now().date(),
        problem=problem,
        looked=looked,
        begins=_begins(looked),
        listed=listed,
        ending=ending,
        # A question about an assignment is not what was typed to make one.
        typed=MultiDict() if ending else request.form,
        done=next(iter(get_flashed_messages(category_filter=["message"])), None),
        undo=_undo_fields(),
        days_text=rules.days_text,
    )


def _undo_fields() -> dict[str, Any] | None:
    """What was flashed beside the end of an assignment; None after anything else."""
    told = next(iter(get_flashed_messages(category_filter=[_UNDO])), None)
    return None if told is None else json.loads(str(told))


def _leave_text(taken: LeaveTaken) -> str:
    parts = [f"{_counted(taken.absences, 'absence')} known, {taken.new} new, {taken.ended} ended."]
    if taken.kept:
        kept = f"{_counted(taken.kept, 'day')} {_stay(taken.kept)}"
        parts.append(f"{kept} with who booked them meanwhile.")
    if taken.partly:
        parts.append(f"Left out, as they cover no whole day away: {taken.partly}.")
    if taken.unknown:
        parts.append(f"Nobody here has these addresses: {', '.join(taken.unknown)}.")
    return " ".join(parts)


def _span() -> Span:
    return Span(_day("from"), _day("to") if word("to") else _day("from"))


def _day(name: str) -> date:
    try:
        found = date.fromisoformat(word(name))
    except ValueError:
        found = date.min
    if not 2000 <= found.year < 2100:
        raise Invalid(
            "day_invalid",
            "One of the fields needs a day. Nothing was changed.",
            "Choose it from the calendar, or write it like 2026-12-24.",
            field=name,
        )
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _stay(count: int) -> str:
    return "stays" if count == 1 else "stay"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
