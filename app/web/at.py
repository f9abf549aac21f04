"""What a printed code opens: the place now, and one button for the obvious next thing.

The address holds an id and nothing else. A GET changes nothing; each button posts to the address
of its place and comes back to it, also by way of the sign-in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.live.stamps import Topic
from app.security.access import changes
from app.web import at_faults
from app.web.done import what_was_done
from app.web.forms import word
from floorplans.assigning import rules as assigned_rules
from floorplans.assigning import service as assigning
from floorplans.assigning.views import OwnDay, Span
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.errors import DomainError, Invalid
from floorplans.presence import service as presence
from floorplans.presence.rules import ends
from floorplans.presence.views import Look, Step

blueprint = Blueprint("at", __name__, url_prefix="/at")

TAKING = (Step.TAKE, Step.CLAIM, Step.SIT_HERE, Step.ASK)


@blueprint.get("/<uuid:place_id>")
def show(place_id: UUID) -> str:
    return _page(place_id)


@blueprint.post("/<uuid:place_id>")
@changes(Topic.FLOORS)
def act(place_id: UUID) -> tuple[str, int] | Response:
    """Do what a button says, then show how things stand; a refusal shows them too."""
    try:
        doing = _ACTS.get(word("act"))
        if doing is None:
            raise _no_such_act()
        flash(doing(place_id))
    except DomainError as error:
        problem = problem_of(error)
        return _page(place_id, problem), problem.status
    return redirect(request.path, 303)


def _check_in(_: UUID) -> str:
    seen = presence.check_in(db(), actor(), _booking_id(), now())
    return f"You are checked in at {seen.booking.place_title}."


def _check_out(_: UUID) -> str:
    presence.check_out(db(), actor(), _booking_id(), now())
    return "You are checked out. The place is free for others."


def _take(place_id: UUID) -> str:
    made = presence.take(db(), actor(), place_id, now(), until=_until())
    return f"{made.place_title} is yours until {_clock(made.to_at, made.time_zone)}."


def _arrive(place_id: UUID) -> str:
    """Check in at a place that is assigned to oneself: what is left of the working day."""
    made = presence.take(db(), actor(), place_id, now())
    return f"You are checked in at {made.place_title}."


def _release(place_id: UUID) -> str:
    """Leave one's own place to others today."""
    own = _own_day(place_id)
    assigning.release(db(), actor(), own.assignment_id, Span(own.on, own.on), now())
    return "Released: others can book it today."


def _have_back(place_id: UUID) -> str:
    """Have one's own place back that was left to others today."""
    own = _own_day(place_id)
    assigning.take_back(db(), actor(), own.assignment_id, Span(own.on, own.on), now())
    return "It is yours again today."


def _ask(place_id: UUID) -> str:
    """Ask for the place from now on; whoever approves is told."""
    seen = presence.look(db(), actor(), place_id, now())
    until = min(_until() or seen.until or now(), seen.until or now())
    made = bookings.book(db(), actor(), BookingRequest(place_id, now(), until), now())
    if made.state != "requested":
        return f"{made.place_title} is yours until {_clock(made.to_at, made.time_zone)}."
    return f"You have asked for {made.place_title} until {_clock(made.to_at, made.time_zone)}."


def _take_back(_: UUID) -> str:
    bookings.cancel(db(), actor(), _booking_id(), now())
    return "Your request is taken back."


_ACTS: dict[str, Callable[[UUID], str]] = {
    "check_in": _check_in,
    "check_out": _check_out,
    "take": _take,
    "ask": _ask,
    "take_back": _take_back,
    "arrive": _arrive,
    "release": _release,
    "have_back": _have_back,
    "report": at_faults.report,
    "same": at_faults.same,
}


def _page(place_id: UUID, problem: Problem | None = None) -> str:
    who, at = actor(), now()
    seen = presence.look(db(), who, place_id, at)
    zone = ZoneInfo(seen.place.time_zone)
    near = _asked_near()
    listed = seen.others
    if seen.step is Step.CHOOSE:
        listed = presence.places_near(db(), who, seen.place, at, near=near)
    return render_template(
        "at.html",
        seen=seen,
        place=seen.place,
        step=seen.step,
        clock=lambda instant: _clock(instant, seen.place.time_zone),
        ends=ends(at, seen.until, zone) if seen.step in TAKING and seen.until else [],
        listed=listed,
        done=what_was_done(),
        problem=problem,
        near=near,
        landmarks=_landmarks(seen),
        **at_faults.values(seen.place),
    )


def _landmarks(seen: Look) -> list[tuple[UUID, str]]:
    return presence.landmarks(db(), actor(), seen.place) if seen.step is Step.CHOOSE else []


def _clock(instant: datetime, zone: str) -> str:
    """The time on the building's wall; midnight is told as the end of its day."""
    wall = instant.astimezone(ZoneInfo(zone))
    return "midnight" if wall.hour == wall.minute == 0 else f"{wall:%H:%M}"


def _asked_near() -> UUID | None:
    try:
        return UUID(request.args.get("near", ""))
    except ValueError:
        return None


def _own_day(place_id: UUID) -> OwnDay:
    found = assigning.own_day(db(), actor(), place_id, now())
    if found is None:
        raise assigned_rules.missing()
    return found


def _booking_id() -> UUID:
    return _id("booking")


def _id(field: str) -> UUID:
    try:
        return UUID(word(field))
    except ValueError:
        raise _no_such_act() from None


def _until() -> datetime | None:
    """The end that was chosen, an instant; None for the longest there is."""
    if not word("until"):
        return None
    try:
        told = datetime.fromisoformat(word("until"))
    except ValueError:
        raise _no_such_act() from None
    if told.tzinfo is None:
        raise _no_such_act()
    return told


def _no_such_act() -> Invalid:
    return Invalid(
        "act_unclear",
        "This page is older than the service. Nothing was changed.",
        "Load the page again, then press the button.",
    )
