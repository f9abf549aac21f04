"""The SQL of messages, of who wants them, and of calendar feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from floorplans.actor import Actor, Role
from floorplans.bookings.views import Window
from floorplans.database import Database, Query
from floorplans.equipment.shown import brings_column, brought
from floorplans.messages.kinds import Kind, Topic
from floorplans.messages.models import calendar_feed, mail_post, message, unwanted_message
from floorplans.messages.rules import LEASE
from floorplans.messages.views import (
    Before,
    Entry,
    Letter,
    Outcome,
    Part,
    PostState,
    Taken,
    by_of,
)

#: More than anybody books in a year; a calendar program reads all of it each time.
MOST_ENTRIES = 2_000

# Named as it will be called where another plan takes over until then.
_PLACE = """
  coalesce(q.name, s.name) AS space_name, s.kind AS space_kind, f.id AS floor_id,
  f.name AS floor_name, g.name AS building_name, t.time_zone
"""
_PLACED = """
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
LEFT JOIN planned_space q ON q.organisation_id = s.organisation_id AND q.space_id = s.id
  AND q.plan_revision_id = plan_at(s.floor_id, lower(x.during))
"""
_LETTER = text(f"""
SELECT x.id, x.kind, x.booking_id, x.space_id, lower(x.during) AS from_at,
  upper(x.during) AS to_at, x.sequence, x.details, x.created_at, x.due_at, x.attempts,
  x.by_person_id, b.state AS state_now, b.changed_at, b.check_in_by, {_PLACE},
  {brings_column("bringing", "b", "booking_id")} AS brings,
  (SELECT e.name FROM equipment e WHERE e.organisation_id = x.organisation_id
     AND e.id = (x.details ->> 'lost')::uuid) AS lost,
  b.is_private, b.answer_by, b.answer, CASE WHEN b.person_id = x.person_id THEN b.note END AS note,
  p.id AS person_id, p.role, p.name AS person_name, p.email, p.left_at, w.role AS by_role,
  CASE WHEN b.person_id <> x.person_id THEN (SELECT o.name FROM person o
     WHERE o.organisation_id = x.organisation_id AND o.id = b.person_id) END AS whose,
  (SELECT o.name FROM space o WHERE o.organisation_id = x.organisation_id
     AND o.id = (x.details -> 'was' ->> 'space_id')::uuid) AS was_name
FROM message x
JOIN booking b ON b.organisation_id = x.organisation_id AND b.id = x.booking_id
JOIN space s ON s.organisation_id = x.organisation_id AND s.id = x.space_id
{_PLACED}
JOIN person p ON p.organisation_id = x.organisation_id AND p.id = x.person_id
LEFT JOIN person w ON w.organisation_id = x.organisation_id AND w.id = x.by_person_id
WHERE x.organisation_id = :organisation AND x.id = :id
""")  # noqa: S608 - only the constants above
_ENTRIES = text(f"""
SELECT x.id AS booking_id, x.space_id, lower(x.during) AS from_at, upper(x.during) AS to_at,
  x.state, x.sequence, x.changed_at, x.is_private, x.note, {_PLACE},
  {brings_column("bringing", "x", "booking_id")} AS brings
FROM booking x
JOIN space s ON s.organisation_id = x.organisation_id AND s.id = x.space_id
{_PLACED}
WHERE x.organisation_id = :organisation AND x.person_id = :person
  AND upper(x.during) > :from_at AND lower(x.during) < :to_at
  AND x.state IN ('held', 'confirmed', 'checked_in', 'requested')
ORDER BY lower(x.during), x.id LIMIT :most
""")  # noqa: S608 - only the constants above

_PARTS = text(f"""
SELECT x.kind AS part_kind, x.booking_id, x.space_id, lower(x.during) AS from_at,
  upper(x.during) AS to_at, x.sequence, b.state, m.created_at AS changed_at, b.is_private,
  CASE WHEN b.person_id = m.person_id THEN b.note END AS note, {_PLACE},
  {brings_column("bringing", "b", "booking_id")} AS brings,
  CASE WHEN b.person_id <> m.person_id THEN o.name END AS whose
