"""Messages about places that are assigned to somebody, or no longer: of no booking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor, Role
from floorplans.messages.views import Notice, OwnPlace, by_of

_NOTICE = text("""
SELECT x.id, x.details, x.due_at, x.attempts, x.by_person_id, w.role AS by_role, p.id AS person_id,
  p.role, p.name AS person_name, p.email
FROM message x
JOIN person p ON p.organisation_id = x.organisation_id AND p.id = x.person_id
LEFT JOIN person w ON w.organisation_id = x.organisation_id AND w.id = x.by_person_id
WHERE x.organisation_id = :organisation AND x.id = :id AND x.kind = 'own_places'
  AND p.left_at IS NULL
""")
_PLACES = text("""
SELECT s.id, s.name, f.id AS floor_id, f.name AS floor_name, g.name AS building_name, t.time_zone
FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
WHERE s.organisation_id = :organisation AND s.id = ANY(:ids)
""")


def notice(tx: Connection, organisation_id: UUID, message_id: UUID) -> Notice | None:
    """A message about places of somebody who has not left; None where it is none."""
    values = {"organisation": organisation_id, "id": message_id}
    row = tx.execute(_NOTICE, values).mappings().one_or_none()
    if row is None:
        return None
    noted = row["details"]["places"]
    ids = {"organisation": organisation_id, "ids": [UUID(each["space_id"]) for each in noted]}
    places = {place["id"]: place for place in tx.execute(_PLACES, ids).mappings()}
    return Notice(
        id=row["id"],
        to=Actor(
            organisation_id, row["person_id"], Role(row["role"]), row["person_name"], row["email"]
        ),
        by=by_of(row),
        places=tuple(_place(each, places[UUID(each["space_id"])]) for each in noted),
        due_at=row["due_at"],
        attempts=row["attempts"],
    )


def _place(noted: Mapping[str, Any], place: Mapping[Any, Any]) -> OwnPlace:
    return OwnPlace(
        did=noted["did"],
        space_id=place["id"],
        space_name=place["name"],
        floor_id=place["floor_id"],
        floor_name=place["floor_name"],
        building_name=place["building_name"],
        time_zone=place["time_zone"],
        weekdays=tuple(noted["weekdays"]),
        from_on=date.fromisoformat(noted["from"]),
        to_on=None if noted["to"] is None else date.fromisoformat(noted["to"]),
    )
