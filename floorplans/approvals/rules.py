"""What needs approval, what asks anew, and who may answer: values in, a decision out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from floorplans.bookings.rules import BookingFacts, SpaceFacts, shortens
from floorplans.bookings.views import Window
from floorplans.errors import Conflict, Invalid, NotFound, Refused
from floorplans.policies.terms import Approval, said_of_approval

LONGEST_ANSWER = 500
#: More names than these are told as a number.
MOST_NAMED = 3
NOTHING_ANSWERED = "Nothing was answered."


def is_needed(space: SpaceFacts) -> bool:
    """Whether a rule wants others to approve what this person books here."""
    said = said_of_approval(space.rules)
    return said is not None and said.value is Approval.NEEDED


def asks(
    stored: BookingFacts, space: SpaceFacts, window: Window, now: datetime, *, by_others: bool
) -> bool:
    """Whether a changed booking is a request from then on.

    Another place and other hours are asked for anew, fewer hours of the same place are not. What
    facility staff do to somebody's booking is approved by that. Raises Refused
    ``approval_needed`` for more of a place that is in use: it would be lost until the answer.
    """
    was_request = stored.state == "requested"
    if space.id == stored.space_id and shortens(stored.window, window):
        return was_request
    if not is_needed(space):
        return False
    if by_others:
        return was_request
    if stored.state == "checked_in" or (stored.window.from_at <= now and not was_request):
        raise needs_asking(space, "Ask for the other hours, or the other place, as a new booking.")
    return True


def needs_asking(space: SpaceFacts, advice: str) -> Refused:
    said = said_of_approval(space.rules)
    rule = None if said is None else said.rule
    because = f"The rule “{rule}” wants" if rule else "A rule wants"
    return Refused(
        "approval_needed",
        f"{because} bookings of {space.name} to be approved first. Nothing was booked or changed.",
        advice,
        rule=rule,
    )


def asked_already(space: SpaceFacts) -> Conflict:
    return Conflict(
        "asked_already",
        f"You have asked for {space.name} in these hours already. Nothing more was asked.",
        "“My bookings” shows your request: change it there, or take it back.",
    )


def check_answerable(state: str, window: Window, answer_by: datetime, now: datetime) -> None:
    """Refuse to answer what is not open any more; says how it stands."""
    if state == "cancelled":
        raise _over("request_withdrawn", "The person who asked has taken this request back.")
    if state == "declined":
        raise _over("already_answered", "This request is declined already.")
    if state != "requested":
        raise _over("already_answered", "This request is approved already.")
    if min(answer_by, window.to_at) <= now:
        raise _over("request_expired", "Nobody answered this request in time.")


def _over(code: str, says: str) -> Conflict:
    return Conflict(code, f"{says} {NOTHING_ANSWERED}", "The list of requests shows what is open.")


def moved_on() -> Conflict:
    return Conflict(
        "moved_on",
        f"This request was changed since you looked at it. {NOTHING_ANSWERED}",
        "Look at it again, then answer.",
    )


def own_request() -> Refused:
    return Refused(
        "own_request",
        f"This is your own request: somebody else answers it. {NOTHING_ANSWERED}",
        "Ask one of your colleagues who may approve.",
    )


def request_missing() -> NotFound:
    return NotFound(
        "request_not_found",
        f"This request is not among those that you may answer. {NOTHING_ANSWERED}",
        "The list of requests shows what is open.",
    )


def check_can_stand(space: SpaceFacts) -> None:
    """Refuse to approve what cannot be had any more for another reason than a booking."""
    if not space.is_there:
        raise Refused(
            "not_bookable",
            f"{space.name} cannot be booked in these hours any more. {NOTHING_ANSWERED}",
            "Decline the request, so that who asked can look for another place.",
        )
    if space.closed_reason is not None:
        raise Refused(
            "closed",
            f"{space.name} is closed then: {space.closed_reason}. {NOTHING_ANSWERED}",
            "Decline the request, or lift the closure first.",
            reason=space.closed_reason,
        )


def taken_by_now(space: SpaceFacts) -> Conflict:
    return Conflict(
        "taken",
        f"Somebody has {space.name} in these hours by now. {NOTHING_ANSWERED}",
        "Decline the request, so that who asked can look for another place.",
    )


def checked_answer(reason: str | None) -> str | None:
    """The words that go with a declined request; Invalid for what no mail could carry."""
    words = (reason or "").strip()
    if len(words) > LONGEST_ANSWER or "\0" in words:
        raise Invalid(
            "answer_too_long",
            f"A reason has at most {LONGEST_ANSWER} characters. {NOTHING_ANSWERED}",
            "Say it in fewer words.",
        )
    return words or None


def named(names: Sequence[str]) -> str:
    """“Ada”, “Ada and Ben”, “Ada, Ben, Cem and 4 others”."""
    shown, rest = list(names[:MOST_NAMED]), len(names) - MOST_NAMED
    if rest > 0:
        shown.append(f"{rest} {'other' if rest == 1 else 'others'}")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