FROM message_part x
JOIN message m ON m.organisation_id = x.organisation_id AND m.id = x.message_id
JOIN booking b ON b.organisation_id = x.organisation_id AND b.id = x.booking_id
JOIN person o ON o.organisation_id = x.organisation_id AND o.id = b.person_id
JOIN space s ON s.organisation_id = x.organisation_id AND s.id = x.space_id
{_PLACED}
WHERE x.organisation_id = :organisation AND x.message_id = :id
ORDER BY lower(x.during), whose NULLS FIRST, x.booking_id
""")  # noqa: S608 - only the constants above

# The cancelled ones count as well: with them the calendar changed.
_CHANGED = text("""
SELECT max(changed_at) FROM booking
WHERE organisation_id = :organisation AND person_id = :person AND upper(during) > :from_at
""")


def take(db: Database, now: datetime) -> Taken | None:
    """Lease the message that has been due longest, and count the attempt; None when there is none.

    Committed before the answer: a process that dies with it leaves it to another one.
    """
    values = {"now": now, "lease": LEASE}
    row = db.alone(Query("SELECT * FROM take_message(%(now)s, %(lease)s)", values))
    return None if row is None else Taken(*row)


def post_state(db: Database) -> PostState:
    row = db.look_up("SELECT * FROM post_state()", ())
    if row is None:
        raise AssertionError("an aggregate always has a row")
    return PostState(*row)


def remind(db: Database, now: datetime, ahead: timedelta, made_before: timedelta) -> int:
    """Write the reminders that are due, of all organisations; how many. Each is written once."""
    values = {"now": now, "ahead": ahead, "made_before": made_before}
    statement = "SELECT remind_of_bookings(%(now)s, %(ahead)s, %(made_before)s)"
    row = db.alone(Query(statement, values))
    return int(row[0]) if row else 0


def forget_ended(db: Database, before: datetime) -> int:
    row = db.alone(Query("SELECT forget_messages(%(before)s)", {"before": before}))
    return int(row[0]) if row else 0


def say_sends(tx: Connection, sends: bool) -> None:
    tx.execute(update(mail_post).where(mail_post.c.sends != sends).values(sends=sends))


def letter(tx: Connection, organisation_id: UUID, message_id: UUID) -> Letter | None:
    """A message to a person who has not left, of a kind that is known here; None without it."""
    values = {"organisation": organisation_id, "id": message_id}
    row = tx.execute(_LETTER, values).mappings().one_or_none()
    if row is None or row["left_at"] is not None or row["kind"] not in set(Kind):
        return None
    to = Actor(
        organisation_id, row["person_id"], Role(row["role"]), row["person_name"], row["email"]
    )
    return Letter(
        id=row["id"],
        kind=Kind(row["kind"]),
        to=to,
        entry=_entry({**row, "state": row["state_now"], "changed_at": row["created_at"]}),
        state_now=row["state_now"],
        by=by_of(row),
        before=_before(row),
        check_in_by=row["check_in_by"],
        answer_by=row["answer_by"],
        answer=row["answer"],
        details=row["details"],
        created_at=row["created_at"],
        due_at=row["due_at"],
        attempts=row["attempts"],
        lost=row["lost"],
        whose=row["whose"],
        parts=_parts(tx, values) if row["kind"] == Kind.SEVERAL else (),
    )


def end(
    tx: Connection, organisation_id: UUID, message_id: UUID, outcome: Outcome, now: datetime
) -> None:
    """Note how a message ended; one that has ended stays as it was."""
    _change(tx, organisation_id, message_id, outcome=str(outcome), ended_at=now, leased_until=None)


def postpone(
    tx: Connection, organisation_id: UUID, message_id: UUID, trouble: str, due_at: datetime
) -> None:
    _change(tx, organisation_id, message_id, trouble=trouble, due_at=due_at, leased_until=None)


def _change(tx: Connection, organisation_id: UUID, message_id: UUID, **values: Any) -> None:
    tx.execute(
        update(message)
        .where(
            message.c.organisation_id == organisation_id,
            message.c.id == message_id,
            message.c.ended_at.is_(None),
        )
        .values(**values)
    )


def unwanted(tx: Connection, person_id: UUID) -> frozenset[Topic]:
    found = select(unwanted_message.c.topic).where(unwanted_message.c.person_id == person_id)
    known = {str(topic) for topic in Topic}
    return frozenset(Topic(topic) for topic in tx.execute(found).scalars() if topic in known)


def set_unwanted(tx: Connection, actor: Actor, topics: Iterable[Topic]) -> None:
    own = unwanted_message.c.person_id == actor.person_id
    tx.execute(delete(unwanted_message).where(own))
    rows = [
        {
            "organisation_id": actor.organisation_id,
            "person_id": actor.person_id,
            "topic": str(topic),
        }
        for topic in sorted(topics)
    ]
    if rows:
        tx.execute(upsert(unwanted_message).on_conflict_do_nothing(), rows)


def set_feed(tx: Connection, actor: Actor, digest: bytes, now: datetime) -> None:
    """Give a person a feed with this token's digest; an earlier one ends."""
    made = {"digest": digest, "created_at": now}
    wanted = upsert(calendar_feed).values(
        organisation_id=actor.organisation_id, person_id=actor.person_id, **made
    )
    # Asked for twice at once, the later one stays, as if it had come a second later.
    tx.execute(wanted.on_conflict_do_update(constraint=calendar_feed.primary_key, set_=made))


