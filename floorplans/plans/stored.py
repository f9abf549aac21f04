"""The draft as it is kept in the database: the importers' own JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from importers.codec import from_plain, to_plain
from importers.draft import FloorPlanDraft


def to_stored(draft: FloorPlanDraft) -> dict[str, Any]:
    if draft.underlay is not None:
        # A picture is kept beside the draft, which is read at every click.
        draft = replace(draft, underlay=replace(draft.underlay, content=None))
    return to_plain(draft)


def from_stored(values: Mapping[str, Any]) -> FloorPlanDraft:
    return from_plain(dict(values))
