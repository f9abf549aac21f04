"""The values that go into and come out of the use cases of screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class Screen:
    """What the secret of a screen opens: one floor, to look at."""

    organisation_id: UUID
    id: UUID
    floor_id: UUID
    name: str
    shows_names: bool

    @property
    def onlooker(self) -> Actor:
        """Somebody who may look and has nothing; no person has a screen's id."""
        return Actor(self.organisation_id, self.id, Role.EMPLOYEE, self.name, "")


@dataclass(frozen=True, slots=True)
class ScreenView:
    """A screen as facility staff see it: its secret is kept nowhere."""

    id: UUID
    floor_id: UUID
    floor_name: str
    building_name: str
    name: str
    shows_names: bool
    created_at: datetime
