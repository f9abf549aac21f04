"""What belongs to the person who is signed in: bookings and profile."""

from __future__ import annotations

from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.context import actor, db, now
from app.errors import Problem, problem_of
from app.security.identity import session_token
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingView, Phase
from floorplans.errors import DomainError
from floorplans.people import service as people
from floorplans.people.passwords import LONGEST, SHORTEST

blueprint = Blueprint("my", __name__, url_prefix="/my")

#: The en dash between two times.
TO = "\N{EN DASH}"
AHEAD = frozenset({Phase.UPCOMING, Phase.RUNNING})


@blueprint.get("/bookings")
def my_bookings() -> str:
    """Coming and running bookings by day, then the latest that are over."""
    found = bookings.my_bookings(db(), actor(), now())
    coming = [booking for booking in found if booking.phase in AHEAD]
    over = [booking for booking in found if booking.phase not in AHEAD]
    return render_template("my_bookings.html", days=_by_day(coming), past_days=_by_day(over))


@blueprint.get("/profile")
def profile() -> str:
    return _profile_page()


@blueprint.post("/profile")
def save_profile() -> Response:
    people.update_profile(db(), actor(), now(), shows_name=request.form.get("shows_name") == "yes")
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
        return _profile_page(problem), problem.status
    return redirect(url_for("my.profile", saved="password"), 303)


def _profile_page(problem: Problem | None = None) -> str:
    return render_template(
        "profile.html",
        profile=people.profile(db(), actor()),
        saved=request.args.get("saved"),
        problem=problem,
        shortest=SHORTEST,
        longest=LONGEST,
    )


def _by_day(found: list[BookingView]) -> list[tuple[str, list[dict[str, object]]]]:
    rows = [_row(booking) for booking in found]
    return [(str(day), list(of_day)) for day, of_day in groupby(rows, key=lambda row: row["day"])]


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
    }
