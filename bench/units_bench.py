"""``units``: real and drawn floors in every unit, under right, wrong and missing headers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ezdxf import transform
from ezdxf.document import Drawing
from ezdxf.math import Matrix44

from bench.drawn.draw import draw
from bench.drawn.families import OFFICES
from bench.real_accuracy import NOT_AT_HAND
from bench.real_counts import REAL_FLOORS
from bench.real_files import real_floors
from geo.units import UNITS
from importers.base import Limits
from importers.dxf.extract import extract
from importers.dxf.facts import gather
from importers.dxf.load import load
from importers.dxf.scene import Scene
from importers.dxf.units import decide_units
from importers.profile import Profile

DRAWN_A_HAND = 5
DRAWN_UNITS = ("mm", "cm", "m", "inch", "foot")
METRIC = ("mm", "cm", "m")
RIGHT_OR_ASKED_TARGET = 0.99
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Trial:
    """One vote: the true unit, what the header said, and what came of it."""

    drawing: str
    unit: str
    header: str
    found: str
    certain: bool

    @property
    def verdict(self) -> str:
        right = self.found == self.unit
        if self.certain:
            return "right" if right else "confidently wrong"
        return "asked, right first" if right else "asked"


def run() -> dict[str, Any]:
    trials = [trial for name, doc, unit in _corpus() for trial in try_units(name, doc, unit)]
    wrong = [trial for trial in trials if trial.verdict == "confidently wrong"]
    held = 1 - len(wrong) / len(trials)
    return {
        "trials": len(trials),
        "verdicts": _counted(trials),
        "by_header": {
            kind: _counted([trial for trial in trials if _kind(trial) == kind])
            for kind in ("right", "wrong", MISSING)
        },
        "confidently_wrong": [
            f"{trial.drawing} in {trial.unit} under {trial.header}: {trial.found}"
            for trial in wrong
        ],
        "always_asked": _always_asked(trials),
        "real": "read" if real_floors() else NOT_AT_HAND,
        "targets": {
            f"right or asked at least {RIGHT_OR_ASKED_TARGET}": held >= RIGHT_OR_ASKED_TARGET,
            "none confidently wrong": not wrong,
        },
    }


def try_units(name: str, doc: Drawing, drawn_in: str) -> Iterator[Trial]:
    """The drawing in each unit, under each header; ``doc`` is changed on the way."""
    now = drawn_in
    for unit in DRAWN_UNITS:
        if unit != now:
            factor = UNITS[now] / UNITS[unit]
            _scale(doc, factor)
            now = unit
        scene = extract(doc, Limits())
        facts = gather(scene)
        for header in (*DRAWN_UNITS, MISSING):
            _claim(scene, header)
            units, _ = decide_units(scene, facts, Profile())
            yield Trial(name, unit, header, units.name, units.certain)


def _scale(doc: Drawing, factor: float) -> None:
    transform.inplace(doc.modelspace(), Matrix44.scale(factor, factor, factor))
    for dimension in doc.modelspace().query("DIMENSION"):
        # What the program measured stands in the file beside the points.
        measured = dimension.dxf.get("actual_measurement")
        if measured is not None:
            dimension.dxf.actual_measurement = measured * factor


def _claim(scene: Scene, header: str) -> None:
    """What ``extract`` takes from the header, as a program set to that unit would write it."""
    missing = header == MISSING
    scene.header_unit = None if missing else header
    scene.metric = None if missing else header in METRIC
    scene.feet_and_inches = False


def _corpus() -> Iterator[tuple[str, Drawing, str]]:
    for path in real_floors():
        if path.stem in REAL_FLOORS:
            yield path.stem, _loaded(path), REAL_FLOORS[path.stem].unit
    for family in OFFICES:
        for seed in range(DRAWN_A_HAND):
            yield drawn(family, seed)


def _loaded(path: Path) -> Drawing:
    return load(path, Limits()).doc


def drawn(family: str, seed: int) -> tuple[str, Drawing, str]:
    """A drawn floor, its name and the unit it is drawn in."""
    doc, _, hand = draw(family, seed)
    unit = next(
        unit for unit in DRAWN_UNITS if math.isclose(UNITS[unit] * hand.sheet.unit_per_m, 1)
    )
    return f"{family} {seed}", doc, unit


def _kind(trial: Trial) -> str:
    if trial.header == MISSING:
        return MISSING
    return "right" if trial.header == trial.unit else "wrong"


def _counted(trials: list[Trial]) -> dict[str, int]:
    return dict(sorted(Counter(trial.verdict for trial in trials).items()))


def _always_asked(trials: list[Trial]) -> list[str]:
    """Drawings that never settle the unit by themselves, whatever the header says."""
    settled = {trial.drawing for trial in trials if trial.certain}
    return sorted({trial.drawing for trial in trials} - settled)
