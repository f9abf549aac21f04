"""Rooms from what is drawn: duplicates merged, nested ones kept, doubtful ones reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geo.anchor import anchor
from geo.density import piled
from importers.dxf.findings import Findings
from importers.dxf.understand.outlines import Outline
from importers.dxf.understand.words import category_of, is_number, plain_layer
from importers.issues import Severity
from importers.repairs import RepairName, Repairs

DUPLICATE_LIKENESS = 0.98  # on one layer: drawn twice
SAME_ROOM_LIKENESS = 0.80  # on two layers: the same room seen by two people
DUST_M2 = 0.3  # smaller shapes are no place to be
TINY_M2 = 1.0
HUGE_M2 = 10_000.0
CUPBOARD_M2 = 2.0  # a store smaller than this is a piece of furniture
INSIDE_SHARE = 0.9
OVERLAP_M2 = 0.5
_WET = {"restroom", "kitchen"}
OVERLAP_SHARE = 0.02
TILED_SHARE = 0.7
CLUSTER_TABLES, CLUSTER_SHARE = 2, 0.75  # tables in an outline, and how much they fill of it
#: Rooms of a real plan overlap few others, drawn twice or in a hull: tens, not hundreds, each.
MOST_OVERLAPS, MOST_OVER_ONE = 200_000, 100
HULL_ROOMS = 5  # an outline alone on its layer around this many rooms is a hull
HULL_TIMES = 5.0  # as large as the largest room


def without_heaps(outlines: Sequence[Outline], findings: Findings) -> list[Outline]:
    """The outlines without those that lie over each other by the hundred, which are no rooms.

    Whoever compares each with all that it lies over would not end.
    """
    if not outlines:
        return []
    boxes = np.array([o.polygon.bounds for o in outlines])
    heaped = set(piled(boxes, MOST_OVERLAPS, MOST_OVER_ONE).tolist())
    per_layer = Counter(outlines[i].layer for i in heaped)
    if heaped:
        first = min(heaped)
        on = "one layer" if len(per_layer) == 1 else f"{len(per_layer):,} layers"
        findings.add(
            "ROOMS_TOO_DENSE",
            Severity.ERROR,
            f"{len(heaped):,} outlines of rooms on {on} lie over each other in heaps; "
            "they were left out.",
            "Delete the copies, or give their layers the role 'ignore'.",
            handle=outlines[first].handle,
            layer=outlines[first].layer,
            at=place_of(outlines[first].polygon),
        )
    return [o for i, o in enumerate(outlines) if i not in heaped]


def settle(outlines: Sequence[Outline], findings: Findings, repairs: Repairs) -> list[Outline]:
    """The outlines that are rooms: no dust, no copies; overlaps are only reported."""
    fittings = _fittings(outlines)
    kept = [o for o in outlines if _worth_keeping(o, findings, is_fitting=o in fittings)]
    kept = _without_copies(kept, findings, repairs)
    _report_overlaps(kept, findings)
    return kept


def place_of(polygon: Polygon) -> tuple[float, float]:
    point = anchor(polygon)
    return float(point.x), float(point.y)


def _fittings(outlines: Sequence[Outline]) -> list[Outline]:
    """Tiny shapes within a room with water: basins, showers and worktops."""
    tiny = [o for o in outlines if o.polygon.area < TINY_M2]
    wet = [o for o in outlines if o.polygon.area >= TINY_M2 and _use(o) in _WET]
    if not tiny or not wet:
        return []
    tree = STRtree([o.polygon for o in wet])
    found = []
    for shape in tiny:
        near = tree.geometries[tree.query(shape.polygon, predicate="intersects")]
        shared = max((float(room.intersection(shape.polygon).area) for room in near), default=0.0)
        if shared >= INSIDE_SHARE * shape.polygon.area:
            found.append(shape)
    return found


def _use(outline: Outline) -> str | None:
    return category_of(plain_layer(outline.layer))


def _worth_keeping(outline: Outline, findings: Findings, *, is_fitting: bool) -> bool:
    area = float(outline.polygon.area)
    if area < DUST_M2 or is_fitting:
        code, keep, text = "ROOM_TINY", False, f"A shape of {area:.2f} m\u00b2 was left out."
    elif area < CUPBOARD_M2 and _use(outline) == "storage":
        code, keep, text = (
            "CUPBOARD_LEFT_OUT",
            False,
            f"A store of {area:.1f} m\u00b2 is a cupboard.",
        )
    elif area < TINY_M2:
        code, keep, text = "ROOM_TINY", True, f"A room has only {area:.2f} m\u00b2."
    elif area > HUGE_M2:
        code, keep, text = "ROOM_HUGE", True, f"A room has {area:,.0f} m\u00b2."
    else:
        return True
    findings.add(
        code,
        Severity.WARNING if keep else Severity.INFO,
        text,
        "Check the unit of the drawing, or the layer of this shape.",
        handle=outline.handle,
        layer=outline.layer,
        at=place_of(outline.polygon),
    )
    return keep


def _without_copies(outlines: list[Outline], findings: Findings, repairs: Repairs) -> list[Outline]:
    """One outline for each room; of two layers the one whose name says what the room is stays."""
    if len(outlines) < 2:
        return outlines
    shapes = np.array([o.polygon for o in outlines], dtype=object)
    dropped: set[int] = set()
    for first, second in _touching(shapes):
        if first in dropped or second in dropped:
            continue
        shared = float(shapes[first].intersection(shapes[second]).area)
        likeness = shared / (shapes[first].area + shapes[second].area - shared)
        one, two = outlines[first], outlines[second]
        same_layer = one.layer == two.layer
        if likeness < (DUPLICATE_LIKENESS if same_layer else SAME_ROOM_LIKENESS):
            continue
        loser = max(first, second, key=lambda i: (_rank(outlines[i]), i))
        if same_layer and one.source == two.source:
            repairs.note(RepairName.DROP_DUPLICATES, loser)
            kept = not repairs.allows(RepairName.DROP_DUPLICATES)
            _tell_copy(outlines[loser], findings, kept=kept)
            if kept:
                continue
        dropped.add(loser)
    return [o for i, o in enumerate(outlines) if i not in dropped]


def _rank(outline: Outline) -> tuple[bool, bool]:
    return _use(outline) is None, outline.source == "hatch"


def _tell_copy(outline: Outline, findings: Findings, *, kept: bool) -> None:
    done = "Both were kept, as asked." if kept else "One of the two was kept."
    findings.add(
        "ROOM_DUPLICATE",
        Severity.INFO,
        f"The same room is drawn twice on layer {outline.layer}.",
        f"{done} Delete the copy in the drawing.",
        handle=outline.handle,
        layer=outline.layer,
        at=place_of(outline.polygon),
    )


def hulls_among(outlines: Sequence[Outline], findings: Findings) -> list[Outline]:
    """Outlines around whole groups of places rather than one: alone on a layer of no known use.

    A hull holds many other rooms, or is many times as large as any of them.
    """
    per_layer = Counter(o.layer for o in outlines)
    areas = sorted(float(o.polygon.area) for o in outlines)
    tree = STRtree([o.polygon for o in outlines])
    found = []
    for index, outline in enumerate(outlines):
        layer = plain_layer(outline.layer)
        if per_layer[outline.layer] > 1 or category_of(layer) or is_number(layer):
            continue
        near = tree.query(outline.polygon, predicate="intersects").tolist()
        others = [outlines[i].polygon for i in near if i != index]
        inside = sum(_mostly_inside(o, outline.polygon) for o in others)
        vast = len(areas) > HULL_ROOMS and outline.polygon.area > HULL_TIMES * areas[-2]
        if inside >= HULL_ROOMS or vast:
            findings.add(
                "ROOM_IS_A_HULL",
                Severity.WARNING,
                f"The outline on layer {layer} goes around an area, not a room.",
                "It became a zone. Give its layer the role of rooms if it is one.",
                handle=outline.handle,
                layer=outline.layer,
                at=place_of(outline.polygon),
            )
            found.append(outline)
    return found


def _mostly_inside(inner: Polygon, outer: Polygon) -> bool:
    smaller = float(inner.area) < float(outer.area)
    return smaller and float(inner.intersection(outer).area) > 0.9 * float(inner.area)


def _report_overlaps(outlines: Sequence[Outline], findings: Findings) -> None:
    """Name rooms that partly cover each other; a room inside a room (a booth) is no overlap."""
    shapes = np.array([o.polygon for o in outlines], dtype=object)
    for first, second in _touching(shapes):
        shared = shapes[first].intersection(shapes[second])
        area, smaller = float(shared.area), float(min(shapes[first].area, shapes[second].area))
        nested = area > (1 - OVERLAP_SHARE) * smaller
        if nested or area <= max(OVERLAP_M2, OVERLAP_SHARE * smaller):
            continue
        findings.add(
            "ROOM_OVERLAP",
            Severity.WARNING,
            f"Two rooms share {area:.1f} m\u00b2.",
            "Both were kept as drawn. Move the shared edge so that they only touch.",
            handle=outlines[first].handle,
            layer=outlines[first].layer,
            at=(float(shared.representative_point().x), float(shared.representative_point().y)),
        )


def _touching(shapes: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of shapes whose insides meet, each pair once, in a stable order."""
    if len(shapes) < 2:
        return []
    left, right = STRtree(shapes).query(shapes, predicate="intersects")
    return sorted((int(a), int(b)) for a, b in zip(left, right, strict=True) if a < b)


