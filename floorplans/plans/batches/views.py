"""What a caller sees of batches: values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BatchFileView:
    """One file. ``state`` is that of its plan, or waiting, not_stored, or gone with its floor."""

    number: int
    file_name: str
    building: str
    floor: str
    view: str | None
    plan_id: UUID | None
    floor_id: UUID | None
    state: str
    stage: str
    share: float
    refusal: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class BatchView:
    """``share`` is how much of it is read, 0 to 1; ``left_out`` are files that fit nowhere."""

    id: UUID
    site_id: UUID
    site: str
    name: str
    by: str | None
    created_at: datetime
    cancelled_at: datetime | None
    share: float
    is_done: bool
    files: tuple[BatchFileView, ...]
    left_out: tuple[str, ...] = ()
