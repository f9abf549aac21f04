"""The SQL of approval. Each answer is one statement that names the state before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor, Role
from floorplans.approvals.views import Request, Rival
from floorplans.bookings.rules import BookingFacts
from floorplans.bookings.views import Window
from floorplans.database import Database, Query

MOST_SHOWN = 100

_REQUEST = """
SELECT b.id AS booking_id, b.sequence, b.person_id, p.name AS person_name, b.space_id,
  coalesce(q.name, s.name) AS space_name, s.kind, b.floor_id, f.name AS floor_name,
  g.name AS building_name, t.time_zone, lower(b.during) AS from_at, upper(b.during) AS to_at,
  b.asked_at, b.answer_by, CASE WHEN NOT b.is_private THEN b.note END AS note, b.is_private,
  r.name AS rule
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN building g ON g.organisation_id = b.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = b.organisation_id AND t.id = f.site_id
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
LEFT JOIN booking_rule r ON r.organisation_id = b.organisation_id AND r.id = b.asked_of
LEFT JOIN planned_space q ON q.organisation_id = b.organisation_id AND q.space_id = b.space_id
  AND q.plan_revision_id = plan_at(b.floor_id, lower(b.during))
WHERE b.organisation_id = :organisation AND b.state = 'requested'
"""
_MAY = """
 AND b.person_id <> :person
 AND (:all_may OR :person IN (
   SELECT a.person_id FROM approvers_of(b.organisation_id, b.asked_of) a))
"""
_OPEN = text(
    _REQUEST
    + _MAY
    + " AND b.answer_by > :now ORDER BY lower(b.during), b.asked_at, b.id LIMIT :most"
)
_ONE = text(_REQUEST + " AND b.id = :id")
_COUNT = text(f"""
SELECT count(*) FROM booking b
WHERE b.organisation_id = :organisation AND b.state = 'requested' AND b.answer_by > :now {_MAY}
""")  # noqa: S608 - only the constant above

# Approving is only tried where another request is near, as trying writes and takes back.
_REFUSED = text("""
SELECT b.id, CASE
    WHEN EXISTS (
      SELECT FROM booking o
      WHERE o.organisation_id = b.organisation_id AND o.floor_id = b.floor_id
        AND o.state = 'requested' AND o.id <> b.id
        AND lower(o.during) < upper(b.during) + interval '1 day'
        AND upper(o.during) > lower(b.during) - interval '1 day')
      THEN refused_with(b.id)
    WHEN is_space_taken(b.space_id, b.during, NULL) THEN NULL
    ELSE '{}' END AS refused
FROM booking b WHERE b.organisation_id = :organisation AND b.id = ANY(CAST(:ids AS uuid[]))
""")
_RIVALS = text("""
SELECT b.id, p.name AS person_name, s.name AS space_name, s.kind, lower(b.during) AS from_at,
  upper(b.during) AS to_at
FROM booking b
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
WHERE b.organisation_id = :organisation AND b.id = ANY(CAST(:ids AS uuid[]))
ORDER BY lower(b.during), b.asked_at, b.id
""")

_FACTS = """
SELECT b.id, b.space_id, b.person_id, lower(b.during) AS from_at, upper(b.during) AS to_at,
  b.state, b.sequence, coalesce(b.answer_by, upper(b.during)) AS answer_by,
  b.asked_at IS NOT NULL AS was_asked,
  :person IN (SELECT a.person_id FROM approvers_of(b.organisation_id, b.asked_of) a) AS may_answer
FROM booking b WHERE b.organisation_id = :organisation AND b.id = :id
"""
_READ = text(_FACTS)
_LOCK = text(_FACTS + " FOR UPDATE OF b")

_ANSWER = text("""
UPDATE booking SET state = :state, answered_by = CAST(:by AS uuid), answered_at = :now,
  answer = CAST(:answer AS text), tell_at = NULL, changed_at = :now
WHERE organisation_id = :organisation AND id = ANY(CAST(:ids AS uuid[])) AND state = 'requested'
RETURNING id
""")
_WITHOUT_PLACE = text("SELECT requests_without_place(:id)")

_DUE = text("SELECT organisation_id FROM organisations_to_expire(:now) ORDER BY 1")
# Whoever is answered this moment is left to that answer.
_EXPIRED = text("""
SELECT id FROM booking
WHERE organisation_id = :organisation AND state = 'requested' AND answer_by <= :now
ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED
""")

_TERMS = text("""
SELECT r.name AS rule, g.name AS group_name,
  ARRAY(SELECT p.name FROM booking_rule_approver a
    JOIN person p ON p.organisation_id = a.organisation_id AND p.id = a.person_id
    WHERE a.organisation_id = r.organisation_id AND a.rule_id = r.id AND p.left_at IS NULL
    ORDER BY p.name) AS people,
  (SELECT count(*) FROM booking b
   WHERE b.organisation_id = r.organisation_id AND b.space_id = :space AND b.state = 'requested'
     AND b.during && tstzrange(:from_at, :to_at) AND b.person_id <> :person) AS asked
FROM booking_rule r
LEFT JOIN person_group g ON g.organisation_id = r.organisation_id AND g.id = r.approvers_group_id
WHERE r.organisation_id = :organisation AND r.id = :rule
""")
_OWN = text("""
SELECT id FROM booking
WHERE organisation_id = :organisation AND person_id = :person AND upper(during) > :from_at
  AND lower(during) < :to_at AND space_id = :space AND state = 'requested' AND answer_by > :now
