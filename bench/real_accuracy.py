"""How well readings of real drawings agree with what people counted on them."""

from __future__ import annotations

from typing import Any

from bench.real_counts import REAL_FLOORS, RealFloor, Stated
from bench.real_files import real_floors
from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.profile import Profile

ROOMS_SHARE = 0.10
OTHER_SHARE = 0.05
NOT_AT_HAND = "The real drawings are not at hand: set FLOORPLANS_PLANS to their folder."


def read_real() -> dict[str, Any]:
    """By file: each count as stated and found, and whether it is near enough."""
    paths = {path.stem: path for path in real_floors()}
    by_file: dict[str, Any] = {}
    for name, floor in REAL_FLOORS.items():
        if name in paths:
            draft = DxfImporter().read(paths[name], Profile(), Limits(), lambda _what, _share: None)
            by_file[name] = compare(draft, floor)
    return by_file


def compare(draft: FloorPlanDraft, floor: RealFloor) -> dict[str, Any]:
    """The unit and every stated count beside what was found."""
    rows = {_title(stated): _row(draft, stated) for stated in floor.counts}
    sure = "" if draft.units.certain else " (asks)"
    unit = {"stated": floor.unit, "found": draft.units.name + sure}
    return {
        "unit": unit,
        **rows,
        "held": draft.units.name == floor.unit and all(row["held"] for row in rows.values()),
    }


def _row(draft: FloorPlanDraft, stated: Stated) -> dict[str, Any]:
    found = count(draft, stated)
    exact = stated.least == stated.most
    # A range has its slack in it already.
    share = (ROOMS_SHARE if stated.kind == "rooms" else OTHER_SHARE) if exact else 0.0
    told = stated.least if exact else f"{stated.least} to {stated.most}"
    return {"stated": told, "found": found, "held": stated.off(found) <= share}


def _title(stated: Stated) -> str:
    return f"{stated.kind} on {', '.join(stated.layers)}" if stated.layers else stated.kind


def count(draft: FloorPlanDraft, stated: Stated) -> int:
    """How many things of the stated kind were found on the stated layers."""
    if stated.kind == "desks":
        return len(draft.desks)
    if stated.kind in {"stairs", "lifts"}:
        return sum(one.kind == stated.kind.removesuffix("s") for one in draft.connectors)
    rooms = [room for room in draft.rooms if not stated.layers or room.layer in stated.layers]
    if stated.kind == "numbers":
        return sum(room.number is not None for room in rooms)
    if stated.kind == "names":
        return sum(room.name is not None for room in rooms)
    return len(rooms)
