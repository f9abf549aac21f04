"""The values that go into and come out of the use cases of approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from floorplans.wording import OfPlace


@dataclass(frozen=True, slots=True)
class Rival(OfPlace):
    """A request that cannot be had any more once another one is approved."""

    booking_id: UUID
    person_name: str
    space_name: str
    kind: str
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Request(OfPlace):
    """An open request, as those see it who may answer.

    ``sequence`` says which state of the booking this is: an answer to an earlier one is refused.
    ``note`` is None where there is none or it is private. ``rivals`` are the requests that
    approving this one refuses; ``is_taken`` when it cannot be approved as somebody has the place.
    """

    booking_id: UUID
    sequence: int
    person_id: UUID
    person_name: str
    space_id: UUID
    space_name: str
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    from_at: datetime
    to_at: datetime
    asked_at: datetime
    answer_by: datetime
    note: str | None
    is_private: bool
    rule: str | None
    rivals: tuple[Rival, ...] = ()
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Whether booking a space needs approval by others, whose, and how many ask for the hours.

    ``own`` is the actor's own open request that meets them.
    """

    needed: bool
    rule: str | None = None
    by: str | None = None
    asked: int = 0
    own: UUID | None = None
