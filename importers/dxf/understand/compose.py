"""Puts the parts of the understanding together, in the order in which they need each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import shapely
from shapely import MultiLineString, MultiPolygon, Polygon

from geo.shapes import hull, oriented_box
from importers.draft import (
    DraftColumn,
    DraftConnector,
    DraftDesk,
    DraftDoor,
    DraftRoom,
    DraftWall,
    DraftWindow,
    DraftZone,
)
from importers.dxf.findings import ONE_BY_ONE, Findings
from importers.dxf.understand import floor, labels, rooms, stated, words
from importers.dxf.understand.doors import Doors, find_doors
from importers.dxf.understand.fittings import Fittings, fittings
from importers.dxf.understand.islands import without_islands
from importers.dxf.understand.label import labels_of
from importers.dxf.understand.open_air import without_open_air
from importers.dxf.understand.openings import with_openings
from importers.dxf.understand.outlines import Outline, closed_outlines
from importers.dxf.understand.outside import without_outside
from importers.dxf.understand.parking import parking_places
from importers.dxf.understand.places import desks_of, reading_order, texts_at
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.pointers import Pointers
from importers.dxf.understand.posts import columns
from importers.dxf.understand.shafts import without_cars, without_shafts
from importers.dxf.understand.told import pass_on
from importers.dxf.understand.walls import rooms_from_walls, wall_lines
from importers.dxf.understand.wells import lifts
from importers.dxf.understand.workplaces import Place, with_seats, workplaces
from importers.issues import ImportIssue, Severity
from importers.roles import LayerRole

FEW_ROOMS = 3
SPARSE_SHARE = 0.1  # of the ground between the walls
COVERED_SHARE = 0.3  # of what the walls enclose; below this the drawn rooms are not all rooms
TABLE_M2 = (0.3, 8.0)
NO_LAYER = "0"  # where everything is drawn that was given no layer
SHELL_ROOMS = 3  # walled rooms inside an outline that make it the edge of the floor
FRAME_SHARE = 0.95  # of its box; such an outline is a mere frame around things
SHELL_ROOM_SHARE = 0.5  # of the outline; a walled space as large as it is the same room
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Understanding:
    rooms: tuple[DraftRoom, ...]
    desks: tuple[DraftDesk, ...]
    parking: tuple[DraftDesk, ...]
    doors: tuple[DraftDoor, ...]
    connectors: tuple[DraftConnector, ...]
    zones: tuple[DraftZone, ...]
    outline: MultiPolygon | None
    walls: MultiLineString
    issues: tuple[ImportIssue, ...]
    windows: tuple[DraftWindow, ...] = ()
    wall_pieces: tuple[DraftWall, ...] = ()
    columns: tuple[DraftColumn, ...] = ()


def compose(plan: Plan) -> Understanding:
    """Doors first (they close walls), then rooms, then what stands in them."""
    findings = Findings()
    doors = _tried("doors", lambda: find_doors(plan), Doors(), findings)
    none = _Rooms(plan, [], [], [])
    seen = _tried("rooms", lambda: _rooms(plan, doors, findings), none, findings)
    places: list[Place] = _tried(
        "desks", lambda: _places(plan, seen.rooms(), seen.desks), [], findings
    )
    taken = {index for index, _ in texts_at(plan, places).values()}
    found: list[DraftRoom] = _tried("rooms", lambda: seen.rooms(taken, findings), [], findings)
    found = _tried("rooms", lambda: _indoors(plan, found, doors, places, findings), found, findings)
    desks: list[DraftDesk] = _tried(
        "desks", lambda: desks_of(plan, places, found, findings), [], findings
    )
    parking: list[DraftDesk] = _tried(
        "parking", lambda: desks_of(plan, parking_places(plan), [], findings), [], findings
    )
    edge = _tried("outline", lambda: floor.floor_outline(plan, found, findings), None, findings)
    wells: list[DraftConnector] = _tried(
        "stairs and lifts", lambda: floor.connectors(plan), [], findings
    )
    areas: list[DraftZone] = _tried("zones", lambda: floor.zones(plan, seen.hulls), [], findings)
    bare = Fittings(doors=tuple(doors.doors))
    fitted = _tried("windows and walls", lambda: fittings(plan, doors, found, edge), bare, findings)
    indoors, open_air = _parted(found, desks, fitted, findings)
    return Understanding(
        rooms=tuple(indoors),
        desks=tuple(desks),
        parking=tuple(parking),
        doors=fitted.doors,
        windows=fitted.windows,
        wall_pieces=fitted.walls,
        columns=_tried("columns", lambda: columns(plan), (), findings),
        connectors=tuple(sorted(wells, key=lambda c: (c.kind, c.polygon.bounds))),
        zones=(*areas, *open_air),
        outline=edge,
        walls=wall_lines(plan),
        issues=tuple(findings.issues()),
    )


def _parted(
    found: list[DraftRoom], desks: list[DraftDesk], fitted: Fittings, findings: Findings
) -> tuple[list[DraftRoom], list[DraftZone]]:
    """Rooms, and what lies in the open."""
    all_indoors: tuple[list[DraftRoom], list[DraftZone]] = (found, [])
    return _tried(
        "rooms", lambda: without_open_air(found, desks, fitted, findings), all_indoors, findings
    )


def _tried(part: str, work: Callable[[], _T], otherwise: _T, findings: Findings) -> _T:
    """One part that geometry defeats must not cost the reader the other parts."""
    try:
        return work()
    except (shapely.errors.ShapelyError, ValueError, ArithmeticError) as error:
        findings.add(
            "PART_NOT_UNDERSTOOD",
            Severity.ERROR,
            f"The {part} of this drawing could not be worked out ({type(error).__name__}).",
            "Run the drawing program's audit and purge commands, then import again.",
        )
        return otherwise


@dataclass(frozen=True, slots=True)
class _Rooms:
    """What closed shapes turned out to be: rooms, workplaces, hulls around several places."""

    plan: Plan
    outlines: list[Outline]
    desks: list[Outline]
    hulls: list[Outline]

    def rooms(
        self, taken: Collection[int] = (), findings: Findings | None = None
    ) -> list[DraftRoom]:
        """The rooms with their labels; ``taken`` are texts that label desks."""
        return _labelled(self.plan, self.outlines, taken, findings or Findings())


def _rooms(plan: Plan, doors: Doors, findings: Findings) -> _Rooms:
    drawn = rooms.without_heaps(closed_outlines(plan, {LayerRole.ROOM}, findings), findings)
    unknown = closed_outlines(plan, {LayerRole.UNKNOWN}, None) if drawn else []
    desk_layers = rooms.workplaces_among([*drawn, *unknown])
    on_desks = [o for o in [*drawn, *unknown] if o.layer in desk_layers]
    drawn = [o for o in drawn if o.layer not in desk_layers]
    hulls = rooms.hulls_among(drawn, findings)
    clusters = rooms.clusters_among(drawn, _tables(plan, len(drawn)), findings)
    outlines = rooms.settle(
        [o for o in drawn if o not in hulls and o not in clusters], findings, plan.repairs
    )
    if len(outlines) < FEW_ROOMS or _leave_most_open(plan, outlines):
        outlines = _with_walled(plan, doors, outlines, findings)
    outlines = without_islands(plan, outlines)
    if not outlines:
        findings.add(
            "NO_ROOMS_FOUND",
            Severity.ERROR,
            "No closed outline and no walls that enclose a room were found.",
            "Give the layer with walls or room outlines its role, then look again.",
        )
    return _Rooms(plan, outlines, on_desks, hulls)


def _tables(plan: Plan, drawn: int) -> list[Polygon]:
    """Closed shapes of a table's size that were drawn without a block.

    Outlines that have as many labels are rooms beyond doubt, so that nothing is looked for.
    """
    told = sum(plan.layer_role(t.layer) is LayerRole.ROOM_LABEL for t in plan.scene.texts)
    if told >= drawn:
        return []
    found = closed_outlines(plan, {LayerRole.FURNITURE, LayerRole.DESK}, None)
    return [o.polygon for o in found if TABLE_M2[0] <= o.polygon.area <= TABLE_M2[1]]


def _leave_most_open(plan: Plan, drawn: Sequence[Outline]) -> bool:
    """True when the drawn rooms are a small part of what lies between the walls."""
    walls = [s.points for _, s in plan.strokes_on({LayerRole.WALL})]
    floor_m2 = float(hull(walls).area) if walls else 0.0
    return sum(float(o.polygon.area) for o in drawn) < SPARSE_SHARE * floor_m2


def _with_walled(
    plan: Plan, doors: Doors, drawn: list[Outline], findings: Findings
) -> list[Outline]:
    """The few drawn rooms, and rooms from walls where those cover little of the floor.

    A drawn outline around several walled rooms is the edge of the floor and no room.
    """
    mine = Findings()
    trial = replace(plan, repairs=plan.repairs.attempt())
    found = rooms_from_walls(trial, doors, mine)
    walled = found.rooms
    shells = [o for o in drawn if _is_shell(o, walled)]
    kept = [o for o in drawn if o not in shells]
    known = shapely.union_all([o.polygon for o in kept]) if kept else Polygon()
    total = sum(float(o.polygon.area) for o in walled)
    covered = sum(float(o.polygon.intersection(known).area) for o in walled)
    if kept and covered > COVERED_SHARE * total:
        return kept
    doors.doors = with_openings(doors.doors, found.openings)
    pass_on(mine, findings)
    plan.repairs.take(trial.repairs)
    fresh = [o for o in walled if o.polygon.intersection(known).area < 0.5 * o.polygon.area]
    return kept + fresh


def _is_shell(outline: Outline, walled: Sequence[Outline]) -> bool:
    area = float(outline.polygon.area)
    box = oriented_box(outline.polygon)
    if box is None or area < FRAME_SHARE * box.area:
        # An outline that follows the walls was drawn for the room between them.
        return False
    inside = [float(o.polygon.area) for o in walled if outline.polygon.covers(o.polygon)]
    smaller = [a for a in inside if a < SHELL_ROOM_SHARE * area]
    return len(smaller) >= SHELL_ROOMS and sum(smaller) >= COVERED_SHARE * area


def _labelled(
    plan: Plan, outlines: list[Outline], taken: Collection[int], findings: Findings
) -> list[DraftRoom]:
    shapes = [o.polygon for o in outlines]
    words_found = labels_of(plan, taken)
    named = labels.assign(words_found, shapes, findings, Pointers(plan), plan.repairs)
    per_layer = Counter(o.layer for o in outlines)
    found = [
        _room(outline, words_of, per_layer[outline.layer] == 1)
        for outline, words_of in zip(outlines, named, strict=True)
    ]
    order = reading_order([rooms.place_of(r.polygon) for r in found])
    return [found[i] for i in order]


def _indoors(
    plan: Plan,
    found: Sequence[DraftRoom],
    doors: Doors,
    places: Sequence[Place],
    findings: Findings,
) -> list[DraftRoom]:
    kept = without_cars(found, [well.polygon for well in lifts(plan)])
    kept = without_outside(kept, doors.doors, places, findings)
    kept = without_shafts(kept, doors.doors, places, findings)
    _report_unlabelled(kept, findings)
    stated.compare(kept, findings)
    return kept


def _room(outline: Outline, told: labels.Named, alone: bool) -> DraftRoom:
    """A room's category comes from its name, else its number, else its layer."""
    layer = words.plain_layer(outline.layer)
    number, name = told.number, told.name
    if number is None and alone and layer != NO_LAYER and words.is_number(layer):
        number = layer
    category = next((c for w in (name, number) if w and (c := words.category_of(w))), None)
    if category is None and outline.source != "linework":
        category = words.category_of(layer)
    if category is None:
        category = words.PLAIN_ROOM if name else words.UNSPECIFIED
    polygon = _oriented(outline.polygon)
    return DraftRoom(
        number,
        name,
        category,
        polygon,
        float(polygon.area),
        outline.source,
        outline.layer,
        outline.handle,
        told.stated_area_m2,
        told.department,
    )


