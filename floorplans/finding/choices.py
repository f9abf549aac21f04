"""What can be chosen in the search: zones and features, by what is in force now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.database import Database

_FEATURES = text("""
SELECT DISTINCT s.kind, x.feature FROM space s
CROSS JOIN LATERAL unnest(s.features) x (feature)
WHERE s.organisation_id = :organisation AND s.bookable AND s.ended_at IS NULL
ORDER BY s.kind, x.feature
""")
_KINDS = text("""
SELECT DISTINCT s.kind FROM space s
WHERE s.organisation_id = :organisation AND s.bookable AND s.ended_at IS NULL ORDER BY s.kind
""")
_ZONES = text("""
SELECT z.id, z.name, z.floor_id FROM zone z
WHERE z.organisation_id = :organisation AND z.ended_at IS NULL ORDER BY lower(z.name), z.id
""")


@dataclass(frozen=True, slots=True)
class Choices:
    """Kinds that can be booked, the features of each kind, and (id, name) of zones by floor."""

    kinds: tuple[str, ...]
    features: dict[str, list[str]]
    zones: dict[UUID, list[tuple[UUID, str]]]


def choices(db: Database, actor: Actor) -> Choices:
    """All that the actor's organisation has."""
    values = {"organisation": actor.organisation_id}
    features: dict[str, list[str]] = {}
    zones: dict[UUID, list[tuple[UUID, str]]] = {}
    with db.transaction(actor.organisation_id) as tx:
        kinds = tuple(tx.execute(_KINDS, values).scalars())
        for row in tx.execute(_FEATURES, values):
            features.setdefault(row.kind, []).append(row.feature)
        for row in tx.execute(_ZONES, values):
            zones.setdefault(row.floor_id, []).append((row.id, row.name))
    return Choices(kinds, features, zones)
