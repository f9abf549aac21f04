"""Use cases of plans, in the order of a drawing's life; one transaction each."""

from __future__ import annotations

from floorplans.plans.affected import affected
from floorplans.plans.aligning.service import alignments
from floorplans.plans.comparing import compare
from floorplans.plans.corners import on_earth
from floorplans.plans.editing.service import edit, edits, redo, undo
from floorplans.plans.exporting.service import exported
from floorplans.plans.findings.redlining import redlined
from floorplans.plans.findings.service import findings
from floorplans.plans.history import history, source_file
from floorplans.plans.looking import (
    draft_document,
    map_document,
    present_revisions,
    revision,
    revisions,
)
from floorplans.plans.positioning import check as check_position
from floorplans.plans.positioning import place
from floorplans.plans.publishing import check, preview, publish
from floorplans.plans.reading import read
from floorplans.plans.returning import bring_back
from floorplans.plans.scheduling import next_date, take_over, take_over_all, unschedule
from floorplans.plans.site_ground import north_of, site_ground
from floorplans.plans.staging import discard, redraw, upload

__all__ = [
    "affected",
    "alignments",
    "bring_back",
    "check",
    "check_position",
    "compare",
    "discard",
    "draft_document",
    "edit",
    "edits",
    "exported",
    "findings",
    "history",
    "map_document",
    "next_date",
    "north_of",
    "on_earth",
    "place",
    "present_revisions",
    "preview",
    "publish",
    "read",
    "redlined",
    "redo",
    "redraw",
    "revision",
    "revisions",
    "site_ground",
    "source_file",
    "take_over",
    "take_over_all",
    "undo",
    "unschedule",
    "upload",
]
