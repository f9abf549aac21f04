"""What goes with a booking is written in the statement or transaction that books."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.database import Query, refuses
from floorplans.equipment import rules
from floorplans.equipment.views import Bring

#: What the database says where too few are left, where it does not go to, or where there is none.
OUT, ELSEWHERE, MISSING = "FP002", "FP003", "FP004"
refuses(OUT, lambda detail: rules.equipment_out(json.loads(detail)))
refuses(ELSEWHERE, lambda detail: rules.equipment_elsewhere(json.loads(detail)))
refuses(MISSING, lambda _: rules.equipment_missing())

# In a CASE, which alone is sure not to call it for what was not booked.
_BRINGING = """
WITH made AS MATERIALIZED ({statement})
SELECT made.* FROM made
WHERE CASE WHEN made.booked THEN
  bring_along(%(id)s::uuid, %(bring)s::jsonb, %(now)s::timestamptz) ELSE true END
"""
_BRING = text("SELECT bring_along(:id, CAST(:bring AS jsonb), :now)")


def bringing(query: Query, wanted: Sequence[Bring]) -> Query:
    """The statement that books a space, ``book_as_seen``, and brings along what is wanted.

    It takes ``id`` and ``now`` from the statement's own values. Where too few are left nothing of
    it is written, and the database refuses with ``equipment_out``.
    """
    if not wanted:
        return query
    values = {**query.values, "bring": _told(wanted)}
    return Query(_BRINGING.format(statement=query.statement), values)


def bring(tx: Connection, booking_id: UUID, wanted: Sequence[Bring], now: datetime) -> None:
    """Bring things along with a booking that was written in this transaction."""
    if wanted:
        tx.execute(_BRING, {"id": booking_id, "bring": _told(wanted), "now": now})


def _told(wanted: Sequence[Bring]) -> str:
    return json.dumps(
        [{"equipment_id": str(each.equipment_id), "count": each.count} for each in wanted]
    )
