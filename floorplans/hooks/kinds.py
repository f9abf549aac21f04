"""What can be told to other systems."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """What happened; the database's triggers write these words."""

    BOOKING_CREATED = "booking.created"
    BOOKING_CHANGED = "booking.changed"
    BOOKING_CANCELLED = "booking.cancelled"
    BOOKING_CHECKED_IN = "booking.checked_in"
    BOOKING_RELEASED = "booking.released"
    BOOKING_ENDED = "booking.ended"
    CLOSURE_MADE = "closure.made"
    CLOSURE_CHANGED = "closure.changed"
    CLOSURE_ENDED = "closure.ended"
    FAULT_REPORTED = "fault.reported"
    FAULT_MENDED = "fault.mended"
    PLAN_PUBLISHED = "plan.published"


#: To one webhook alone, when somebody asks for it; nothing has happened.
TEST = "webhook.test"

#: Each in the words of the page and of the manual.
EVENT_WORDS: dict[Event, str] = {
    Event.BOOKING_CREATED: "A place was booked, or what was asked for was approved",
    Event.BOOKING_CHANGED: "Other hours or another place, or it was put on hold or stands again",
    Event.BOOKING_CANCELLED: "It was given back before it began, or cancelled by staff",
    Event.BOOKING_CHECKED_IN: "Its person is there",
    Event.BOOKING_RELEASED: "Nobody came, so the place is free again",
    Event.BOOKING_ENDED: "Its person left early; the rest of the hours is free",
    Event.CLOSURE_MADE: "A place, zone, area or floor is closed for some time",
    Event.CLOSURE_CHANGED: "The closure ends at another time",
    Event.CLOSURE_ENDED: "It was opened again before its time",
    Event.FAULT_REPORTED: "Something is broken, missing or dirty at a place",
    Event.FAULT_MENDED: "It was seen to",
    Event.PLAN_PUBLISHED: "A floor has another plan: places may be new, gone or renamed",
}
#: The same by what they are about, as a form shows them.
GROUPS: dict[str, tuple[Event, ...]] = {
    title: tuple(event for event in Event if event.value.startswith(f"{about}."))
    for about, title in {
        "booking": "Bookings",
        "closure": "Closures",
        "fault": "Faults",
        "plan": "Plans",
    }.items()
}


class Paused(StrEnum):
    """Why nothing is sent."""

    ASKED = "asked"
    FAILING = "failing"
    #: The other system answered 410.
    GONE = "gone"


class State(StrEnum):
    """How the sending of one event to one webhook stands."""

    WAITING = "waiting"
    SENT = "sent"
    #: Given up after about three days.
    FAILED = "failed"
    #: Left out when somebody let the webhook go on without what was missed.
    SKIPPED = "skipped"


class Trouble(StrEnum):
    """Why an attempt failed."""

    NAME = "name_unknown"
    ADDRESS = "address_refused"
    CONNECTION = "no_connection"
    CERTIFICATE = "certificate"
    SLOW = "too_slow"
    BROKEN = "broken_answer"
    #: There was an answer, and it was not one of success.
    STATUS = "status"
    SECRET = "secret_lost"  # noqa: S105 - the name of a trouble


TROUBLE_WORDS: dict[Trouble, str] = {
    Trouble.NAME: "The name of the address is not known.",
    Trouble.ADDRESS: "The name leads into a network that this installation does not send to.",
    Trouble.CONNECTION: "Nobody answers at the address.",
    Trouble.CERTIFICATE: "The certificate of the address is not valid for its name.",
    Trouble.SLOW: "There was no whole answer within ten seconds.",
    Trouble.BROKEN: "The answer was cut short, or is none.",
    Trouble.STATUS: "The other system refused it.",
    Trouble.SECRET: "The key of this installation is another one; make a new secret.",
}
