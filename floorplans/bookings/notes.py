"""What a person writes beside a booking, and whether it is private."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor
from floorplans.database import Query
from floorplans.errors import Invalid

LONGEST_NOTE = 500

# Written as the row that says so leaves, so that the columns stay as they are.
_NOTING = """
SELECT noted.* FROM ({statement}) noted
WHERE CASE WHEN noted.booked
  THEN note_booking(%(id)s::uuid, %(note)s::text, %(is_private)s::boolean) ELSE true END
"""
_WRITE = text("""
UPDATE booking SET note = CASE WHEN :says THEN :note ELSE note END,
  is_private = coalesce(:is_private, is_private)
WHERE organisation_id = :organisation AND id = :id
""")


def checked_note(note: str | None) -> str | None:
    """A note without blanks around it, None for an empty one; Invalid for what cannot be kept."""
    words = (note or "").strip()
    if len(words) > LONGEST_NOTE or "\0" in words:
        raise Invalid(
            "note_too_long",
            f"A note has at most {LONGEST_NOTE} characters. Nothing was booked or changed.",
            "Say it in fewer words.",
        )
    return words or None


def noting(query: Query, note: str | None, is_private: bool) -> Query:
    """The statement that books a space, ``book_as_seen``, and notes this in the same breath."""
    values = {**query.values, "note": note, "is_private": is_private}
    return Query(_NOTING.format(statement=query.statement), values)


def with_note(
    note: str | None, is_private: bool, also: Callable[[Query], Query]
) -> Callable[[Query], Query]:
    """What adds to the statement that books: a note too, where there is anything to note."""
    if note is None and not is_private:
        return also
    return lambda query: also(noting(query, note, is_private))


def write(
    connection: Connection,
    actor: Actor,
    booking_id: UUID,
    *,
    note: str | None,
    is_private: bool | None,
) -> None:
    """Change what is noted; None keeps it, an empty note takes it away. Raises Invalid."""
    if note is None and is_private is None:
        return
    values = {
        "organisation": actor.organisation_id,
        "id": booking_id,
        "says": note is not None,
        "note": checked_note(note),
        "is_private": is_private,
    }
    connection.execute(_WRITE, values)
