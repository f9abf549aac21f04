"""Where the real drawings are that tests are run on, if they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def plans_folder() -> Path | None:
    """FLOORPLANS_PLANS, or ``shared/plans`` beside the repository; None when neither is there."""
    named = os.environ.get("FLOORPLANS_PLANS")
    folder = Path(named) if named else ROOT.parent / "shared" / "plans"
    return folder if folder.is_dir() else None


def drawings(kind: str, suffix: str = ".dxf") -> list[Path]:
    """The files of one kind (``floors``, ``parsers``), sorted by name; none when not at hand."""
    folder = plans_folder()
    return sorted((folder / kind).glob(f"*{suffix}")) if folder else []
