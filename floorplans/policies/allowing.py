"""Which spaces the rules let a person book: for what is offered instead of a taken one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.policies.rules import Case, broken
from floorplans.policies.terms import Approval, load_of, said_of_approval, terms_of

_ASKED = text("""
SELECT s.id, s.name, t.time_zone, o.book_ahead_days, o.longest_booking_hours, x.rules,
  booking_load(x.rules, :person, tstzrange(:from_at, :to_at), NULL) AS load
FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
JOIN organisation o ON o.id = s.organisation_id
CROSS JOIN LATERAL (SELECT booking_rules(s.id, :person, :from_at) AS rules OFFSET 0) x
WHERE s.organisation_id = :organisation AND s.id = ANY(CAST(:spaces AS uuid[]))
""")


def allowed(
    db: Database,
    actor: Actor,
    space_ids: Collection[UUID],
    window: Window,
    now: datetime,
    *,
    without_asking: bool = False,
) -> frozenset[UUID]:
    """Those of the spaces that no rule keeps the actor from booking in these hours, as of now.

    ``without_asking`` leaves out those that somebody would have to approve.
    Nothing is locked: a booking of one of them is judged again.
    """
    values = {
        "organisation": actor.organisation_id,
        "person": actor.person_id,
        "spaces": list(space_ids),
        "from_at": window.from_at,
        "to_at": window.to_at,
    }
    with db.transaction(actor.organisation_id) as tx:
        rows = tx.execute(_ASKED, values).mappings().all()
    cases = {
        row["id"]: Case(
            terms_of(
                row["rules"],
                ahead_days=row["book_ahead_days"],
                longest_hours=row["longest_booking_hours"],
            ),
            load_of(row["load"]),
            row["name"],
            ZoneInfo(row["time_zone"]),
            now,
        )
        for row in rows
        if not (without_asking and _is_asked(row["rules"]))
    }
    return frozenset(space for space, case in cases.items() if broken(case, window) is None)


def _is_asked(said: Mapping[str, Any] | None) -> bool:
    approval = said_of_approval(said)
    return approval is not None and approval.value is Approval.NEEDED
