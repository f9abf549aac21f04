"""Shapes of ways and of relations with outer and inner rings."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geo.shapes import polygons_of
from importers.osm.elements import Element, Elements

#: Extracts cut off nodes; with fewer of its nodes than this a way has another shape.
PRESENT_SHARE = 0.7


def line_through(refs: Sequence[str], elements: Elements) -> BaseGeometry:
    """The line of a way through the nodes that are there.

    Raises ``ValueError`` where too many are missing.
    """
    places = [node.place for ref in refs if (node := elements.nodes.get(ref)) is not None]
    if len(places) < 2 or len(places) < PRESENT_SHARE * len(refs):
        raise ValueError("nodes are missing")
    return shapely.LineString(places)


def is_closed(way: Element) -> bool:
    """True for a way that ends where it began."""
    return len(way.refs) >= 4 and way.refs[0] == way.refs[-1]


def is_whole(way: Element, elements: Elements) -> bool:
    """True for a way whose nodes are all in the file."""
    return all(ref in elements.nodes for ref in way.refs)


def area_of(way: Element, elements: Elements) -> BaseGeometry:
    """The area in a closed way; raises ``ValueError`` where too many nodes are missing."""
    return shapely.Polygon(line_through(way.refs, elements).coords)


def area_between(relation: Element, elements: Elements) -> BaseGeometry:
    """Outer rings without the inner ones; raises ``ValueError`` where ways are missing."""
    outer = _rings(relation, elements, inner=False)
    if outer.is_empty:
        raise ValueError("no outer ring")
    return outer.difference(_rings(relation, elements, inner=True))


def _rings(relation: Element, elements: Elements, *, inner: bool) -> BaseGeometry:
    ways = [
        elements.ways.get(ref)
        for kind, ref, role in relation.members
        if kind == "way" and (role == "inner") == inner
    ]
    if any(way is None for way in ways):
        raise ValueError("ways are missing")
    known = [way for way in ways if way is not None]
    closed = [area_of(way, elements) for way in known if is_closed(way)]
    lines = [line_through(way.refs, elements) for way in known if not is_closed(way)]
    joined = polygons_of(shapely.polygonize(lines)) if lines else ()
    # A ring that crosses itself is mended later; to take rings from each other they must be valid.
    return shapely.union_all([*map(shapely.make_valid, closed), *joined])
