"""Telling people what a closure does to bookings and requests of theirs: one mail to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.closing.views import ClosureView
from floorplans.messages import queue
from floorplans.messages.kinds import Kind

_PEOPLE = text("""
SELECT id, person_id FROM booking
WHERE organisation_id = :organisation AND id = ANY(CAST(:ids AS uuid[]))
""")


def tell(
    tx: Connection,
    organisation_id: UUID,
    found: ClosureView,
    done: Mapping[Kind, Sequence[UUID]],
    now: datetime,
    *,
    by: UUID | None,
) -> None:
    """Tell of bookings that a closure holds (``CLOSED``) and requests that it ends (``DECLINED``).

    Whoever has several of them is told of all in one message.
    """
    _tell(tx, organisation_id, done, now, by=by, details=_details(found))


def tell_open(
    tx: Connection, organisation_id: UUID, back: Sequence[UUID], now: datetime, *, by: UUID | None
) -> None:
    """Tell of bookings that stand again, whoever has several of them of all in one message."""
    _tell(tx, organisation_id, {Kind.REOPENED: back}, now, by=by, details={})


def _tell(
    tx: Connection,
    organisation_id: UUID,
    done: Mapping[Kind, Sequence[UUID]],
    now: datetime,
    *,
    by: UUID | None,
    details: Mapping[str, object],
) -> None:
    ids = [each for some in done.values() for each in some]
    if not ids:
        return
    values = {"organisation": organisation_id, "ids": ids}
    people = {row.id: row.person_id for row in tx.execute(_PEOPLE, values)}
    count = Counter(people.values())
    act = queue.Gathering()
    for kind, some in done.items():
        alone = [each for each in some if count[people[each]] == 1]
        queue.tell(tx, kind, alone, now, by=by, details=details)
        act.tell(tx, kind, [each for each in some if count[people[each]] > 1], now, by=by)
    act.note(tx, organisation_id, details)
    act.send(tx, organisation_id, now)


def _details(found: ClosureView) -> dict[str, object]:
    return {
        "closure": {
            "reason": found.reason,
            "from": found.from_at.isoformat(),
            "to": None if found.to_at is None else found.to_at.isoformat(),
        }
    }
