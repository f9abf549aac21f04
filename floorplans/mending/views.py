"""The values that go into and come out of the use cases of faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from floorplans.wording import OfPlace


class What(StrEnum):
    """What is wrong at a place."""

    BROKEN = "broken"
    MISSING = "missing"
    DIRTY = "dirty"
    DAMAGED = "damaged"
    OTHER = "other"


#: As it is chosen from a list, and as it is told.
WHAT_WORDS: dict[What, str] = {
    What.BROKEN: "Equipment broken",
    What.MISSING: "Something missing",
    What.DIRTY: "Dirty",
    What.DAMAGED: "Damaged",
    What.OTHER: "Something else",
}


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What somebody found. The same key sent again by them is the same report."""

    space_id: UUID
    what: What
    note: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as everybody at the place sees it: never who reported it, only how many did."""

    id: UUID
    space_id: UUID
    what: What
    note: str | None
    reports: int
    reported_at: datetime
    is_mine: bool
    done_at: datetime | None

    @property
    def words(self) -> str:
        """“Equipment broken: the left screen”; without a note what it is alone."""
        told = WHAT_WORDS[self.what]
        if self.note is None:
            return told
        return self.note if self.what is What.OTHER else f"{told}: {self.note}"


@dataclass(frozen=True, slots=True)
class FaultAtPlace(OfPlace):
    """A fault as facility staff see it, with where it is.

    ``reporters`` are names, the first one first; none once it is done.
    """

    fault: Fault
    space_name: str
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    word: str | None
    reporters: tuple[str, ...]