ORDER BY lower(during), id LIMIT 1
""")
_NEEDED = text("""
SELECT booking_rules(:space, :person, :now) -> 'approval' ->> 'says' = 'needed'
""")
_WANTS = text("""
SELECT EXISTS (
  SELECT FROM booking_rule WHERE organisation_id = :organisation AND approval = 'needed')
""")


def open_requests(tx: Connection, actor: Actor, now: datetime) -> list[Request]:
    """The open requests that the actor may answer, without rivals, the soonest first."""
    rows = tx.execute(_OPEN, _asking(actor, now) | {"most": MOST_SHOWN}).mappings()
    return [Request(**row) for row in rows]


def count_open(tx: Connection, actor: Actor, now: datetime) -> int:
    found: int = tx.execute(_COUNT, _asking(actor, now)).scalar_one()
    return found


def request(tx: Connection, organisation_id: UUID, booking_id: UUID) -> Request | None:
    """An open request without rivals, whoever asks; None when it is not one."""
    values = {"organisation": organisation_id, "id": booking_id}
    row = tx.execute(_ONE, values).mappings().one_or_none()
    return None if row is None else Request(**row)


def refused_with(
    tx: Connection, organisation_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, tuple[Rival, ...] | None]:
    """By request: those that approving it would refuse, None where it cannot be approved."""
    values: dict[str, Any] = {"organisation": organisation_id, "ids": list(ids)}
    found = {row.id: row.refused for row in tx.execute(_REFUSED, values)}
    named = rivals(tx, organisation_id, [each for ids in found.values() for each in ids or ()])
    return {
        id_: None if ids is None else tuple(rival for rival in named if rival.booking_id in ids)
        for id_, ids in found.items()
    }


def rivals(tx: Connection, organisation_id: UUID, ids: Sequence[UUID]) -> tuple[Rival, ...]:
    values = {"organisation": organisation_id, "ids": list(ids)}
    return tuple(Rival(*row) for row in tx.execute(_RIVALS, values)) if ids else ()


def facts(
    tx: Connection, actor: Actor, booking_id: UUID, *, lock: bool
) -> tuple[BookingFacts, RowMapping] | None:
    """A booking, and of a request what its answer needs to know; None when there is none."""
    values = {
        "organisation": actor.organisation_id,
        "id": booking_id,
        "person": actor.person_id,
    }
    row = tx.execute(_LOCK if lock else _READ, values).mappings().one_or_none()
    if row is None:
        return None
    window = Window(row["from_at"], row["to_at"])
    return BookingFacts(row["id"], row["space_id"], row["person_id"], window, row["state"]), row


def answer(
    tx: Connection,
    organisation_id: UUID,
    ids: Sequence[UUID],
    state: str,
    *,
    by: UUID | None,
    now: datetime,
    reason: str | None = None,
) -> list[UUID]:
    """Answer those of the requests that are still open; which these were."""
    values = {
        "organisation": organisation_id,
        "ids": list(ids),
        "state": state,
        "by": by,
        "now": now,
        "answer": reason,
    }
    return list(tx.execute(_ANSWER, values).scalars()) if ids else []


def without_place(tx: Connection, booking_id: UUID) -> list[UUID]:
    """The requests that cannot be approved now that this booking stands, locked."""
    return list(tx.execute(_WITHOUT_PLACE, {"id": booking_id}).scalar_one())


def organisations_to_expire(tx: Connection, now: datetime) -> list[UUID]:
    return list(tx.execute(_DUE, {"now": now}).scalars())


def expired(tx: Connection, organisation_id: UUID, now: datetime) -> list[UUID]:
    values = {"organisation": organisation_id, "now": now}
    return list(tx.execute(_EXPIRED, values).scalars())


def ask_approvers(db: Database, now: datetime) -> int:
    """Write the messages to those who may answer, of all organisations; how many."""
    row = db.alone(Query("SELECT ask_approvers(%(now)s)", {"now": now}))
    return int(row[0]) if row else 0


def terms(
    tx: Connection, actor: Actor, rule_id: UUID, space_id: UUID, window: Window
) -> RowMapping | None:
    values = {
        "organisation": actor.organisation_id,
        "person": actor.person_id,
        "rule": rule_id,
        "space": space_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
    }
    return tx.execute(_TERMS, values).mappings().one_or_none()


def wants_approval(tx: Connection, actor: Actor) -> bool:
    """Whether any rule of the organisation wants approval."""
    found: bool = tx.execute(_WANTS, {"organisation": actor.organisation_id}).scalar_one()
    return found


def _asking(actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "organisation": actor.organisation_id,
        "person": actor.person_id,
        "all_may": actor.role.covers(Role.FACILITY),
        "now": now,
    }


def own_request(
    tx: Connection, actor: Actor, space_id: UUID, window: Window, now: datetime
) -> UUID | None:
    """The actor's own open request for a space whose hours meet these."""
    values = {
        "organisation": actor.organisation_id,
        "person": actor.person_id,
        "space": space_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
        "now": now,
    }
    found: UUID | None = tx.execute(_OWN, values).scalar_one_or_none()
    return found


def is_needed_here(tx: Connection, actor: Actor, space_id: UUID, now: datetime) -> bool:
    """Whether a rule wants others to approve what the actor books here now."""
    values = {"person": actor.person_id, "space": space_id, "now": now}
    return bool(tx.execute(_NEEDED, values).scalar_one())
