"""The SQL of screens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, text

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.screens.models import screen
from floorplans.screens.views import Screen, ScreenView

_ALL = text("""
SELECT n.id, n.floor_id, f.name AS floor_name, b.name AS building_name, n.name, n.shows_names,
  n.created_at
FROM screen n
JOIN floor f ON f.organisation_id = n.organisation_id AND f.id = n.floor_id
JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
WHERE n.organisation_id = :organisation
ORDER BY b.name, f.ordinal, n.name, n.created_at
""")
# A floor that is about to be removed waits until the screen is there, and takes it along.
_LOCK_FLOOR = text("""
SELECT id FROM floor WHERE organisation_id = :organisation AND id = :floor FOR KEY SHARE
""")


def by_digest(db: Database, digest: bytes) -> Screen | None:
    """The screen of a secret, in any organisation."""
    row = db.look_up(
        "SELECT organisation_id, screen_id, floor_id, name, shows_names FROM screen_of(%s)",
        (digest,),
    )
    return None if row is None else Screen(*row)


def all_screens(tx: Connection, actor: Actor) -> list[ScreenView]:
    rows = tx.execute(_ALL, {"organisation": actor.organisation_id}).mappings()
    return [ScreenView(**row) for row in rows]


def has_floor(tx: Connection, actor: Actor, floor_id: UUID) -> bool:
    values = {"organisation": actor.organisation_id, "floor": floor_id}
    return tx.execute(_LOCK_FLOOR, values).one_or_none() is not None


def count(tx: Connection) -> int:
    found: int = tx.execute(select(func.count()).select_from(screen)).scalar_one()
    return found


def add(tx: Connection, values: dict[str, Any]) -> None:
    tx.execute(insert(screen).values(values))


def remove(tx: Connection, screen_id: UUID) -> bool:
    return tx.execute(delete(screen).where(screen.c.id == screen_id)).rowcount == 1
