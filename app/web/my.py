"""What belongs to the person who is signed in: bookings and profile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.context import actor, addresses, db, now
from app.errors import Problem, problem_of
from app.security.identity import session_token
from app.web.waits import waits_of
from floorplans.actor import Role
from floorplans.approvals import service as approvals
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingView, Phase
from floorplans.bookings.windows import moment_text
from floorplans.closing import service as closing
from floorplans.equipment import service as equipment
from floorplans.errors import DomainError
from floorplans.finding import service as finding
from floorplans.hooks import service as webhooks
from floorplans.messages import service as messages
from floorplans.people import service as people
from floorplans.people.passwords import LONGEST, SHORTEST
from floorplans.presence import service as presence
from floorplans.presence.views import BookingThere
from floorplans.waiting import service as waiting

blueprint = Blueprint("my", __name__, url_prefix="/my")

#: The en dash between two times.
TO = "\N{EN DASH}"
AHEAD = frozenset({Phase.UPCOMING, Phase.RUNNING})


@blueprint.get("/bookings")
def my_bookings() -> str:
    """Coming and running bookings by day, then the latest that are over."""
    found = bookings.my_bookings(db(), actor(), now())
    waits = waits_of(waiting.my_waits(db(), actor(), now()))
    found = [booking for booking in found if booking.id not in waits.offered]
    coming = [booking for booking in found if booking.phase in AHEAD]
    over = [booking for booking in found if booking.phase not in AHEAD]
    check_ins = presence.presence_of(db(), actor(), [booking.id for booking in coming], now())
    return render_template(
        "my_bookings.html",
        days=_by_day(coming, check_ins),
        past_days=_by_day(over, {}),
        other_days=_by_day(bookings.booked_for_others(db(), actor(), now()), {}),
        check_ins=check_ins,
        closures=_closures(coming),
        has_equipment=bool(coming) and equipment.has_any(db(), actor()),
        waits=waits,
        waiting=approvals.count_open(db(), actor(), now()),
        now=now(),
    )


def _closures(coming: list[BookingView]) -> dict[UUID, dict[str, str]]:
    """Why and until when the places of bookings are closed, of those that wait for an answer."""
    found = closing.closed_for(db(), actor(), [booking.id for booking in coming])
    zones = {booking.id: ZoneInfo(booking.time_zone) for booking in coming}
    return {
        booking: {
            "reason": each.reason.rstrip(". "),
            "hours": f" until {moment_text(each.to_at, zones[booking])}" if each.to_at else "",
        }
        for booking, each in found.items()
    }


@blueprint.get("/profile")
def profile() -> str:
    return profile_page()


@blueprint.post("/profile")
def save_profile() -> Response:
    people.update_profile(
        db(),
        actor(),
        now(),
        shows_name=request.form.get("shows_name") == "yes",
        lets_book=request.form.get("lets_book") == "yes",
    )
    return redirect(url_for("my.profile", saved="name"), 303)


@blueprint.get("/password")
def password() -> Response:
    """Where the address leads that a refused form leaves in the browser."""
    return redirect(url_for("my.profile", _anchor="change-password"), 303)


@blueprint.post("/password")
def save_password() -> tuple[str, int] | Response:
    """Change the password as the form asks; a refusal says why, and the old one stays."""
    present, new = request.form.get("present", ""), request.form.get("new", "")
    try:
        people.change_password(db(), actor(), present, new, session_token=session_token())
    except DomainError as error:
        problem = problem_of(error)
        return profile_page(problem), problem.status
    return redirect(url_for("my.profile", saved="password"), 303)


def profile_page(problem: Problem | None = None, feed_token: str | None = None) -> str:
    """The profile; ``feed_token`` is the secret of a calendar that was made in this request."""
    made_at = messages.feed_made_at(db(), actor())
    return render_template(
        "profile.html",
        profile=people.profile(db(), actor()),
        saved=request.args.get("saved"),
        problem=problem,
        shortest=SHORTEST,
        longest=LONGEST,
        looks_after=actor().role.covers(Role.FACILITY),
        is_told_elsewhere=webhooks.tells_of_people(db(), actor()),
        wanted=messages.wanted(db(), actor()),
        favourites=finding.favourites(db(), actor()),
        usual=finding.usual(db(), actor(), now()),
        feed_url=feed_token and addresses().page(f"/calendar/{feed_token}.ics"),
        feed_made_on=made_at and f"{made_at.day} {made_at:%B %Y}",
    )


def _by_day(
    found: list[BookingView], check_ins: Mapping[UUID, BookingThere]
) -> list[tuple[str, list[dict[str, object]]]]:
    rows = [_row(booking) | _asked(check_ins.get(booking.id)) for booking in found]
    return [(str(day), list(of_day)) for day, of_day in groupby(rows, key=lambda row: row["day"])]


def _asked(there: BookingThere | None) -> dict[str, object]:
    """By when somebody must be there, while that is still to come; None where nobody asks."""
    if there is None or there.by_at is None or there.state != "confirmed":
        return {"check_in_by": None}
    return {"check_in_by": f"{there.by_at.astimezone(ZoneInfo(there.time_zone)):%H:%M}"}


def _row(booking: BookingView) -> dict[str, object]:
    """A booking with its times as the walls of its building show them."""
    zone = ZoneInfo(booking.time_zone)
    start, end = booking.from_at.astimezone(zone), booking.to_at.astimezone(zone)
    same_day = start.date() == end.date()
    return {
        "booking": booking,
        "day": f"{start:%A} {start.day} {start:%B %Y}",
        "hours": f"{start:%H:%M}{TO}{end:%H:%M}" + ("" if same_day else f" ({end:%a} {end.day})"),
        "from_local": f"{start:%Y-%m-%dT%H:%M}",
        "to_local": f"{end:%Y-%m-%dT%H:%M}",
        "brings": json.dumps(
            [
                {"equipment_id": str(each.equipment_id), "count": each.count}
                for each in booking.brings
            ]
        ),
    }
