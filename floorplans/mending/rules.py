"""What may be reported, and how much of it: values in, decision out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

from floorplans.bookings.rules import check_key
from floorplans.errors import Conflict, Invalid, NotFound, Refused
from floorplans.ids import new_id
from floorplans.mending.views import Fault, ReportRequest, What
from floorplans.places.rules import plain_line

#: Enough to say what is wrong, too little for a story about somebody.
LONGEST_NOTE = 200
#: More than one person meets on a bad day.
MOST_OF_PERSON = 20
#: Whoever finds so many at one place adds to one of them.
MOST_AT_PLACE = 10
#: How long it can be seen what was done; a note may say more than its author thought.
KEPT = timedelta(days=90)
#: What staff see of faults at once, and of those that are done.
MOST_SHOWN = 500

NOTHING_REPORTED = "Nothing was reported."


def clean(words: str | None) -> str | None:
    """Words as one line without control or direction characters, None for none; raises Invalid."""
    told = plain_line(words or "")
    if len(told) > LONGEST_NOTE:
        raise Invalid(
            "note_too_long",
            f"This has {len(told)} characters, and {LONGEST_NOTE} are the most. Nothing was kept.",
            "Say it in fewer words.",
            longest=LONGEST_NOTE,
        )
    return told or None


def checked(request: ReportRequest) -> ReportRequest:
    """A report as it is kept; raises Invalid (``note_missing`` among others)."""
    check_key(request.key)
    note = clean(request.note)
    if request.what is What.OTHER and note is None:
        raise Invalid(
            "note_missing",
            f"“Something else” needs a word on what it is. {NOTHING_REPORTED}",
            "Write what is wrong in a few words.",
            field="note",
        )
    return replace(request, note=note)


def id_of(person_id: UUID, key: str | None) -> UUID:
    """The same id for the same key of the same person; a fresh one without a key."""
    return new_id() if key is None else uuid5(person_id, key)


def check_same(found: Fault, request: ReportRequest) -> None:
    """Raises Conflict when a key was used for another report before."""
    if (found.space_id, found.what, found.note) != (request.space_id, request.what, request.note):
        raise Conflict(
            "idempotency_key_reused",
            f"This idempotency key was already used for another report. {NOTHING_REPORTED}",
            "Use a new key for a new report.",
        )


def check_amount(of_person: int, at_place: int) -> None:
    """Raises Refused for one more than there may be; both numbers have this one in them."""
    if of_person > MOST_OF_PERSON:
        raise Refused(
            "too_many_reports",
            f"You have reported {MOST_OF_PERSON} faults that are still open. {NOTHING_REPORTED}",
            "Tell facility staff in person, or wait until some of them are done.",
            most=MOST_OF_PERSON,
        )
    if at_place > MOST_AT_PLACE:
        raise Refused(
            "enough_reported",
            f"{MOST_AT_PLACE} faults are open at this place already. {NOTHING_REPORTED}",
            "Press “The same here” at one of them.",
            most=MOST_AT_PLACE,
        )


def no_such_fault() -> NotFound:
    return NotFound(
        "no_such_fault",
        "There is no such fault, or it was done long ago. Nothing was changed.",
        "Reload the page to see what is open.",
    )


def done_already() -> Conflict:
    return Conflict(
        "fault_done",
        "Somebody has seen to this meanwhile. Nothing was reported.",
        "If it is still wrong, report it anew.",
    )
