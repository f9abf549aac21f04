"""The storeys of a model: what is on each, and which lies at the ground."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from importers.dxf.sheets.titles import floor_of
from importers.geographic.levels import in_order as levels_in_order
from importers.geographic.things import Level
from importers.ifc.load import Entity, Model
from importers.ifc.placements import PlacementError, Placements
from importers.ifc.values import contents_of, in_order, is_a, number, parts_of, text

#: What a storey is understood from; pipes, beams and terrain are not.
PARTS = (
    "IfcWall", "IfcCurtainWall", "IfcDoor", "IfcWindow", "IfcColumn", "IfcStair", "IfcStairFlight",
    "IfcRamp", "IfcRampFlight", "IfcTransportElement", "IfcFurnishingElement", "IfcSpace",
)  # fmt: skip
_WELLS = ("IfcStair", "IfcRamp", "IfcTransportElement")
#: Spaces within spaces within spaces: nobody goes deeper than this.
DEPTH = 8
#: A storey this far below a height still holds what starts there: thresholds, raised floors.
BELOW_M = 0.5
#: The ground floor's height over the building's zero.
GROUND_M = 1.5


@dataclass(frozen=True, slots=True)
class Storey:
    """One storey with its parts in the order of the file; ``height_m`` is that of its floor."""

    level: Level
    height_m: float
    parts: tuple[Entity, ...]

    def count(self, *kinds: str) -> int:
        """How many parts are of the classes."""
        return sum(is_a(part, *kinds) for part in self.parts)


@dataclass(slots=True)
class _Found:
    entity: Entity
    building: Entity | None
    height_m: float
    parts: list[Entity]
    is_bare: bool  # nothing of a floor is there; a roof is


def storeys_of(model: Model, placements: Placements) -> list[Storey]:
    """The storeys that hold anything, be it a roof, from the lowest up.

    A model without storeys is one floor, whose level has no name.
    """
    found = [
        _Found(one, building, _height(one, placements), list(_parts_in(one, 0)), is_bare=True)
        for one, building in _entities(model)
    ]
    everything = in_order(part for kind in PARTS for part in model.by_type(kind))
    if not found:
        return [Storey(Level("", "Floor"), 0.0, everything)] if everything else []
    _give_homes(everything, found, placements)
    for one in found:
        one.is_bare = not one.parts
    full = [f for f in found if f.parts or contents_of(f.entity)]
    full.sort(key=lambda f: (f.height_m, f.entity.id()))
    levels = [level for group in _by_building(full) for level in _levels(group)]
    own = {level.key: level for level in levels_in_order(levels)}
    made = {key: f for f in full if (key := _key(f.entity)) in own}
    return [Storey(own[k], made[k].height_m, in_order(made[k].parts)) for k in own]


def _entities(model: Model) -> list[tuple[Entity, Entity | None]]:
    """Each storey with its building."""
    homes = {
        part.id(): building
        for building in model.by_type("IfcBuilding")
        for part in parts_of(building)
    }
    return [(s, homes.get(s.id())) for s in in_order(model.by_type("IfcBuildingStorey"))]


def _key(storey: Entity) -> str:
    return text(storey, "GlobalId") or f"#{storey.id()}"


def _parts_in(place: Entity, depth: int) -> Iterable[Entity]:
    """The parts in a storey or space, and in the spaces of it."""
    if depth > DEPTH:
        return
    for element in contents_of(place):
        if is_a(element, *PARTS):
            yield element
    for element in contents_of(place, "ReferencesElements"):
        if is_a(element, *_WELLS):
            yield element
    for part in parts_of(place):
        if is_a(part, "IfcSpace"):
            yield part
            yield from _parts_in(part, depth + 1)


def _height(storey: Entity, placements: Placements) -> float:
    told = number(storey, "Elevation")
    if told is not None:
        return told * placements.unit_m
    return _z(storey, placements)


def _z(product: Entity, placements: Placements) -> float:
    try:
        return float(placements.of(product)[2, 3])
    except PlacementError:
        return 0.0


def _give_homes(
    everything: Sequence[Entity], found: Sequence[_Found], placements: Placements
) -> None:
    """Put what no storey holds into the one at its height.

    What is a part of something else, such as the flight of a stair, stays with that.
    """
    housed = {part.id() for one in found for part in one.parts}
    inside = {
        part.id() for one in everything if not is_a(one, "IfcSpace") for part in parts_of(one)
    }
    ordered = sorted(found, key=lambda f: (f.height_m, f.entity.id()))
    for part in everything:
        if part.id() in housed or part.id() in inside:
            continue
        z = _z(part, placements)
        below = [one for one in ordered if one.height_m <= z + BELOW_M]
        (below[-1] if below else ordered[0]).parts.append(part)


def _by_building(full: Sequence[_Found]) -> list[list[_Found]]:
    groups: dict[int, list[_Found]] = {}
    for one in full:
        groups.setdefault(one.building.id() if one.building is not None else 0, []).append(one)
    return [groups[key] for key in sorted(groups)]


def _levels(group: Sequence[_Found]) -> list[Level]:
    """The levels of one building, numbered from its ground floor.

    Roofs follow the storeys below them; a height between or below floors is no storey.
    """
    floors = [one for one in group if not one.is_bare] or list(group)
    first = {one.entity.id(): index for index, one in enumerate(floors)}
    over = [one for one in group if one.height_m > floors[-1].height_m]
    first.update({one.entity.id(): len(floors) + k for k, one in enumerate(over)})
    ground = _ground(floors)
    return [
        Level(
            _key(one.entity),
            _name(one),
            first[one.entity.id()] - ground if one.entity.id() in first else None,
            text(one.entity, "Name"),
        )
        for one in group
    ]


def _ground(group: Sequence[_Found]) -> int:
    """Which storey is at the ground: the one so called, or the one nearest to the zero."""
    for index, one in enumerate(group):
        told = (floor_of(_name(one)), floor_of(text(one.entity, "LongName") or ""))
        sure = next((t for t in told if t and t.ordinal is not None and not t.either_way), None)
        if sure is not None and sure.ordinal is not None:
            return index - sure.ordinal
    nearest = min(range(len(group)), key=lambda i: (abs(group[i].height_m), i))
    if abs(group[nearest].height_m) <= GROUND_M:
        return nearest
    below = [i for i, one in enumerate(group) if one.height_m < 0]
    # Heights over the sea say nothing of the ground.
    return below[-1] if below else 0


def _name(one: _Found) -> str:
    told = text(one.entity, "Name") or text(one.entity, "LongName")
    return told[:60] if told else f"Storey at {one.height_m:+.2f} m"
