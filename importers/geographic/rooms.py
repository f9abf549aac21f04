"""Rooms: those that the file draws, and those that its walls enclose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.density import MOST_CROSSINGS, is_pattern
from geo.shapes import polygons_of, thickness
from importers.draft import DraftRoom
from importers.dxf.findings import Findings
from importers.dxf.understand.outlines import Outline
from importers.dxf.understand.places import reading_order
from importers.dxf.understand.rooms import place_of, settle
from importers.dxf.understand.words import PLAIN_ROOM, UNSPECIFIED, category_of
from importers.geographic.placed import Mender, Placed, lines_of, with_role
from importers.issues import Severity
from importers.refusals import too_large
from importers.repairs import Repairs
from importers.roles import LayerRole

#: What is smaller or narrower between walls is a shaft, a casing, or the wall itself.
MIN_WALLED_M2 = 1.0
MIN_WALLED_M = 0.6
#: A wall that is only a line is this thick, so that nothing leaks through where two meet.
LINE_WALL_M = 0.06
SEAM_M = 0.03  # walls, doors and windows that miss each other by less touch
#: More are no floor: each is held against its neighbours.
MOST_ROOMS = 10_000
MOST_WALLS = 50_000
ANY_LAYER = "the rooms"


def drawn_rooms(
    placed: Sequence[Placed], mender: Mender, findings: Findings, repairs: Repairs
) -> list[DraftRoom]:
    """The areas that are rooms, without copies and dust, in reading order."""
    of: dict[int, Placed] = {}
    outlines: list[Outline] = []
    for one in with_role(placed, LayerRole.ROOM):
        for polygon in mender.polygons(one):
            outline = Outline(polygon, "polyline", ANY_LAYER, one.thing.handle)
            of[id(outline)] = one
            outlines.append(outline)
        if len(outlines) > MOST_ROOMS:
            raise too_large()
    kept = settle(outlines, findings, repairs)
    return in_reading_order([_room(outline.polygon, of[id(outline)]) for outline in kept])


def in_reading_order(rooms: Sequence[DraftRoom]) -> list[DraftRoom]:
    """Rooms from top to bottom in rows, each row from left to right."""
    return [rooms[i] for i in reading_order([place_of(room.polygon) for room in rooms])]


def walled_rooms(
    placed: Sequence[Placed],
    rooms: Sequence[DraftRoom],
    taken: Sequence[BaseGeometry],
    findings: Findings,
) -> list[DraftRoom]:
    """The spaces between walls, doors and windows that no drawn room or connector fills.

    None without walls: what lies between drawn rooms is then their walls.
    """
    walls = with_role(placed, LayerRole.WALL)
    if not walls:
        return []
    bars = [*walls, *with_role(placed, LayerRole.DOOR, LayerRole.WINDOW, LayerRole.COLUMN)]
    lines = lines_of([one.shape for one in bars])
    if is_pattern(lines, MOST_WALLS, MOST_CROSSINGS):
        findings.add(
            "WALLS_TOO_DENSE",
            Severity.ERROR,
            f"The {len(lines):,} lines of walls cross each other like a pattern.",
            "Rooms were not looked for. Give the kinds that hold patterns the role 'ignore'.",
        )
        return []
    solid = shapely.union_all([_thick(one.shape) for one in bars if not one.is_point])
    drawn = [p for one in with_role(placed, LayerRole.OUTLINE) for p in polygons_of(one.shape)]
    around = shapely.union_all([Polygon(p.exterior) for p in [*polygons_of(solid), *drawn]])
    full = shapely.union_all([solid, *(r.polygon for r in rooms), *taken])
    layer = walls[0].thing.layer
    found = []
    for part in polygons_of(around.difference(full)):
        # Seams were closed by growing the walls; the room reaches to where they really end.
        space = _largest(part.buffer(SEAM_M, join_style="mitre").difference(_bare(bars, part)))
        if space is None or space.area < MIN_WALLED_M2 or thickness(space) < MIN_WALLED_M:
            continue
        polygon = shapely.orient_polygons(space)
        area = float(polygon.area)
        found.append(DraftRoom(None, None, UNSPECIFIED, polygon, area, "linework", layer, None))
    return in_reading_order(found)


def _thick(shape: BaseGeometry) -> BaseGeometry:
    if shape.geom_type in {"LineString", "MultiLineString"}:
        return shapely.buffer(shape, LINE_WALL_M / 2 + SEAM_M, join_style="mitre")
    return shapely.buffer(shapely.make_valid(shape), SEAM_M, join_style="mitre")


def _bare(bars: Sequence[Placed], part: Polygon) -> BaseGeometry:
    near = part.buffer(2 * SEAM_M + LINE_WALL_M)
    shapes = [shapely.make_valid(one.shape) for one in bars if one.shape.intersects(near)]
    return shapely.union_all(
        [s.buffer(LINE_WALL_M / 2) if s.area == 0 else s for s in shapes if not s.is_empty]
    )


def _largest(shape: BaseGeometry) -> Polygon | None:
    return max(polygons_of(shape), key=lambda p: (p.area, p.bounds), default=None)


def named_by_points(
    rooms: Sequence[DraftRoom], placed: Sequence[Placed], findings: Findings
) -> list[DraftRoom]:
    """The rooms with the numbers and names of points that lie in those that have none."""
    result = list(rooms)
    labels = [one for one in with_role(placed, LayerRole.ROOM) if one.is_point]
    labels = [one for one in labels if one.thing.number or one.thing.name]
    if not labels:
        return result
    tree = STRtree([room.polygon for room in rooms])
    for label in labels:
        inside = tree.query(label.shape, predicate="intersects").tolist() if rooms else []
        if not inside:
            findings.add(
                "LABEL_WITHOUT_ROOM",
                Severity.WARNING,
                f"“{label.thing.number or label.thing.name}” lies in no room.",
                "Move it into its room, or check that the room is closed.",
                handle=label.thing.handle,
                layer=label.thing.layer,
                at=(float(label.shape.centroid.x), float(label.shape.centroid.y)),
            )
            continue
        home = min(inside, key=lambda i: (rooms[i].area_m2, i))
        result[home] = _called(result[home], label)
    return result


def _called(room: DraftRoom, label: Placed) -> DraftRoom:
    number = room.number or label.thing.number
    name = room.name or label.thing.name
    if room.category not in {UNSPECIFIED, PLAIN_ROOM}:
        return replace(room, number=number, name=name)
    category = label.thing.kind.what or _by_words(name, number)
    return replace(room, number=number, name=name, category=category)


def _room(polygon: Polygon, placed: Placed) -> DraftRoom:
    thing = placed.thing
    own = thing.kind.what if thing.kind.role is LayerRole.ROOM else None
    return DraftRoom(
        thing.number,
        thing.name,
        own or _by_words(thing.name, thing.number),
        polygon,
        float(polygon.area),
        "polyline",
        thing.layer,
        thing.handle,
        thing.stated_area_m2,
        thing.department,
    )


def _by_words(name: str | None, number: str | None) -> str:
    found = next((c for words in (name, number) if words and (c := category_of(words))), None)
    return found or (PLAIN_ROOM if name else UNSPECIFIED)


def floor_edge(
    placed: Sequence[Placed],
    rooms: Sequence[DraftRoom],
    wells: Sequence[Polygon],
    mender: Mender,
    findings: Findings,
) -> MultiPolygon | None:
    """The outer edge: the drawn outlines with something inside, else all rooms together."""
    inside = [*(room.polygon for room in rooms), *wells]
    everything = shapely.union_all(inside) if inside else None
    drawn = [p for one in with_role(placed, LayerRole.OUTLINE) for p in mender.polygons(one)]
    held = [p for p in drawn if everything is None or p.intersects(everything)]
    if held:
        return _many(shapely.union_all(held))
    if not inside:
        return None
    half = 0.3  # rooms on two sides of a wall are one floor
    grown = shapely.union_all([p.buffer(half, join_style="mitre") for p in inside])
    whole = grown.buffer(-half, join_style="mitre")
    if len(polygons_of(whole)) > 1:
        findings.add(
            "OUTLINE_GUESSED",
            Severity.INFO,
            "No outline of the floor is drawn; it was put together from the rooms.",
            "Draw one closed polyline around the floor on a layer of its own.",
        )
    return _many(whole)


def _many(shape: BaseGeometry) -> MultiPolygon | None:
    parts = sorted((p for p in polygons_of(shape) if p.area > 0), key=lambda p: p.bounds)
    return MultiPolygon([shapely.orient_polygons(p) for p in parts]) if parts else None
