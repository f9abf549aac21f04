"""What a worker does with events: number what was committed, take one, note how it went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.database import Database, Query
from floorplans.hooks import rules
from floorplans.hooks.kinds import Paused
from floorplans.hooks.views import Happened, Result, Taken
from floorplans.messages import hooks as messages

#: The code of an answer that says: nobody listens here any more.
GONE = 410
_MOST_AT_ONCE = 2000
_TAKE = text("""
UPDATE webhook_delivery t SET attempts = t.attempts + 1, leased_until = :until,
  first_tried_at = coalesce(t.first_tried_at, :now), tried_at = :now
WHERE (t.organisation_id, t.webhook_id, t.event_id) = (
  SELECT d.organisation_id, d.webhook_id, d.event_id FROM webhook_delivery d
  JOIN webhook w ON w.organisation_id = d.organisation_id AND w.id = d.webhook_id
  WHERE d.organisation_id = :organisation AND d.webhook_id = :id AND d.state = 'waiting'
    AND d.due_at <= :now AND (d.leased_until IS NULL OR d.leased_until <= :now)
    AND w.paused IS NULL AND (w.rests_until IS NULL OR w.rests_until <= :now)
  ORDER BY d.sequence LIMIT 1 FOR UPDATE OF d SKIP LOCKED)
RETURNING t.event_id, t.attempts, t.first_tried_at
""")
_WHAT = text("""
SELECT w.url, w.tells_person, w.secret_sealed, w.former_sealed, w.former_until, e.id, e.sequence,
  e.kind, e.created_at, e.facts, e.place, e.person_id
FROM webhook w JOIN webhook_event e ON e.organisation_id = w.organisation_id AND e.id = :event
WHERE w.organisation_id = :organisation AND w.id = :id
""")
_LOCK = text("""
SELECT failures, succeeded_at, paused FROM webhook
WHERE organisation_id = :organisation AND id = :id FOR NO KEY UPDATE
""")
_END = text("""
UPDATE webhook_delivery SET state = :state, leased_until = NULL, due_at = :due, status = :status,
  trouble = :trouble, answer = :answer, took_ms = :took
WHERE organisation_id = :organisation AND webhook_id = :id AND event_id = :event
  AND state = 'waiting'
""")
_WENT_WELL = text("""
UPDATE webhook SET failures = 0, rests_until = NULL, succeeded_at = :now
WHERE organisation_id = :organisation AND id = :id
""")
_WENT_WRONG = text("""
UPDATE webhook SET failures = failures + 1, rests_until = :rests
WHERE organisation_id = :organisation AND id = :id
""")
_HURRY = text("""
UPDATE webhook_delivery SET due_at = :now
WHERE organisation_id = :organisation AND webhook_id = :id AND state = 'waiting' AND due_at > :now
""")
_PAUSE = text("""
UPDATE webhook SET paused = :why, paused_at = :now
WHERE organisation_id = :organisation AND id = :id AND paused IS NULL
""")


def number(db: Database, now: datetime) -> int:
    """Give committed events their sequence, and each webhook its deliveries; how many events.

    What another transaction waited for has the smaller sequence. Two at once do no harm.
    """
    query = Query(
        "SELECT number_webhook_events(%(now)s, %(most)s)", {"now": now, "most": _MOST_AT_ONCE}
    )
    row = db.alone(query)
    return int(row[0]) if row else 0


def due(db: Database, now: datetime) -> list[tuple[UUID, UUID]]:
    """Organisation and webhook of all that have something to send now."""
    with db.transaction(None) as tx:
        rows = tx.execute(text("SELECT * FROM due_webhooks(:now)"), {"now": now})
        return [(row[0], row[1]) for row in rows]


def take(db: Database, organisation_id: UUID, webhook_id: UUID, now: datetime) -> Taken | None:
    """The first that is due in the order of events, for this process alone until its lease ends.

    Committed before anything is sent: whoever dies with it leaves it to another one.
    """
    values = {"organisation": organisation_id, "id": webhook_id, "now": now}
    with db.transaction(organisation_id) as tx:
        taken = tx.execute(_TAKE, {**values, "until": now + rules.LEASE}).one_or_none()
        if taken is None:
            return None
        row = tx.execute(_WHAT, {**values, "event": taken.event_id}).mappings().one_or_none()
    return (
        None
        if row is None
        else Taken(
            organisation_id,
            webhook_id,
            _happened(row),
            taken.attempts,
            taken.first_tried_at,
            row["url"],
            row["tells_person"],
            _sealed(row, now),
        )
    )


def note(db: Database, taken: Taken, result: Result, now: datetime, *, chance: float) -> bool:
    """Note how an attempt went; whether the webhook goes on at once with the next event.

    An event that was given up while others arrived is left out. Where nothing has arrived since it
    was first tried, the webhook is paused, keeps all that waits, and its administrators are told.
    """
    values: dict[str, Any] = {
        "organisation": taken.organisation_id,
        "id": taken.webhook_id,
        "event": taken.event.id,
        "now": now,
        "status": result.status,
        "trouble": result.trouble,
        "answer": result.answer[: rules.LONGEST_ANSWER] or None,
        "took": int(result.took.total_seconds() * 1000),
    }
    with db.transaction(taken.organisation_id) as tx:
        found = tx.execute(_LOCK, values).mappings().one_or_none()
        if found is None:
            return False
        if result.is_good:
            tx.execute(_END, {**values, "state": "sent", "due": now})
            tx.execute(_WENT_WELL, values)
            if found["failures"] >= rules.RESTS_AFTER:
                tx.execute(_HURRY, values)
            return True
        return _failed(tx, taken, result, found, values, chance=chance)


def _failed(
    tx: Connection,
    taken: Taken,
    result: Result,
    found: Mapping[Any, Any],
    values: dict[str, Any],
    *,
    chance: float,
) -> bool:
    now = values["now"]
    due_at = now + rules.wait_after(taken.attempt, chance)
    answered = result.status is not None
    rest = rules.rest_after(found["failures"] + 1, answered=answered, chance=chance)
    tx.execute(_WENT_WRONG, {**values, "rests": None if rest is None else now + rest})
    is_over = due_at > taken.first_tried_at + rules.TRIED_FOR
    arrived = found["succeeded_at"] is not None and found["succeeded_at"] >= taken.first_tried_at
    why = None
    if result.status == GONE:
        why = Paused.GONE
    elif is_over and not arrived:
        why = Paused.FAILING
    state = "failed" if is_over and why is None else "waiting"
    tx.execute(_END, {**values, "state": state, "due": due_at})
    if why is not None and tx.execute(_PAUSE, {**values, "why": str(why)}).rowcount:
        messages.tell_administrators(tx, taken.webhook_id, now)
    return rest is None and why is None


def forget(db: Database, now: datetime) -> int:
    """Delete events of all organisations that are older than ``rules.KEPT``; how many."""
    query = Query("SELECT forget_webhook_events(%(before)s)", {"before": now - rules.KEPT})
    row = db.alone(query)
    return int(row[0]) if row else 0


def _sealed(row: Mapping[Any, Any], now: datetime) -> tuple[bytes, ...]:
    if row["former_until"] is None or row["former_until"] <= now:
        return (bytes(row["secret_sealed"]),)
    return (bytes(row["secret_sealed"]), bytes(row["former_sealed"]))


def _happened(row: Mapping[Any, Any]) -> Happened:
    return Happened(
        id=row["id"],
        sequence=row["sequence"],
        kind=row["kind"],
        at=row["created_at"],
        facts=row["facts"],
        place=row["place"] or {},
        person_id=row["person_id"],
    )