def _oriented(polygon: Polygon) -> Polygon:
    """Outer ring counter-clockwise, holes clockwise, as GeoJSON wants it."""
    return shapely.orient_polygons(polygon)


def _report_unlabelled(found: Sequence[DraftRoom], findings: Findings) -> None:
    bare = [r for r in found if r.number is None and r.name is None]
    if found and len(bare) == len(found):
        findings.add(
            "NO_ROOM_LABELS",
            Severity.INFO,
            _none_of(len(found)),
            "Write number and name inside each room, and bring the drawing in again.",
        )
        return
    alike = f"{len(bare)} of {len(found)} rooms have no number and no name."
    for room in bare if len(bare) <= ONE_BY_ONE else bare[:1]:
        alone = f"A room of {room.area_m2:.1f} m\u00b2 has no number and no name."
        findings.add(
            "ROOM_WITHOUT_LABEL",
            Severity.WARNING,
            alone if len(bare) <= ONE_BY_ONE else alike,
            "Name it in the studio, or write number and name inside it and bring it in again.",
            handle=room.handle,
            layer=room.layer,
            at=rooms.place_of(room.polygon),
        )


def _none_of(rooms: int) -> str:
    if rooms == 1:
        return "The room has no number and no name in the drawing."
    return f"None of the {rooms} rooms has a number or a name in the drawing."


def _places(plan: Plan, found: Sequence[DraftRoom], on_desks: Sequence[Outline]) -> list[Place]:
    drawn = _desk_outlines(plan) + list(on_desks)
    within = [(r.polygon, r.category) for r in found]
    return with_seats(plan, workplaces(plan, drawn, within))


def _desk_outlines(plan: Plan) -> list[Outline]:
    """Closed shapes on workplace layers; the dots and drawers inside a shape are its details."""
    shapes = closed_outlines(plan, {LayerRole.DESK}, Findings())
    shapes.sort(key=lambda o: (-float(o.polygon.area), o.polygon.bounds))
    return [s for s in shapes if s.source == "polyline"]
