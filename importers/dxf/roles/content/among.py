"""What layers must be beside each other: rooms, walls, outlines, zones, windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geo.density import crossed_by, some
from importers.dxf.roles.content.alone import Found
from importers.dxf.roles.content.drawn import Drawn, Segments, lengths_of, shapes_of
from importers.dxf.roles.content.patterns import LOOKED_AT, Sides
from importers.dxf.roles.sizes import ROOM_AREA_M2, ROOM_SIDE_M, within
from importers.roles import LayerRole

ROOMS = 3
ROOMS_SHARE = 0.7
#: Rooms side by side; wall pieces and frames lie in each other.
APART_SHARE = 0.9
#: Edges of rooms lie along walls, or along other rooms.
ALONG_M = 0.7
ALONG_SHARE = 0.7
SMALLEST_ROOM_M2 = 1.2
#: The usual width of a room, its area by half its edge: a wall is thinner.
ROOM_WIDE_M = 0.6
THIN_SHARE = 0.15
WRITTEN_SHARE = 0.6
#: A few shapes with so many texts in each go round several rooms.
WORDS_OF_MANY = 12
WALL_SHARE = 0.45
WALL_LONG_M = 1.0
WALL_LONG_SHARE = 0.6
WALL_LONGER_M = 1.7
WALL_LONGER_SHARE = 0.3
WALL_LEAST_M = 6.0
ALL_WALL_SHARE = 0.85
CURVED_LONG_SHARE = 0.15
CURVED_LEAST_M = 60.0
WALL_OF_MOST = 0.15
PANED_SHARE = 0.25
OUTLINE_RINGS = 2
OUTLINE_COVERS = 0.85
#: A line along the inner faces has not even half of the walls inside.
INSIDE_COVERS = 0.5
FACE_M = 0.05
OUTLINE_OF_HULL = (0.45, 1.35)
OUTLINE_EDGE_M = 0.8
ZONE_OVER_SHARE = 0.6
ZONE_AREA_M2 = 15.0
PANES = 2
GRID_SHARE = 0.3  # of the lines cross two others: no pane does
PANES_SHARE = 0.4
ALL_PANES_SHARE = 0.8
PANE_LONG_M = 0.4
PANE_LONG_SHARE = 0.6
#: Windows end where walls begin, or lie upon them.
PANE_AT_WALL_M = 0.35
PANE_AT_WALL_SHARE = 0.6
SHORT_AT_WALL_M = 1.0
SHORT_AT_WALL_SHARE = 0.95
#: Lines further from each other than panes must be long to be windows.
FRAME_LONG_M = 0.9


def rooms(
    layers: Mapping[str, Drawn], known: Mapping[str, Drawn], words: Sequence[tuple[float, float]]
) -> dict[str, Found]:
    """Layers of outlines or hatches as large as rooms, side by side, with words or along walls."""
    found: dict[str, Found] = {}
    taken: list[Polygon] = []
    if LayerRole.ROOM in known:
        taken = shapes_of(known[LayerRole.ROOM])
    shapes = {name: shapes_of(drawn) for name, drawn in layers.items()}
    lines = {name: drawn.segments for name, drawn in layers.items()}
    like = [name for name in sorted(shapes) if _like_rooms(layers[name], shapes[name])]
    alone = len(taken) + sum(len(shapes[name]) for name in like) < ROOMS
    for name in sorted(like, key=lambda n: (-len(shapes[n]), n)):
        mine = shapes[name]
        if alone or _overlap(mine, taken):
            continue
        others = [*(lines[n] for n in lines if n != name), *(d.segments for d in known.values())]
        few = len(mine) < ROOMS
        if few and _words_each(mine, words) >= WORDS_OF_MANY:
            continue
        if not few and _written(mine, words) >= WRITTEN_SHARE:
            how = "with words in them"
        elif _along(mine, np.concatenate(others), few=few) >= ALONG_SHARE:
            how = "side by side along walls"
        else:
            continue
        reason = f"It holds {len(mine)} shapes as large as rooms, {how}."
        found[name] = (LayerRole.ROOM, reason)
        taken = [*taken, *mine]
    return found


def _words_each(shapes: Sequence[Polygon], words: Sequence[tuple[float, float]]) -> float:
    """How many texts a shape has inside, on average."""
    if not words:
        return 0.0
    tree = STRtree(list(shapes))
    hits = tree.query(shapely.points(np.array(words)), predicate="within")[1]
    return len(hits) / len(shapes)


def _written(shapes: Sequence[Polygon], words: Sequence[tuple[float, float]]) -> float:
    """The share of shapes with a text inside."""
    if not words:
        return 0.0
    tree = STRtree(list(shapes))
    hit = tree.query(shapely.points(np.array(words)), predicate="within")[1]
    return len(np.unique(hit)) / len(shapes)


def _like_rooms(drawn: Drawn, shapes: Sequence[Polygon]) -> bool:
    closed = len(drawn.outlines)
    if not shapes or closed < ROOMS_SHARE * len(drawn.strokes):
        return False
    fit = [s for s in shapes if within(s.area, (SMALLEST_ROOM_M2, ROOM_AREA_M2[1]))]
    thin = [shape for shape in shapes if shape.area / (shape.length / 2) < ROOM_WIDE_M]
    if len(fit) < ROOMS_SHARE * len(shapes) or len(thin) > THIN_SHARE * len(shapes):
        return False
    median_area = float(np.median([shape.area for shape in shapes]))
    wide = float(np.median([_narrow_side(shape) for shape in shapes]))
    if not within(median_area, ROOM_AREA_M2) or wide < ROOM_SIDE_M:
        return False
    whole = float(shapely.union_all(shapes).area)
    return whole >= APART_SHARE * sum(float(shape.area) for shape in shapes)


def _narrow_side(shape: Polygon) -> float:
    x0, y0, x1, y1 = shape.bounds
    return float(min(x1 - x0, y1 - y0))


def _overlap(shapes: Sequence[Polygon], taken: Sequence[Polygon]) -> bool:
    if not taken:
        return False
    both = float(shapely.union_all(shapes).intersection(shapely.union_all(taken)).area)
    return both > (1 - APART_SHARE) * sum(float(shape.area) for shape in shapes)


def _along(shapes: Sequence[Polygon], others: Segments, *, few: bool) -> float:
    """The share of the shapes' edges that lie along another line or another shape."""
    edges = [shape.exterior for shape in shapes]
    spots, owner = [], []
    for number, edge in enumerate(edges):
        steps = shapely.line_interpolate_point(edge, np.linspace(0, 1, 24)[:-1], normalized=True)
        spots.append(steps)
        owner.append(np.full(len(steps), number))
    points, owners = np.concatenate(spots), np.concatenate(owner)
    near = np.zeros(len(points), bool)
    long = others[lengths_of(others) > ALONG_M]
    if len(long):
        tree = STRtree(shapely.linestrings(long.reshape(-1, 2, 2)))
        near[np.unique(tree.query(points, predicate="dwithin", distance=ALONG_M)[0])] = True
    if not few:
        hit, other = STRtree(edges).query(points, predicate="dwithin", distance=ALONG_M)
        near[hit[owners[hit] != other]] = True
    return float(near.mean())


