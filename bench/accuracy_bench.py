"""``accuracy``: how much of a floor the reader finds.

Over random plans whose truth is known, and over real drawings on which people counted.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.drawn.draw import draw
from bench.drawn.families import FAMILIES
from bench.drawn.hands import Hand
from bench.drawn.score import Score, score, total
from bench.real_accuracy import NOT_AT_HAND, read_real
from importers.base import Limits
from importers.dxf.importer import DxfImporter
from importers.profile import Profile

PLANS_A_HAND = 20
ROOMS_TARGET = 0.95
DESKS_TARGET = 0.97
NAMES_TARGET = 0.98


def run() -> dict[str, Any]:
    by_hand: dict[str, dict[str, Any]] = {}
    scores: list[Score] = []
    for family in FAMILIES:
        of_hand = [read_drawn(family, seed) for seed in range(PLANS_A_HAND)]
        by_hand[family] = figures(total(of_hand))
        scores += of_hand
    whole = total(scores)
    real = read_real()
    return {
        "plans": len(scores),
        "by_hand": by_hand,
        "all": figures(whole),
        "units": {
            "right": sum(one.unit_right for one in scores),
            "wrong_but_asked": sum(one.unit_asked and not one.unit_right for one in scores),
            "confidently_wrong": sum(not (one.unit_asked or one.unit_right) for one in scores),
        },
        "real": real or NOT_AT_HAND,
        "real_below": sorted(name for name, one in real.items() if not one["held"]),
        "targets": {
            f"rooms at least {ROOMS_TARGET}": _least(whole, "rooms") >= ROOMS_TARGET,
            f"desks at least {DESKS_TARGET}": _least(whole, "desks") >= DESKS_TARGET,
            f"names at least {NAMES_TARGET}": _least(whole, "names") >= NAMES_TARGET,
        },
    }


def read_drawn(family: str, seed: int, like: Callable[[Hand], Hand] | None = None) -> Score:
    """Draw one plan, read it back, and compare; ``like`` may change the hand's habits."""
    doc, floor, hand = draw(family, seed, like)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.dxf"
        doc.saveas(path)
        draft = DxfImporter().read(path, Profile(), Limits(), lambda _stage, _share: None)
    return score(draft, floor, hand.sheet)


def _least(whole: Score, kind: str) -> float:
    count = getattr(whole, kind)
    return float(min(count.precision, count.recall))


def figures(whole: Score) -> dict[str, Any]:
    """Precision and recall of each kind of thing."""
    counts = {"rooms", "desks", "doors", "names", "labels", "parking"}
    return {
        kind: {
            "precision": round(getattr(whole, kind).precision, 3),
            "recall": round(getattr(whole, kind).recall, 3),
        }
        for kind in sorted(counts)
    }
