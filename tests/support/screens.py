"""A screen in a lobby, for tests that need one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.screens import service as screens


def lobby_screen(db: Database, staff: Actor, floor_id: UUID, now: datetime) -> UUID:
    """The id of a screen without names."""
    return screens.make_screen(db, staff, floor_id, "Lobby", shows_names=False, now=now)[0]


def screen_path(
    db: Database, staff: Actor, floor_id: UUID, now: datetime, *, shows_names: bool = False
) -> str:
    """The address of a new screen."""
    made = screens.make_screen(db, staff, floor_id, "Lobby", shows_names=shows_names, now=now)
    return f"/screens/{made[1]}"
