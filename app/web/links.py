"""What links in mail open: a page that says what its one button does, and the button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.context import context, db, now
from app.mail.links import Act, Link, link_of, token_of
from app.mail.times import hours_in_words
from app.security.access import by_secret
from app.web import answering
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingView, Phase, Window
from floorplans.bookings.windows import moment_text
from floorplans.errors import Conflict, NotFound
from floorplans.nearest.views import NearSpace
from floorplans.people import service as people
from floorplans.presence import service as presence
from floorplans.waiting import service as waiting
from floorplans.waiting.views import State, WaitView

blueprint = Blueprint("links", __name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A link whose person and booking are there."""

    link: Link
    person: Actor
    booking: BookingView


@dataclass(frozen=True, slots=True)
class Page:
    """How things stand, and the words of the button while there is something to do."""

    heading: str
    text: str
    button: str | None = None
    is_dangerous: bool = False
    #: Other places to move to, each with its own link.
    others: tuple[tuple[str, str], ...] = ()


@blueprint.get("/links/<token>")
@by_secret
def show(token: str) -> str:
    """Say how the booking stands and what the button would do; nothing is changed."""
    link, person = _read(token)
    if link.act in answering.ACTS:
        return answering.show(link, person)
    opened = _opened(link, person)
    page = _PAGES[opened.link.act](opened)
    booking = opened.booking
    window = Window(booking.from_at, booking.to_at)
    return render_template(
        "link.html",
        page=page,
        booking=booking,
        when=hours_in_words(window, booking.time_zone),
    )


@blueprint.post("/links/<token>")
@by_secret
def act(token: str) -> tuple[str, int] | Response:
    """Do it, unless it is done; then show how things stand."""
    link, person = _read(token)
    if link.act in answering.ACTS:
        return answering.act(link, person)
    opened = _opened(link, person)
    if _PAGES[opened.link.act](opened).button is not None:
        _DOES[opened.link.act](opened)
    return redirect(request.path, 303)


def _read(token: str) -> tuple[Link, Actor]:
    """Raises NotFound ``link_invalid``, ``link_expired``, ``link_not_yours``."""
    link = link_of(token, context().key, now())
    person = people.actor_of(db(), link.organisation_id, link.person_id)
    if person is None:
        raise _not_yours()
    return link, person


def _opened(link: Link, person: Actor) -> Opened:
    """Raises NotFound ``link_not_yours``."""
    booking = bookings.booking(db(), person, link.booking_id, now())
    if not (booking.is_mine or (booking.is_by_me and link.act is Act.CANCEL)):
        raise _not_yours()
    return Opened(link, person, booking)


def _cancel_page(opened: Opened) -> Page:
    ended = _ended(opened.booking)
    if ended is not None:
        return ended
    if opened.booking.state == "requested":
        return Page(
            "Take this request back?",
            "It is then not answered any more. You can ask again.",
            "Take it back",
            is_dangerous=True,
        )
    if opened.booking.phase is Phase.RUNNING:
        return Page(
            "End your booking now?",
            "Others can book the place for the rest of the time.",
            "End it now",
            is_dangerous=True,
        )
    return Page(
        "Give this place back?",
        "Your booking is then cancelled, and others can book the place.",
        "Give it back",
        is_dangerous=True,
    )


def _cancel(opened: Opened) -> None:
    bookings.cancel(db(), opened.person, opened.booking.id, now())


def _check_in_page(opened: Opened) -> Page:
    booking = opened.booking
    ended = _ended(booking)
    if ended is not None:
        return ended
    if booking.state == "checked_in":
        return Page("You are checked in", "The place is yours until the end of your hours.")
    if booking.state == "requested":
        return Page("This is not approved yet", "You are told by mail when somebody has answered.")
    there = presence.presence(db(), opened.person, booking.id, now())
    if there.can_check_in:
        return Page("Are you there?", "Check in, and the place stays yours.", "I am here")
    if booking.state == "held":
        return Page(
            "Your place is gone",
            "It was closed or is not on the floor's new plan. Choose another "
            "place in “My bookings”.",
        )
    opens = there.booking.opens_at.astimezone(ZoneInfo(booking.time_zone))
    return Page("It is too early to check in", f"Open this link again from {opens:%H:%M} on.")


def _check_in(opened: Opened) -> None:
    presence.check_in(db(), opened.person, opened.booking.id, now())


def _move_page(opened: Opened) -> Page:
    booking = opened.booking
    ended = _ended(booking)
    if ended is not None:
        return ended
    offers = _offers(opened)
    if offers is None:
        return Page(f"Your booking is at {booking.place_title}", "There is nothing left to choose.")
    target = next((place for place in offers if place.space_id == opened.link.space_id), None)
    if target is not None:
        return Page(
            f"Take {target.name} instead?",
            f"{target.name} is on {target.floor_name}, {target.distance_m:.0f} m from "
            f"{booking.place_title}, and free for all of your hours.",
            f"Take {target.name}",
        )
    others = tuple(_other(opened, place) for place in offers)
    text = "Your booking is still kept aside. " + (
        "These places are free now:" if others else "No place like it is free in these hours."
    )
    return Page("Somebody else has this place by now", text, others=others)


