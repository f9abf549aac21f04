"""Use cases of plans, in the order of a drawing's life; one transaction each."""

from __future__ import annotations

from floorplans.plans.editing.service import edit, edits, redo, undo
from floorplans.plans.exporting.service import exported
from floorplans.plans.looking import (
    draft_document,
    map_document,
    present_revisions,
    revision,
    revisions,
)
from floorplans.plans.positioning import place
from floorplans.plans.publishing import preview, publish
from floorplans.plans.reading import read
from floorplans.plans.returning import bring_back
from floorplans.plans.staging import discard, redraw, upload

__all__ = [
    "bring_back",
    "discard",
    "draft_document",
    "edit",
    "edits",
    "exported",
    "map_document",
    "place",
    "present_revisions",
    "preview",
    "publish",
    "read",
    "redo",
    "redraw",
    "revision",
    "revisions",
    "undo",
    "upload",
]
