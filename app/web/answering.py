"""What links in mail to those who may approve open: the request, and the one button of the link."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.context import db, now
from app.errors import Problem, problem_of
from app.mail.links import Act, Link
from app.mail.times import hours_in_words, instant_in_words
from app.web.forms import whole_or_none, word
from floorplans.actor import Actor
from floorplans.approvals import service as approvals
from floorplans.approvals.views import Request
from floorplans.bookings.views import Window
from floorplans.errors import DomainError

#: What these links do, unlike all others with somebody else's booking.
ACTS = frozenset({Act.APPROVE, Act.DECLINE})


def show(link: Link, person: Actor) -> str:
    """Say what is asked and what the button would do; nothing is changed."""
    try:
        asked = approvals.request(db(), person, link.booking_id, now())
    except DomainError as error:
        return _page(link, None, problem_of(error))
    return _page(link, asked)


def act(link: Link, person: Actor) -> tuple[str, int] | Response:
    """Answer as the link says, if the request is still the one that was looked at."""
    sequence = whole_or_none("sequence")
    try:
        if link.act is Act.APPROVE:
            approvals.approve(db(), person, link.booking_id, now(), sequence=sequence)
        else:
            approvals.decline(
                db(),
                person,
                link.booking_id,
                now(),
                reason=word("reason"),
                sequence=sequence,
            )
    except DomainError as error:
        problem = problem_of(error)
        return _page(link, _still_open(link, person), problem), problem.status
    return redirect(request.path, 303)


def _still_open(link: Link, person: Actor) -> Request | None:
    try:
        return approvals.request(db(), person, link.booking_id, now())
    except DomainError:
        return None


def _page(link: Link, asked: Request | None, problem: Problem | None = None) -> str:
    return render_template(
        "request_link.html",
        asked=asked,
        problem=problem,
        approves=link.act is Act.APPROVE,
        when=when,
        by=by,
    )


def when(asked: Request) -> str:
    """The hours that are asked for, on the wall of the building."""
    return hours_in_words(Window(asked.from_at, asked.to_at), asked.time_zone)


def by(asked: Request) -> str:
    """Until when the request can be answered."""
    return instant_in_words(asked.answer_by, asked.time_zone)
