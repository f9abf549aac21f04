"""The unit and the views of a drawing, which depend on each other: one floor has a usual size."""

from __future__ import annotations

from dataclasses import dataclass

from importers.draft import Units
from importers.dxf.facts import Facts, gather
from importers.dxf.scene import Scene
from importers.dxf.sheets.keep import keep
from importers.dxf.sheets.sheet import Sheet, tell_apart
from importers.dxf.units import decide_units
from importers.issues import ImportIssue
from importers.profile import Profile

#: Unit and views that change each other again and again are left as they are after so many looks.
MOST_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """The part of a drawing that is read, in metres, with its measures."""

    scene: Scene
    facts: Facts
    units: Units
    issues: tuple[ImportIssue, ...]
    sheet: Sheet


def settle(raw: Scene, profile: Profile) -> Settled:
    """Decide the unit, leave out what is not the floor, and decide again by what is left.

    Raises ``ImportRefused`` (VIEW_NOT_FOUND).
    """
    settled = _settled(raw, raw, profile)
    for _ in range(MOST_LOOKS - 1):
        kept, unit = settled.sheet.kept, settled.units.name
        if kept is None:
            break
        # In another unit other things may be the size of a door, and the views other ones.
        settled = _settled(keep(raw, kept), raw, profile)
        if settled.units.name == unit:
            break
    return settled


def _settled(part: Scene, raw: Scene, profile: Profile) -> Settled:
    """The unit by ``part`` of the drawing, and the views of all of it in that unit."""
    facts = gather(part)
    units, issues = decide_units(part, facts, profile)
    factor = units.metres_per_unit
    scene = raw.scaled(factor)
    sheet = tell_apart(scene, profile.view)
    if sheet.kept is not None:
        scene = keep(scene, sheet.kept)
    return Settled(scene, facts.scaled(factor), units, issues, sheet)