def _offers(opened: Opened) -> tuple[NearSpace, ...] | None:
    """What the booking can be moved to; None where it has its place."""
    try:
        return bookings.offers(db(), opened.person, opened.booking.id, now()).spaces
    except Conflict:
        return None


def _other(opened: Opened, place: NearSpace) -> tuple[str, str]:
    link = opened.link
    fresh = Link(
        Act.MOVE,
        link.organisation_id,
        link.person_id,
        link.booking_id,
        link.expires_at,
        place.space_id,
    )
    words = f"{place.name}, {place.floor_name}, {place.distance_m:.0f} m away"
    return words, f"/links/{token_of(fresh, context().key)}"


def _move(opened: Opened) -> None:
    wanted = BookingChange(space_id=opened.link.space_id)
    bookings.change(
        db(),
        opened.person,
        opened.booking.id,
        wanted,
        now(),
        offering=context().memory.alternatives,
    )


def _answer_page(opened: Opened) -> Page:
    """How an offer from a wait list stands, and the button that answers it."""
    name = opened.booking.place_title
    offer = waiting.wait_of_booking(db(), opened.person, opened.booking.id)
    ended = _ended(opened.booking)
    if offer is None or offer.state is not State.OFFERED or offer.answer_by is None:
        if ended is None:
            return Page(f"{name} is yours", "You have taken it, and it is booked for you.")
        return _passed_on(offer) or ended
    if ended is not None:
        return ended
    until = moment_text(offer.answer_by, ZoneInfo(offer.time_zone))
    if opened.link.act is Act.TAKE:
        return Page(f"Take {name}?", f"It is kept for you until {until}.", f"Take {name}")
    return Page(
        "Let the next one have it?",
        f"{name} is kept for you until {until}. You would then leave the wait list.",
        "No thanks",
        is_dangerous=True,
    )


def _passed_on(wait: WaitView | None) -> Page | None:
    """What became of an offer that was not taken."""
    if wait is None or wait.state is State.BOOKED:
        return None
    said = (
        "You did not want it." if wait.state is State.DECLINED else "There was no answer in time."
    )
    return Page(
        "This place went on to the next one",
        f"{said} You can wait for it again, or look for a free place on the map.",
    )


def _take(opened: Opened) -> None:
    waiting.take(db(), opened.person, _wait_id(opened), now())


def _no_thanks(opened: Opened) -> None:
    waiting.leave(db(), opened.person, _wait_id(opened), now())


def _wait_id(opened: Opened) -> UUID:
    found = waiting.wait_of_booking(db(), opened.person, opened.booking.id)
    if found is None:
        raise _not_yours()
    return found.id


def _back_page(opened: Opened) -> Page:
    booking = opened.booking
    ended = _ended(booking)
    if ended is not None:
        return ended
    if booking.space_id == opened.link.space_id:
        return Page(f"Your booking is at {booking.place_title}", "You are back where you were.")
    return Page(
        "Go back to your earlier place?",
        f"Your booking is then there, and others can book {booking.place_title}. If somebody else "
        "has it by now, nothing changes.",
        "Go back there",
    )


def _ended(booking: BookingView) -> Page | None:
    """What there is to say of a booking that is over in one way or another."""
    if booking.state == "declined":
        return Page("This request was declined", "You do not have the place in these hours.")
    if booking.state == "released":
        return Page("This place was released", "Nobody had checked in; others can book it.")
    if booking.phase is Phase.CANCELLED:
        return Page("This booking is cancelled", "The place is free for others.")
    if booking.phase is Phase.PAST:
        return Page("This booking is over", "The place is free for others.")
    return None


_PAGES: dict[Act, Callable[[Opened], Page]] = {
    Act.CANCEL: _cancel_page,
    Act.CHECK_IN: _check_in_page,
    Act.MOVE: _move_page,
    Act.TAKE: _answer_page,
    Act.NO_THANKS: _answer_page,
    Act.BACK: _back_page,
}
_DOES: dict[Act, Callable[[Opened], Any]] = {
    Act.CANCEL: _cancel,
    Act.CHECK_IN: _check_in,
    Act.MOVE: _move,
    Act.TAKE: _take,
    Act.NO_THANKS: _no_thanks,
    Act.BACK: _move,
}


def _not_yours() -> NotFound:
    return NotFound(
        "link_not_yours",
        "This booking is not the one that this link was made for. Nothing was changed.",
        "Sign in and open “My bookings” to see yours.",
    )
