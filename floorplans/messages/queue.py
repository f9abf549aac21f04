"""Telling people about bookings, in the transaction that changes them.

A message exists exactly if that transaction commits. Nothing is written where nobody sends mail,
and nothing to people who left or who do not want it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.database import Query
from floorplans.ids import new_id
from floorplans.messages.kinds import TOPIC_OF, Kind

_TELL = text("""
SELECT tell_of_bookings(:kind, :topic, CAST(:bookings AS uuid[]), CAST(:by AS uuid),
  CAST(:to AS uuid), :at, :due, CAST(:details AS jsonb))
""")

# The message is written as the row that says so leaves, so that the columns stay as they are.
_WHAT = """CASE WHEN done.rules -> 'approval' ->> 'says' = 'needed' THEN 'requested'
    ELSE 'booked' END"""
_CONFIRMING = f"""
SELECT done.* FROM ({{statement}}) done
WHERE CASE WHEN done.booked THEN
  tell_of_bookings({_WHAT}, 'confirmation', ARRAY[%(id)s::uuid], %(person)s::uuid, NULL,
    %(now)s::timestamptz, %(now)s::timestamptz, '{{{{}}}}') IS NOT NULL
ELSE true END
"""  # noqa: S608 - only the constant above


# As above: whoever booked it for somebody else is written to the booking, and both are told.
_BOOKING_FOR = """
SELECT done.* FROM ({statement}) done
WHERE CASE WHEN done.booked THEN
  booked_for(%(id)s::uuid, %(by_person)s::uuid, %(now)s::timestamptz) IS NOT NULL
ELSE true END
"""
_GATHER = text("""
SELECT gather_of_bookings(CAST(:act AS uuid), :kind, :topic, CAST(:bookings AS uuid[]),
  CAST(:by AS uuid), CAST(:to AS uuid), :at, :due)
""")
_GATHER_BOOKED = f"""
SELECT done.* FROM ({{statement}}) done
WHERE CASE WHEN done.booked THEN
  gather_of_bookings(%(act)s::uuid, {_WHAT}, 'confirmation', ARRAY[%(id)s::uuid],
    %(act_by)s::uuid, NULL, %(now)s::timestamptz, %(act_due)s::timestamptz) IS NOT NULL
ELSE true END
"""  # noqa: S608 - only the constant above
# As above, of a date of a series that somebody booked for its person.
_GATHER_BOOKED_FOR = """
SELECT done.* FROM ({statement}) done
WHERE CASE WHEN done.booked THEN
  date_booked_for(%(act)s::uuid, %(of_series)s::uuid, %(id)s::uuid, %(act_by)s::uuid,
    %(now)s::timestamptz, %(act_due)s::timestamptz) IS NOT NULL
ELSE true END
"""
_SEND = text("""
UPDATE message SET due_at = :now
WHERE organisation_id = :organisation AND gathers = :act AND ended_at IS NULL AND due_at > :now
""")
_TELL_OF_PLACES = text("""
INSERT INTO message (organisation_id, id, person_id, kind, by_person_id, sequence, space_id,
  details, created_at, due_at)
SELECT p.organisation_id, :id, p.id, 'own_places', CAST(:by AS uuid), 0, CAST(:space AS uuid),
  CAST(:details AS jsonb), :now, :now
FROM person p
WHERE p.organisation_id = current_organisation() AND p.id = :person AND p.left_at IS NULL
  AND (SELECT sends FROM mail_post)
  AND (CAST(:by AS uuid) IS DISTINCT FROM p.id OR NOT EXISTS (
    SELECT FROM unwanted_message u
    WHERE u.organisation_id = p.organisation_id AND u.person_id = p.id
      AND u.topic = 'confirmation'))
