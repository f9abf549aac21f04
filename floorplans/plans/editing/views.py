"""What a caller sees of edits: values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EditView:
    """One entry of a plan's log. ``by`` and ``undone_by`` are None for the operator.

    ``lost`` is why it changes nothing on the plan as it is now, None when it does.
    """

    number: int
    what: str
    by: str | None
    at: datetime
    undone: bool
    lost: str | None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class EditsView:
    """A plan's log. ``number`` is that of the last entry that is done, 0 before the first."""

    number: int
    can_undo: bool
    can_redo: bool
    edits: tuple[EditView, ...]


@dataclass(frozen=True, slots=True)
class EditedView:
    """What an edit, or undoing one, did. Spaces are GeoJSON features in the drawing's own metres.

    ``removed`` holds the ids of features; ``planned_zones`` is None when all zones are as before.
    ``reading`` tells that the drawing is being read again, and what comes of it shows after that.
    """

    number: int
    can_undo: bool
    can_redo: bool
    edit: EditView
    added: tuple[Mapping[str, Any], ...]
    changed: tuple[Mapping[str, Any], ...]
    removed: tuple[str, ...]
    planned_zones: tuple[Mapping[str, Any], ...] | None
    reading: bool = False
