"""Reading the sheets of ``sheets.py``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.profile import Profile
from tests.corpus.office import DESKS, ROOMS

Reader = Callable[..., FloorPlanDraft]


def read_file(path: Path, view: str | None = None) -> FloorPlanDraft:
    return DxfImporter().read(path, Profile(view=view), Limits(), lambda stage, share: None)


def codes(draft: FloorPlanDraft) -> list[str]:
    return [issue.code for issue in draft.issues]


def is_one_office(draft: FloorPlanDraft) -> bool:
    return (len(draft.rooms), len(draft.desks)) == (ROOMS, DESKS)
