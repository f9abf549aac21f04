"""What goes with a booking, as requests and answers about bookings and series carry it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.fields import Asked, Told
from floorplans.equipment.rules import MOST_OF_ONE
from floorplans.equipment.views import Bring


class BringAsked(Asked):
    """So many of a thing that a floor has on offer."""

    equipment_id: UUID
    count: Annotated[int, Field(ge=1, le=MOST_OF_ONE)] = 1


class BroughtAnswer(Told):
    """So many of a thing that go with a booking, and where they are kept until then."""

    equipment_id: UUID
    kind: str
    name: str
    kept_at: str | None
    count: int


def wanted_of(asked: Sequence[BringAsked]) -> tuple[Bring, ...]:
    return tuple(Bring(each.equipment_id, each.count) for each in asked)
