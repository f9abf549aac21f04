"""What a caller sees of saved profiles: values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from importers.drift import Drift
from importers.likeness import Witness


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A saved profile. ``file_name`` is the drawing it is recognised by, ``by`` None for the
    operator; ``plans`` counts the plans that are read with it.
    """

    id: UUID
    name: str
    profile: Mapping[str, Any]
    file_name: str
    by: str | None
    created_at: datetime
    changed_at: datetime
    plans: int


@dataclass(frozen=True, slots=True)
class OfferView:
    """How well a saved profile fits a plan, with why, and what is called otherwise now.

    ``used`` tells that the plan is read with it, ``by_itself`` that nobody had to say so.
    """

    id: UUID
    name: str
    score: float
    clear: bool
    used: bool
    by_itself: bool
    why: tuple[Witness, ...]
    drift: tuple[Drift, ...]
