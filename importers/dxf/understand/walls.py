"""Rooms from plain wall lines, when nobody drew the rooms themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import shapely
from shapely import LineString, MultiLineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.density import MOST_CROSSINGS, is_pattern
from geo.shapes import hull, oriented_box, polygons_of, thickness
from importers.draft import DraftDoor
from importers.dxf.findings import Findings
from importers.dxf.roles.by_name import layer_by_name
from importers.dxf.roles.sizes import SHARED_LONG_M, within
from importers.dxf.scene import Stroke
from importers.dxf.understand.doors import MAX_DEPTH_M, Doors
from importers.dxf.understand.gaps import kept_leaks, rooms_apart, tell_gaps, walls_surveyed
from importers.dxf.understand.openings import as_doors, beside, undrawn_openings
from importers.dxf.understand.outlines import Outline
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.strays import stray_walls
from importers.dxf.understand.swings import is_leaf_arc
from importers.dxf.understand.told import pass_on
from importers.dxf.understand.wells import lifts, stairs
from importers.dxf.understand.words import is_name
from importers.issues import Severity
from importers.repairs import RepairName
from importers.roles import BlockRole, LayerRole

_SOLID = {LayerRole.WALL, LayerRole.WINDOW, LayerRole.DOOR, LayerRole.COLUMN, LayerRole.OUTLINE}
_MOVABLE = {BlockRole.DESK, BlockRole.CHAIR, BlockRole.FURNITURE, BlockRole.IGNORE}
NICHE_M2 = 3.0
CLOSET_M2 = 2.0
NARROW_M = 1.1  # a person with a door to pass needs more
WIDE_M2 = 10.0
DOOR_NEAR_M = 0.3
PIECE_SHORT_M = (0.38, 2.4)  # the shorter side of furniture; a window is thinner
LED_ROOMS, LED_SHARE = 4, 0.5  # rooms with doors, where doors are drawn at all
BODY_M = 0.5  # across the walls between rooms
MANY_CORNERS = 1_000  # of one line; growing walls out of more takes minutes
HIDDEN_M = 0.001
MAX_LINES = 300_000  # above this the drawing is no floor plan, and the work would not end


@dataclass(frozen=True, slots=True)
class Walled:
    """What walls enclose, and the openings in them that no door closes."""

    rooms: list[Outline]
    openings: list[DraftDoor]


def rooms_from_walls(plan: Plan, doors: Doors, findings: Findings) -> Walled:
    """The spaces between walls, windows, columns and closed doors; leaks are reported."""
    left: Findings | None = None  # what was told where nothing is enclosed
    for roles in (_SOLID, _SOLID | {LayerRole.UNKNOWN}):
        mine = Findings()
        lines = barrier_lines(plan, doors, roles)
        if lines and is_pattern(lines, MAX_LINES, MOST_CROSSINGS):
            _tell_dense(len(lines), findings)
            break
        lines = _without_strays(plan, lines, mine)
        if not lines:
            continue
        layer = _main_layer(plan, roles)
        openings = undrawn_openings(plan, doors, roles)
        lines += [side for opening in openings for side in opening.sides]
        seen = walls_surveyed(plan, lines)
        spaces, leaks = seen.spaces, seen.leaks
        passages = as_doors(openings, [*spaces, *(leak.space for leak in leaks)], layer)
        ways = [*doors.doors, *passages]
        spaces = _without_niches(spaces, ways)
        outside = _beside_the_building(plan, [*spaces, *(leak.space for leak in leaks)], ways)
        inside = [s for s in spaces if s not in outside]
        rooms = rooms_apart(plan, lines, inside, layer=layer, findings=mine)
        within = [k for k in leaks if k.space not in outside and k.space.area >= NICHE_M2]
        rooms += kept_leaks(plan, within, layer=layer, findings=mine)
        tell_gaps(plan, lines, rooms, seen, layer=layer, findings=mine)
        if rooms:
            pass_on(mine, findings)
            return Walled([Outline(room, "linework", layer, None) for room in rooms], passages)
        left = left or mine
    if left is not None:
        pass_on(left, findings)
    return Walled([], [])


def _tell_dense(count: int, findings: Findings) -> None:
    findings.add(
        "WALLS_TOO_DENSE",
        Severity.ERROR,
        f"The {count:,} lines on layers of walls cross each other like a pattern.",
        "Rooms were not looked for. Give the layers that hold patterns the role 'ignore'.",
    )


def _without_strays(
    plan: Plan, lines: list[BaseGeometry], findings: Findings
) -> list[BaseGeometry]:
    strays = stray_walls(lines)
    allowed = plan.repairs.allows(RepairName.DROP_STRAY_WALLS)
    done = "not taken for a wall" if allowed else "taken for a wall, as asked"
    for index in sorted(strays):
        place = lines[index].centroid
        plan.repairs.note(RepairName.DROP_STRAY_WALLS, lines[index].bounds)
        findings.add(
            "STRAY_WALL",
            Severity.WARNING,
            f"A line of {lines[index].length:.0f} m on a wall layer runs right across the plan.",
            f"It was {done}. Delete it, or move it to a layer of its own.",
            at=(float(place.x), float(place.y)),
        )
    return [line for i, line in enumerate(lines) if not allowed or i not in strays]


def _without_niches(spaces: tuple[Polygon, ...], doors: Sequence[DraftDoor]) -> tuple[Polygon, ...]:
    """Without the small or narrow spaces that no door leads to: niches, shafts, thick walls.

    What an opening without a leaf leads to may be a pier beside it, unless one can stand in it.
    """
    ways = STRtree([point for door in doors for point in beside(door.line, DOOR_NEAR_M)])
    leaves = [door for door in doors if door.kind != "opening"]
    led = STRtree([point for door in leaves for point in beside(door.line, DOOR_NEAR_M)])
    return tuple(
        space
        for space in spaces
        if len((ways if space.area >= CLOSET_M2 else led).query(space, predicate="intersects"))
        or (space.area >= NICHE_M2 and (space.area >= WIDE_M2 or thickness(space) >= NARROW_M))
    )


def _beside_the_building(
    plan: Plan, spaces: Sequence[Polygon], doors: Sequence[DraftDoor]
) -> list[Polygon]:
    """What lies beside the building, between its walls and chains of sizes.

    No door leads there, no name stands there, and it is outside of all rooms that have a door.
    """
    tree = STRtree([d.line for d in doors])
    led = [len(tree.query(s, predicate="dwithin", distance=DOOR_NEAR_M)) > 0 for s in spaces]
    if sum(led) < max(LED_ROOMS, LED_SHARE * len(spaces)):
        return []
    grown = [space.buffer(BODY_M) for space, has_door in zip(spaces, led, strict=True) if has_door]
    body = shapely.union_all([Polygon(p.exterior) for p in polygons_of(shapely.union_all(grown))])
    names = STRtree([Point(t.x, t.y) for t in plan.scene.texts if is_name(t.text)])
    return [
        space
        for space, has_door in zip(spaces, led, strict=True)
        if not has_door
        and not body.covers(space.representative_point())
        and not len(names.query(space, predicate="contains"))
    ]


def barrier_lines(plan: Plan, doors: Doors, roles: Collection[LayerRole]) -> list[BaseGeometry]:
    """Everything that keeps people from walking through, as lines."""
    lines: list[BaseGeometry] = list(doors.closers)
    windows: set[int] = set()
    movable: dict[int, bool] = {}
    passable = doors.strokes.union(*(well.strokes for well in (*stairs(plan), *lifts(plan))))
    for index, stroke in enumerate(plan.scene.strokes):
        if index in passable:
            continue
        around = plan.chain(stroke.insertion)
        block_roles = [plan.block_role(i) for i in around]
        if BlockRole.WINDOW in block_roles:
            windows.add(around[block_roles.index(BlockRole.WINDOW)])
            continue
        if any(r in _MOVABLE for r in block_roles) or plan.layer_role(stroke.layer) not in roles:
            continue
        if around and _may_be_moved(plan, around[-1], movable):
            continue
        if is_leaf_arc(stroke) and plan.layer_role(stroke.layer) is not LayerRole.WALL:
            continue
        if plan.layer_role(stroke.layer) is LayerRole.DOOR and _is_swept(stroke):
            continue
        line = stroke.line
        if line is not None:
            lines.append(line)
    lines += [b for i in sorted(windows) if (b := _frame(plan, i)) is not None]
    lines += _filled(plan)
    return [_slim(line) for line in lines]


def _slim(line: BaseGeometry) -> BaseGeometry:
    """A line of very many corners without those that a millimetre hides, as scanners make them."""
    if shapely.get_num_coordinates(line) <= MANY_CORNERS:
        return line
    return line.simplify(HIDDEN_M)


def _is_swept(stroke: Stroke) -> bool:
    """True for the area that a large door covers when open: a closed shape deeper than a wall."""
    box = oriented_box(hull([stroke.points])) if stroke.closed and len(stroke.points) > 2 else None
    return box is not None and box.width > MAX_DEPTH_M


def _may_be_moved(plan: Plan, insertion: int, known: dict[int, bool]) -> bool:
    """True for a nameless block as large as furniture, where one layer holds everything."""
    if insertion not in known:
        placed = plan.scene.insertions[insertion]
        known[insertion] = False
        if plan.block_role(insertion) is BlockRole.UNKNOWN and layer_by_name(placed.layer) is None:
            box = oriented_box(hull(plan.points_of(insertion)))
            if box is not None:
                long, short = max(box.length, box.width), min(box.length, box.width)
                known[insertion] = long <= SHARED_LONG_M[1] and within(short, PIECE_SHORT_M)
    return known[insertion]


def wall_lines(plan: Plan) -> MultiLineString:
    """The walls for display; empty when no layer holds walls."""
    lines = [
        line
        for _, stroke in plan.strokes_on({LayerRole.WALL, LayerRole.COLUMN})
        if (line := stroke.line) is not None
    ]
    return MultiLineString(lines)


def _frame(plan: Plan, insertion: int) -> LineString | None:
    """A window block as its rectangle: its many lines say nothing more about the room."""
    box = oriented_box(hull(plan.points_of(insertion)))
    return box.polygon.exterior if box is not None else None


def _filled(plan: Plan) -> list[BaseGeometry]:
    return [
        shapely.linearrings(ring)
        for fill in plan.scene.fills
        if plan.layer_role(fill.layer) in {LayerRole.WALL, LayerRole.COLUMN}
        for ring in fill.rings
        if len(ring) >= 3
    ]


def _main_layer(plan: Plan, roles: Collection[LayerRole]) -> str:
    counts = Counter(
        s.layer for _, s in plan.strokes_on(roles) if plan.layer_role(s.layer) is not LayerRole.DOOR
    )
    return min(counts, key=lambda name: (-counts[name], name), default="0")
