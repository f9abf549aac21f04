"""What people can be told about a booking, and which of it they may do without."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What happened to a booking."""

    BOOKED = "booked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    #: A new plan took the place away; the message offers others like it.
    HELD = "held"
    #: The place is back, and the booking stands again.
    RETURNED = "returned"
    #: The place was assigned to somebody else; the booking stands.
    ASSIGNED = "assigned"
    #: The place is closed in these hours; the message offers others like it.
    CLOSED = "closed"
    #: It is open again, and the booking stands as it was.
    REOPENED = "reopened"
    #: The place that somebody had moved away from is open again, and free.
    FREE_AGAIN = "free_again"
    REMINDER = "reminder"
    #: Nobody checked in, so the place was given to others.
    RELEASED = "released"
    #: Too few are left of what it was to bring along.
    EQUIPMENT = "equipment"
    #: A place that somebody waited for was booked for them by itself.
    WAITED = "waited"
    #: A place that somebody waited for is kept for them until they answer.
    OFFERED = "offered"
    #: They had not answered in time, and the next one was asked.
    OFFER_ENDED = "offer_ended"
    #: What one act did to several bookings; each part has a kind of its own.
    SEVERAL = "several"
    #: Somebody must approve it first; it takes nothing until then.
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    #: Nobody answered in time.
    EXPIRED = "expired"
    #: To those who may approve, who are told by the database's own clock.
    ASKED = "asked"
    ASKED_AGAIN = "asked_again"


#: These go to people who answer, and speak of somebody else's booking.
TO_APPROVERS = frozenset({Kind.ASKED, Kind.ASKED_AGAIN})


class FaultKind(StrEnum):
    """What happened to a fault at a place; of no booking."""

    #: To facility staff.
    REPORTED = "fault"
    #: To those who reported it.
    DONE = "fault_done"


class Topic(StrEnum):
    """What a person may choose not to be told; all else is told in any case."""

    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    RELEASE = "release"
    #: Both kinds about faults: to staff what is reported, to others that it is done.
    FAULT = "fault"


#: What a person does by themselves is confirmed; what others do to it is told in any case, and the
#: database decides which of both it is.
TOPIC_OF: dict[Kind, Topic | None] = {
    Kind.BOOKED: Topic.CONFIRMATION,
    Kind.CHANGED: Topic.CONFIRMATION,
    Kind.CANCELLED: Topic.CONFIRMATION,
    Kind.HELD: None,
    Kind.RETURNED: None,
    Kind.ASSIGNED: None,
    Kind.CLOSED: None,
    Kind.REOPENED: None,
    Kind.FREE_AGAIN: None,
    Kind.REMINDER: Topic.REMINDER,
    Kind.RELEASED: Topic.RELEASE,
    Kind.EQUIPMENT: None,
    Kind.WAITED: None,
    Kind.OFFERED: None,
    Kind.OFFER_ENDED: None,
    Kind.SEVERAL: Topic.CONFIRMATION,
    Kind.REQUESTED: Topic.CONFIRMATION,
    Kind.APPROVED: None,
    Kind.DECLINED: None,
    Kind.EXPIRED: None,
    Kind.ASKED: None,
    Kind.ASKED_AGAIN: None,
}


class TokenNews(StrEnum):
    """What administrators are told of a directory's token."""

    ENDS = "ends"
    MAKER_LEFT = "maker_left"
