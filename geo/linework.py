"""Rooms out of loose wall lines: what a person could walk around in without passing a line.

The walls are thickened until gaps of a drawing slip close, the space between them is taken, and
what is left is grown back to the walls' inner faces. Undershoots, overshoots, T-junctions and
double lines need no treatment of their own. Lengths are in metres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.shapes import polygons_of, thickness

GAP_M = 0.15  # ends this near each other belong together: a slip or a frame, never a passage
CAVITY_M = 0.40  # what is narrower is the inside of a wall or a shaft
MIN_ROOM_M2 = 1.0
MIN_ROOM_WIDTH_M = 0.75
COLUMN_M2 = 1.5  # a smaller island stands inside the room
MAX_LEAK_M = 1.3  # the widest opening that is reported as a leak
LEAK_STEPS = (0.2, 0.4, 0.7, 1.0)  # of the widest opening
SNAP_M = 0.002
SLIM_M = 0.02  # walls are at least this thick before they are simplified
GRID_M = 0.0001
LOCAL_M = 0.5  # walls this near to a space shape it
TIGHT_M = 0.01  # an edge further from every wall crosses a gap
TIP_M = 0.05  # a gap begins at the end of a wall that is this near
CLOSER_SLACK = 1.2
CUT_CORNER_M = 0.12  # a longer line across two walls closes a gap between them
CORNER_SLACK = 1.6  # of the cut, for the two sides of its corner
_ARC_STEPS = 4
_Cut = tuple[LineString, tuple[float, float]]  # an edge off the walls, and the corner it cuts
_MITRE = 4.0


@dataclass(frozen=True, slots=True)
class Leak:
    """A space that closes only across ``openings``: the lines that would have to be drawn."""

    space: Polygon
    openings: tuple[LineString, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """The spaces between walls, the gaps that were closed for them, and what leaks."""

    spaces: tuple[Polygon, ...]
    gaps: tuple[LineString, ...]
    leaks: tuple[Leak, ...]


def enclosed(lines: Sequence[BaseGeometry], gap_m: float = GAP_M) -> tuple[Polygon, ...]:
    """The spaces that ``lines`` close off, with gaps up to ``gap_m``, to the inner face of walls.

    Wall cavities, shafts and columns are not spaces; the outside is not one either. Sorted by
    place, so equal input gives equal output.
    """
    return survey(lines, gap_m, 0.0).spaces


def survey(
    lines: Sequence[BaseGeometry],
    gap_m: float = GAP_M,
    leak_m: float = MAX_LEAK_M,
    cavity_m: float = CAVITY_M,
) -> Survey:
    """What ``lines`` enclose with gaps to ``gap_m`` closed, and what with gaps to ``leak_m``.

    Gaps are widened step by step, so each leak is closed at its narrowest possible openings. Two
    spaces that only a slot narrower than ``cavity_m`` connects are two, and the slot is a gap.
    """
    if not lines:
        return Survey((), (), ())
    walls = Walls(merged(lines))
    mass = thicken(walls.whole, gap_m / 2)
    found = spaces_between(mass, gap_m / 2, Polygon(), cavity_m)
    spaces, gaps = closed_exactly(found, walls, max(gap_m, cavity_m))
    reached = shapely.union_all(spaces) if spaces else Polygon()
    leaks: list[Leak] = []
    # A coat of paint would not survive being simplified.
    base = max(gap_m, SLIM_M)
    slim = mass if base == gap_m else thicken(walls.whole, base / 2)
    # Nothing is looked for in a known space, and what has no holes is quickly widened.
    slim = shapely.union_all([slim, reached]).simplify(SNAP_M)
    for share in LEAK_STEPS:
        width = leak_m * share
        if width <= gap_m:
            continue
        grown = slim.buffer((width - base) / 2, quad_segs=_ARC_STEPS)
        fresh, closers = closed_exactly(spaces_between(grown, width / 2, reached), walls, width)
        leaks += [Leak(space, at_edge(space, closers)) for space in fresh]
        reached = shapely.union_all([reached, *fresh])
    leaks.sort(key=lambda leak: leak.space.bounds)
    return Survey(tuple(spaces), tuple(gaps), tuple(leaks))


class Walls:
    """Wall lines with an index, for looks at one place."""

    def __init__(self, whole: BaseGeometry) -> None:
        self.whole = whole
        self.pieces = shapely.get_parts(whole)
        self.tree = STRtree(self.pieces)

    def near(self, space: Polygon) -> list[BaseGeometry]:
        found = self.tree.query(space.envelope.buffer(LOCAL_M), predicate="intersects")
        return [self.pieces[i] for i in sorted(found.tolist())]


def closed_exactly(
    spaces: Sequence[Polygon], walls: Walls, gap_m: float
) -> tuple[list[Polygon], list[LineString]]:
    """The spaces with their gaps closed by straight lines, and those lines."""
    found: list[Polygon] = []
    closers: list[LineString] = []
    for space in spaces:
        local = walls.near(space)
        across, corners = _closers(space, local, gap_m)
        if not across:
            found.append(_with_corners(space, corners))
            continue
        closers += across
        mass = thicken(merged([*local, *across]), GAP_M / 2)
        inside = [s for s in spaces_between(mass, GAP_M / 2, Polygon()) if mostly_in(s, space, 0.8)]
        found += inside or [space]
    return sorted(found, key=lambda p: p.bounds), closers


def mostly_in(space: Polygon, known: BaseGeometry, share: float) -> bool:
    """True when more than ``share`` of ``space`` lies in ``known``."""
    return float(space.intersection(known).area) > share * float(space.area)


def at_edge(space: Polygon, closers: Sequence[LineString]) -> tuple[LineString, ...]:
    """The closing lines on the edge of ``space``, the widest first."""
    near = [shapely.normalize(c) for c in closers if c.distance(space) < GAP_M]
    # The spaces on both sides of a gap close it with the same line.
    once = {shapely.set_precision(c, SNAP_M).wkb: c for c in near}
    return tuple(sorted(once.values(), key=lambda c: (-float(c.length), c.bounds)))


def _closers(
    space: Polygon, walls: Sequence[BaseGeometry], gap_m: float
) -> tuple[list[LineString], list[_Cut]]:
    """Straight lines across the gaps of ``space``, from the end of one wall to the next.

    Growing back cuts the corners that a door makes in the depth of its wall: the second answer.
    """
    if not walls:
        return [], []
    tree = STRtree(list(walls))
    # Only the walls along the edge matter, and to unite fewer takes less time.
    along = tree.query(space.exterior, predicate="dwithin", distance=TIGHT_M)
    touching = tree.geometries[np.sort(along)]
    tight = shapely.union_all(shapely.buffer(touching, TIGHT_M, quad_segs=2))
    found: list[LineString] = []
    corners: list[_Cut] = []
    for edge in shapely.get_parts(shapely.line_merge(space.exterior.difference(tight))):
        if edge.geom_type != "LineString" or edge.length <= 2 * TIGHT_M:
            continue
        one, two = (_on_wall(end, walls, tree) for end in (edge.coords[0], edge.coords[-1]))
        closer = LineString([one, two])
        if not TIGHT_M < closer.length <= CLOSER_SLACK * gap_m:
            continue
        corner = _corner(closer, walls, tree) if closer.length <= CUT_CORNER_M else None
        if corner is None:
            found.append(closer)
        else:
            corners.append((edge, corner))
    return sorted(found, key=lambda c: c.bounds), corners


def _corner(
    closer: LineString, walls: Sequence[BaseGeometry], tree: STRtree
) -> tuple[float, float] | None:
    """Where two walls meet right behind ``closer``; None where there is a gap between them."""
    near = tree.query(closer, predicate="dwithin", distance=float(closer.length))
    ends = np.asarray(closer.coords)
    vertices = shapely.get_coordinates([walls[index] for index in sorted(near.tolist())])
    legs = np.hypot(*(vertices[:, None, :] - ends).transpose(2, 0, 1))
    close = (legs.sum(axis=1) <= CORNER_SLACK * closer.length) & (legs.min(axis=1) > 0)
    for vertex in vertices[close]:
        middles = shapely.points((ends + vertex) / 2)
        touched = tree.query(middles, predicate="dwithin", distance=SNAP_M)[0]
        if set(touched.tolist()) == {0, 1}:
            return float(vertex[0]), float(vertex[1])
    return None


def _with_corners(space: Polygon, cuts: Sequence[_Cut]) -> Polygon:
    """The space with each cut replaced by its corner."""
    if not cuts:
        return space
    ring = shapely.get_coordinates(space.exterior)
    at = np.concatenate([[0.0], np.hypot(*np.diff(ring, axis=0).T).cumsum()])
    keep = np.ones(len(ring), dtype=bool)
    added: dict[int, tuple[float, float]] = {}
    for edge, corner in cuts:
        first, last = sorted(space.exterior.project(Point(edge.coords[k])) for k in (0, -1))
        if last - first > 2 * edge.length:
            continue  # The cut holds the point where the ring begins.
        before = int(np.searchsorted(at, first, side="right")) - 1
        keep[(at > first) & (at < last)] = False
        added[before] = corner
    if not added:
        return space
    after = [index + 1 for index in sorted(added)]
    points = np.insert(ring, after, [added[index - 1] for index in after], axis=0)
    points = points[np.insert(keep, after, True)]
    whole = Polygon(points, space.interiors)
    return whole if whole.is_valid else space


def _on_wall(
    end: tuple[float, ...], pieces: Sequence[BaseGeometry], tree: STRtree
) -> tuple[float, float]:
    point = shapely.points(end)
    wall = pieces[int(tree.nearest(point))]
    x, y = shapely.shortest_line(wall, point).coords[0]
    for tip in (wall.coords[0], wall.coords[-1]):
        if math.dist(tip[:2], (x, y)) <= TIP_M:
            x, y = tip[:2]
    return float(x), float(y)


def spaces_between(
    mass: BaseGeometry, radius: float, known: BaseGeometry, cavity_m: float = CAVITY_M
) -> tuple[Polygon, ...]:
    """The spaces between thickened walls that are not in ``known``."""
    return grown_back(voids_between(mass), radius, known, cavity_m)


def grown_back(
    voids: Sequence[Polygon], radius: float, known: BaseGeometry, cavity_m: float = CAVITY_M
) -> tuple[Polygon, ...]:
    """The spaces that ``voids`` were before the walls were thickened by ``radius``."""
    shapely.prepare(known)
    found = []
    for void in voids:
        most = void.area + radius * void.length + 4 * radius * radius
        if most < MIN_ROOM_M2 or known.contains(void.representative_point()):
            continue
        grown = _grow_back(void, radius, cavity_m)
        found += [s for s in grown if known.is_empty or not mostly_in(s, known, 0.2)]
    return tuple(sorted(found, key=lambda p: p.bounds))


def merged(lines: Sequence[BaseGeometry]) -> BaseGeometry:
    """All lines together, split where they cross and joined where only two meet."""
    return shapely.line_merge(shapely.union_all(shapely.set_precision(list(lines), SNAP_M)))


def thicken(walls: BaseGeometry, radius: float) -> BaseGeometry:
    """All that lies within ``radius`` of a wall."""
    # One buffer around everything takes a hundred times as long as many that are then united.
    return shapely.union_all(shapely.buffer(shapely.get_parts(walls), radius, quad_segs=_ARC_STEPS))


def voids_between(mass: BaseGeometry) -> list[Polygon]:
    """The components of the space around ``mass``, without the one that reaches the outside."""
    if mass.is_empty:
        return []
    west, south, east, north = mass.bounds
    frame = shapely.box(west - 1, south - 1, east + 1, north + 1)
    outer = frame.exterior
    return [p for p in polygons_of(frame.difference(mass)) if not p.exterior.intersects(outer)]


def _grow_back(void: Polygon, radius: float, cavity_m: float) -> list[Polygon]:
    """Undo the thickening of the walls, and drop cavities that only a narrow slot connects."""
    narrow = max(cavity_m / 2 - radius, min(cavity_m / 2, TIGHT_M))
    cores = polygons_of(void.buffer(-narrow, quad_segs=_ARC_STEPS))
    around = _mitred(void, radius) if cores else void
    found = []
    for core in cores:
        space = _common(_mitred(core, narrow + radius), around)
        for part in polygons_of(space.simplify(SNAP_M)):
            whole = fill_columns(part)
            if float(whole.area) >= MIN_ROOM_M2 and thickness(whole) >= MIN_ROOM_WIDTH_M:
                found.append(whole)
    return found


def _mitred(shape: Polygon, radius: float) -> BaseGeometry:
    """``shape`` grown with pointed corners; with round ones where a needle's would have no end."""
    with np.errstate(all="ignore"):
        grown = shape.buffer(radius, join_style="mitre", mitre_limit=_MITRE)
    if np.isfinite(grown.bounds).all():
        return grown
    return shape.buffer(radius, quad_segs=_ARC_STEPS)


def _common(one: BaseGeometry, two: BaseGeometry) -> BaseGeometry:
    """What two shapes share that nearly coincide: on a grid, and mended when that is not enough."""
    try:
        return shapely.intersection(one, two, grid_size=GRID_M)
    except shapely.errors.GEOSException:
        first, second = (shapely.make_valid(shape, method="structure") for shape in (one, two))
        return shapely.intersection(first.buffer(0.0), second.buffer(0.0))


def fill_columns(space: Polygon, limit_m2: float = COLUMN_M2) -> Polygon:
    """``space`` without holes smaller than ``limit_m2``: a column takes no room out of a room."""
    keep = [ring for ring in space.interiors if Polygon(ring).area >= limit_m2]
    return Polygon(space.exterior, keep)
