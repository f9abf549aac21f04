"""Walls that people drew over a drawing: the log keeps them, and every reading takes them along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.plans.editing import queries
from floorplans.plans.editing.actions import Action, DrawWall
from floorplans.plans.editing.folded import Entry

#: Points in the drawing's own unit, as a profile tells them.
Wall = list[list[float]]


def changes_reading(action: Action) -> bool:
    """True for what shows only when the drawing has been read again."""
    return isinstance(action, DrawWall)


def with_walls(profile: Mapping[str, Any], walls: Sequence[Wall]) -> Mapping[str, Any]:
    """The profile for one reading: what it tells, and the walls as well."""
    if not walls:
        return profile
    return {**profile, "walls": [*profile.get("walls", ()), *walls]}


def walls_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> list[Wall]:
    """The walls that are drawn now, for the reader."""
    return drawn(queries.entries(tx, organisation_id, revision_id))


def drawn(entries: Iterable[Entry]) -> list[Wall]:
    """The walls among entries that are done; whatever the unit is taken for, they stay in place."""
    return [
        [[x / entry.metres_per_unit, y / entry.metres_per_unit] for x, y in entry.action.line]
        for entry in entries
        if not entry.undone and isinstance(entry.action, DrawWall)
    ]
