"""Where the real drawings are that measurements are run on. They are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def real_floors() -> list[Path]:
    """The floors in FLOORPLANS_PLANS or ``shared/plans`` beside the repository, by name."""
    return sorted((_plans() / "floors").glob("*.dxf"))


def real_plans() -> list[Path]:
    """All drawings there, those that are only hard on readers too."""
    return sorted(_plans().rglob("*.dxf"))


def _plans() -> Path:
    named = os.environ.get("FLOORPLANS_PLANS")
    return Path(named) if named else ROOT.parent / "shared" / "plans"
