"""``cuts``: walls cut by 1 to 1,500 mm; is the gap closed, or does the first finding cover it?"""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import LineString, Polygon

from bench.drawn.cuts import Cut, draw_cut
from bench.drawn.hands import HANDS
from bench.drawn.score import LEAST_OVERLAP
from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.profile import Profile

CUTS_A_HAND = 60
TARGET = 0.95
HEALED_M = 0.15  # a wider gap has to be told, closed or not
COVERED_SHARE = 0.9  # of the cut
ASIDE_M = 0.1  # from the faces of the wall
LONGER_M = 0.5  # than the cut
CLASSES_M = (0.001, 0.02, 0.15, 0.5, 1.0, 1.5)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one cut: ``how`` is healed, pointed, missed."""

    width_m: float
    how: str


def run() -> dict[str, Any]:
    told = list(read_cuts(range(CUTS_A_HAND)))
    right = sum(one.how != "missed" for one in told)
    return {
        "cuts": len(told),
        "by_width": {name: dict(sorted(of.items())) for name, of in _by_width(told).items()},
        "share": round(right / len(told), 3),
        "targets": {f"covered at least {TARGET}": right >= TARGET * len(told)},
    }


def read_cuts(seeds: Iterable[int], families: Iterable[str] = tuple(HANDS)) -> Iterable[Told]:
    """One cut for each seed and hand in which a wall is long enough."""
    chosen = list(families)
    for seed in seeds:
        for family in chosen:
            made = draw_cut(family, seed)
            if made is None:
                continue
            doc, cut = made
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "plan.dxf"
                doc.saveas(path)
                profile = Profile().with_units(_unit(cut))
                draft = DxfImporter().read(path, profile, Limits(), lambda _stage, _share: None)
            yield Told(cut.width_m, judge(draft, cut))


def _unit(cut: Cut) -> str:
    # The unit is not what is measured here.
    names = {1000.0: "mm", 100.0: "cm", 1.0: "m", 1 / 0.0254: "inch", 1 / 0.3048: "foot"}
    return names[cut.sheet.unit_per_m]


def judge(draft: FloorPlanDraft, cut: Cut) -> str:
    """ "pointed" where the first leak covers the cut, "healed" where a small one is just closed."""
    segments = [i.segment for i in draft.issues if i.code == "WALL_LEAK" and i.segment is not None]
    if segments and covers(segments[0], cut):
        return "pointed"
    return "healed" if cut.width_m <= HEALED_M and _apart(draft, cut) else "missed"


def covers(segment: tuple[float, float, float, float], cut: Cut) -> bool:
    """True when ``segment`` runs along nearly all of the cut, in its wall, and not far beyond."""
    true = cut.on_sheet(cut.line)
    told = LineString([segment[:2], segment[2:]])
    (x0, y0), (x1, y1) = true.coords
    ux, uy = (x1 - x0) / true.length, (y1 - y0) / true.length
    along = sorted((x - x0) * ux + (y - y0) * uy for x, y in told.coords)
    aside = max(abs((y - y0) * ux - (x - x0) * uy) for x, y in told.coords)
    shared = min(along[1], true.length) - max(along[0], 0.0)
    slack = max(0.0, 0.002 - (1 - COVERED_SHARE) * true.length)  # the drawing's own rounding
    near = aside <= cut.thick_m / 2 + ASIDE_M and told.length <= true.length + LONGER_M
    return bool(near and shared >= COVERED_SHARE * true.length - slack)


def _apart(draft: FloorPlanDraft, cut: Cut) -> bool:
    """True when the rooms on both sides of the cut are found as they are, each by itself."""
    return all(
        any(_overlap(room.polygon, _placed(true.polygon, cut)) for room in draft.rooms)
        for true in cut.rooms
    )


def _placed(polygon: Polygon, cut: Cut) -> Polygon:
    rings = [
        cut.on_sheet(LineString(r.coords)).coords for r in (polygon.exterior, *polygon.interiors)
    ]
    return Polygon(rings[0], rings[1:])


def _overlap(one: Polygon, two: Polygon) -> bool:
    shared = float(one.intersection(two).area)
    return shared >= LEAST_OVERLAP * (float(one.area) + float(two.area) - shared)


def _by_width(told: Iterable[Told]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {f"up to {c * 1000:.0f} mm": Counter() for c in CLASSES_M[1:]}
    for one in told:
        limit = next(c for c in CLASSES_M[1:] if one.width_m <= c or math.isclose(one.width_m, c))
        found[f"up to {limit * 1000:.0f} mm"][one.how] += 1
    return found