def walls(layers: Mapping[str, Drawn], beside: Mapping[str, Sides]) -> dict[str, Found]:
    """Layers of long lines in pairs as far apart as the faces of a wall."""
    fit = {
        name: drawn.total
        for name, drawn in layers.items()
        if _like_walls(drawn, beside[name]) and not _many_texts(drawn)
    }
    most = max(fit.values(), default=0.0)
    fit = {
        name: total
        for name, total in fit.items()
        if total == most or (total >= WALL_OF_MOST * most and beside[name].pane < PANED_SHARE)
    }
    return {
        name: (
            LayerRole.WALL,
            f"{beside[name].wall:.0%} of its lines have another beside them, as faces of a wall.",
        )
        for name in fit
    }


def _like_walls(drawn: Drawn, beside: Sides) -> bool:
    """Long lines in pairs; in pairs throughout, they may be short, as in curved walls."""
    longer = drawn.share_longer(WALL_LONGER_M)
    if beside.wall >= ALL_WALL_SHARE and beside.pane < PANED_SHARE:
        return longer >= CURVED_LONG_SHARE and drawn.total >= CURVED_LEAST_M
    long = drawn.share_longer(WALL_LONG_M)
    paired = beside.wall >= WALL_SHARE and drawn.total >= WALL_LEAST_M
    return paired and long >= WALL_LONG_SHARE and longer >= WALL_LONGER_SHARE


def _many_texts(drawn: Drawn) -> bool:
    return len(drawn.texts) * 4 > len(drawn.strokes)