def drop_feed(tx: Connection, actor: Actor) -> bool:
    own = calendar_feed.c.person_id == actor.person_id
    return tx.execute(delete(calendar_feed).where(own)).rowcount == 1


def feed_made_at(tx: Connection, actor: Actor) -> datetime | None:
    own = select(calendar_feed.c.created_at).where(calendar_feed.c.person_id == actor.person_id)
    found: datetime | None = tx.execute(own).scalar_one_or_none()
    return found


def feed_owner(db: Database, digest: bytes) -> tuple[UUID, UUID] | None:
    """Organisation and person of a feed, in any organisation."""
    row = db.look_up("SELECT organisation_id, person_id FROM feed_of(%s)", (digest,))
    return None if row is None else (row[0], row[1])


def entries(tx: Connection, person: Actor, span: Window) -> tuple[Entry, ...]:
    """A person's live bookings that meet a span of time, by time."""
    values = {
        "organisation": person.organisation_id,
        "person": person.person_id,
        "from_at": span.from_at,
        "to_at": span.to_at,
        "most": MOST_ENTRIES,
    }
    return tuple(_entry(row) for row in tx.execute(_ENTRIES, values).mappings())


def changed_at(tx: Connection, person: Actor, after: datetime) -> datetime | None:
    """When a booking of a person that ends after an instant was last changed; None without one."""
    values = {
        "organisation": person.organisation_id,
        "person": person.person_id,
        "from_at": after,
    }
    found: datetime | None = tx.execute(_CHANGED, values).scalar_one()
    return found


def _parts(tx: Connection, values: Mapping[str, Any]) -> tuple[Part, ...]:
    found = tx.execute(_PARTS, values).mappings()
    return tuple(Part(Kind(row["part_kind"]), _entry(row), row["whose"]) for row in found)


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(
        booking_id=row["booking_id"],
        space_id=row["space_id"],
        space_name=row["space_name"],
        kind=row["space_kind"],
        floor_id=row["floor_id"],
        floor_name=row["floor_name"],
        building_name=row["building_name"],
        time_zone=row["time_zone"],
        window=Window(row["from_at"], row["to_at"]),
        state=row["state"],
        sequence=row["sequence"],
        changed_at=row["changed_at"],
        brings=brought(row["brings"]),
        is_private=row["is_private"],
        note=row["note"],
    )


def _before(row: Mapping[Any, Any]) -> Before | None:
    was = row["details"].get("was")
    if not was or row["was_name"] is None:
        return None
    hours = (datetime.fromisoformat(was["from"]), datetime.fromisoformat(was["to"]))
    return Before(row["was_name"], Window(*hours))