""")
_NOTE = text("""
UPDATE message SET details = CAST(:details AS jsonb)
WHERE organisation_id = :organisation AND gathers = :act AND ended_at IS NULL
""")
#: When what an act has gathered leaves if the act is cut short.
GATHERED_FOR = timedelta(minutes=2)


class Telling(Protocol):
    """Writes what people are told of bookings, as ``tell`` does."""

    def __call__(
        self,
        connection: Connection,
        kind: Kind,
        bookings: UUID | Sequence[UUID],
        now: datetime,
        *,
        by: UUID | None = None,
        to: UUID | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class Gathering:
    """One message for each person about all that one act does to several bookings.

    What is done to each is added in the transaction that does it, so that a message tells of what
    was committed and of nothing else. ``send`` ends the act; of one that was cut short the message
    leaves by itself after ``GATHERED_FOR``.
    """

    id: UUID = field(default_factory=new_id)

    def tell(
        self,
        connection: Connection,
        kind: Kind,
        bookings: UUID | Sequence[UUID],
        now: datetime,
        *,
        by: UUID | None = None,
        to: UUID | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> int:
        """Like ``tell`` of this module, but added to what the act has told before."""
        ids = [bookings] if isinstance(bookings, UUID) else list(bookings)
        if not ids:
            return 0
        values = {
            "act": self.id,
            "kind": str(kind),
            "topic": TOPIC_OF[kind],
            "bookings": ids,
            "by": by,
            "to": to,
            "at": now,
            "due": now + GATHERED_FOR,
        }
        told: int = connection.execute(_GATHER, values).scalar_one()
        return told

    def confirming(
        self, query: Query, by: UUID | None, now: datetime, *, of_series: UUID | None = None
    ) -> Query:
        """The statement that books a space, and adds that to what is told.

        With ``of_series`` it is a date of a series that was booked for its person: whoever did
        that is written to the booking, as far as the series still says so, and told too.
        """
        own = {"act": self.id, "act_by": by, "act_due": now + GATHERED_FOR}
        if of_series is None:
            statement = _GATHER_BOOKED.format(statement=query.statement)
            return Query(statement, {**query.values, **own})
        statement = _GATHER_BOOKED_FOR.format(statement=query.statement)
        return Query(statement, {**query.values, **own, "of_series": of_series})

    def note(
        self, connection: Connection, organisation_id: UUID, details: Mapping[str, Any]
    ) -> None:
        """Say what the messages of the act have in common, as ``details`` of ``tell``."""
        values = {
            "act": self.id,
            "organisation": organisation_id,
            "details": json.dumps(dict(details)),
        }
        connection.execute(_NOTE, values)

    def send(self, connection: Connection, organisation_id: UUID, now: datetime) -> None:
        """Let all that was gathered leave."""
        values = {"act": self.id, "organisation": organisation_id, "now": now}
        connection.execute(_SEND, values)


def booking_for(query: Query, by: UUID) -> Query:
    """The statement that books a space for somebody, by somebody else, and tells both."""
    statement = _BOOKING_FOR.format(statement=query.statement)
    return Query(statement, {**query.values, "by_person": by})


def confirming(query: Query) -> Query:
    """The statement that books a space, ``book_as_seen``, and tells its person in the same breath.

    It takes ``id``, ``person`` and ``now`` from the statement's own values.
    """
    return Query(_CONFIRMING.format(statement=query.statement), query.values)


def tell(
    connection: Connection,
    kind: Kind,
    bookings: UUID | Sequence[UUID],
    now: datetime,
    *,
    by: UUID | None = None,
    to: UUID | None = None,
    due_at: datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Tell the person of each booking what happened to it; how many messages that made.

    ``connection`` is the transaction that has changed the bookings, in their organisation: a
    message tells of them as they are at this call. ``by`` is who did it, None for a plan or a
    clock. ``to`` tells that person instead of each booking's own. It leaves at ``due_at``, at
    once without one. ``details`` are values that JSON knows, for the text: ids, never names.
    """
    ids = [bookings] if isinstance(bookings, UUID) else list(bookings)
    if not ids:
        return 0
    values = {
        "kind": str(kind),
        "topic": TOPIC_OF[kind],
        "bookings": ids,
        "by": by,
        "to": to,
        "at": now,
        "due": due_at or now,
        "details": json.dumps(dict(details or {})),
    }
    told: int = connection.execute(_TELL, values).scalar_one()
    return told


def tell_of_places(
    connection: Connection,
    person_id: UUID,
    places: Sequence[Mapping[str, Any]],
    now: datetime,
    *,
    by: UUID | None = None,
) -> bool:
    """Tell a person in one message what became of places that are, or were, assigned to them.

    ``places`` have at least ``space_id``, as text; there is one or more. Whether that made a
    message.
    """
    values = {
        "id": new_id(),
        "person": person_id,
        "by": by,
        "space": places[0]["space_id"],
        "details": json.dumps({"places": [dict(each) for each in places]}),
        "now": now,
    }
    return connection.execute(_TELL_OF_PLACES, values).rowcount == 1