def outlines(layers: Mapping[str, Drawn], walls: Sequence[Drawn]) -> dict[str, Found]:
    """Layers with one or two closed lines round all walls, and hardly further out."""
    spots = _middles(walls)
    if spots is None:
        return {}
    hull = float(shapely.convex_hull(shapely.multipoints(spots)).area)
    if hull <= 0:
        return {}
    found: dict[str, Found] = {}
    for name, drawn in layers.items():
        shapes = shapes_of(drawn)
        if not shapes or len(shapes) > OUTLINE_RINGS or len(drawn.strokes) > len(shapes):
            continue
        largest = max(shapes, key=lambda shape: float(shape.area))
        covered = shapely.covers(largest.buffer(OUTLINE_EDGE_M), spots).mean()
        if covered < OUTLINE_COVERS or not within(largest.area / hull, OUTLINE_OF_HULL):
            continue
        if shapely.covers(largest.buffer(-FACE_M), spots).mean() < INSIDE_COVERS:
            found[name] = (LayerRole.ROOM, "Its closed line runs along the inside of the walls.")
        else:
            found[name] = (LayerRole.OUTLINE, "Its closed line goes round the walls.")
    return found


def _middles(layers: Sequence[Drawn]) -> shapely.Geometry | None:
    segments = [drawn.segments for drawn in layers if len(drawn.segments)]
    if not segments:
        return None
    joined = np.concatenate(segments)
    joined = joined[:: max(1, len(joined) // LOOKED_AT)]
    return shapely.points((joined[:, :2] + joined[:, 2:]) / 2)


def zones(layers: Mapping[str, Drawn], rooms: Sequence[Drawn]) -> dict[str, Found]:
    """Layers of large outlines over the rooms."""
    shapes = [shape for drawn in rooms for shape in shapes_of(drawn)]
    if not shapes:
        return {}
    known = shapely.union_all(shapes)
    found: dict[str, Found] = {}
    for name, drawn in layers.items():
        mine = shapes_of(drawn)
        if not mine or len(drawn.strokes) > len(mine):
            continue
        area = sum(float(shape.area) for shape in mine)
        over = float(shapely.union_all(mine).intersection(known).area)
        if min(float(s.area) for s in mine) >= ZONE_AREA_M2 and over >= ZONE_OVER_SHARE * area:
            found[name] = (LayerRole.ZONE, f"It holds {len(mine)} outlines over the rooms.")
    return found


def windows(
    layers: Mapping[str, Drawn], beside: Mapping[str, Sides], walls: Sequence[Drawn]
) -> dict[str, Found]:
    """Layers of long lines close together, along the walls."""
    segments = [drawn.segments for drawn in walls if len(drawn.segments)]
    if not segments:
        return {}
    tree = STRtree(shapely.linestrings(np.concatenate(segments).reshape(-1, 2, 2)))
    found: dict[str, Found] = {}
    for name, drawn in layers.items():
        if not _like_windows(drawn, beside[name]):
            continue
        if beside[name].pane >= ALL_PANES_SHARE and drawn.share_longer(FRAME_LONG_M) > 0.5:
            found[name] = (LayerRole.WINDOW, "It holds long lines in pairs as close as panes.")
            continue
        ends = drawn.segments[:: max(1, len(drawn.segments) // LOOKED_AT)].reshape(-1, 2)
        spots = shapely.points(ends)
        reach, least = _keeping_to_walls(drawn, beside[name])
        near = np.unique(tree.query(spots, predicate="dwithin", distance=reach)[0])
        if len(near) >= least * len(ends):
            found[name] = (LayerRole.WINDOW, "Its lines lie close together along the walls.")
    return found


def _crosses_itself(drawn: Drawn) -> bool:
    """True for a grid, as of tiles: panes and frames end where they meet."""
    sample = some(drawn.segments, LOOKED_AT)
    return bool(np.mean(crossed_by(sample, sample) > 1) >= GRID_SHARE) if len(sample) else False


def _like_windows(drawn: Drawn, beside: Sides) -> bool:
    if _many_texts(drawn) or len(drawn.strokes) < PANES or _crosses_itself(drawn):
        return False
    if beside.pane >= PANES_SHARE:
        return drawn.share_longer(PANE_LONG_M) >= PANE_LONG_SHARE
    if beside.pane + beside.wall < 2 * PANES_SHARE:
        return False
    if drawn.share_longer(FRAME_LONG_M) >= PANE_LONG_SHARE:
        return True
    return not drawn.outlines and drawn.share_longer(PANE_LONG_M) >= PANE_LONG_SHARE


def _keeping_to_walls(drawn: Drawn, beside: Sides) -> tuple[float, float]:
    """How near, and with what share of their ends, lines must come to walls to be windows.

    In a curved wall a window is many short lines, of which the inner ones are away from the wall;
    but hardly any is far from it.
    """
    if beside.pane < PANES_SHARE and drawn.share_longer(FRAME_LONG_M) < PANE_LONG_SHARE:
        return SHORT_AT_WALL_M, SHORT_AT_WALL_SHARE
    return PANE_AT_WALL_M, PANE_AT_WALL_SHARE