def clusters_among(
    outlines: Sequence[Outline], tables: Sequence[Polygon], findings: Findings
) -> list[Outline]:
    """Outlines that go around desks pushed together: tables fill them, and nobody could walk."""
    if not tables:
        return []
    tree = STRtree(list(tables))
    found = []
    for outline in outlines:
        inside = tree.query(outline.polygon, predicate="intersects").tolist()
        if len(inside) < CLUSTER_TABLES:
            continue
        over = shapely.union_all([tables[i] for i in inside]).intersection(outline.polygon)
        if float(over.area) < CLUSTER_SHARE * float(outline.polygon.area):
            continue
        findings.add(
            "ROOM_IS_A_CLUSTER",
            Severity.INFO,
            f"An outline on layer {plain_layer(outline.layer)} goes around tables, not a room.",
            "It was left out. Give its layer the role of rooms only if it is one.",
            handle=outline.handle,
            layer=outline.layer,
            at=place_of(outline.polygon),
        )
        found.append(outline)
    return found


def workplaces_among(outlines: Sequence[Outline]) -> set[str]:
    """Layers whose closed shapes are workplaces although they look like rooms.

    Many shapes of 1 to 6 m2, nearly all the same size, each inside a room of another layer.
    """
    by_layer: dict[str, list[Polygon]] = defaultdict(list)
    for outline in outlines:
        if outline.source == "polyline":
            by_layer[outline.layer].append(outline.polygon)
    found = set()
    for layer, shapes in by_layer.items():
        others = [o.polygon for o in outlines if o.layer != layer]
        areas = np.array([s.area for s in shapes])
        middle = float(np.median(areas))
        alike = float(np.mean(np.abs(areas - middle) < 0.25 * middle))
        named = category_of(plain_layer(layer)) is not None or is_number(plain_layer(layer))
        if len(shapes) < 4 or not others or not 0.6 <= middle <= 6.0 or alike < 0.6 or named:
            continue
        tree = STRtree(others)
        centres = shapely.points([anchor(s).coords[0] for s in shapes])
        inside, around = tree.query(centres, predicate="within")
        floor = sum(float(others[i].area) for i in set(around.tolist()))
        # Tiles and ceiling panels look alike too, but they fill their rooms.
        tiled = float(areas.sum()) > TILED_SHARE * floor
        if len(set(inside.tolist())) > 0.8 * len(shapes) and not tiled:
            found.add(layer)
    return found
