"""One floor in every geographic format: three rooms, a door, a stair, two desks and a zone.

Coordinates are metres from a corner of a building in Hamburg, whose walls run to the grid's north.
"""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.crs import to_lonlat

SRID = 32632
EAST, NORTH = 565_000.0, 5_933_000.0
ROOMS = {
    "101": ("Office", box(0, 0, 6, 5)),
    "102": ("Meeting", box(6, 0, 10, 5)),
    "103": ("Corridor", box(0, 5, 10, 7)),
}
DOOR = LineString([(2, 5), (2.9, 5)])
STAIR = box(10, 0, 13, 7)
DESKS = {"D-1": box(1, 1, 2.6, 1.8), "D-2": box(3, 1, 4.6, 1.8)}
ZONE = box(0, 0, 6, 5)
Properties = dict[str, Any]


def lonlat(shape: BaseGeometry) -> BaseGeometry:
    """A shape in metres from the corner as longitude and latitude."""
    return to_lonlat(grid(shape), SRID)


def grid(shape: BaseGeometry) -> BaseGeometry:
    """The shape in metres of EPSG:32632."""
    return shapely.transform(shape, lambda points: np.add(points, (EAST, NORTH)))


def floor_features(level: int | None = None) -> list[tuple[BaseGeometry, Properties]]:
    """The floor as shapes in metres and properties."""
    told: Properties = {} if level is None else {"level": level}
    found: list[tuple[BaseGeometry, Properties]] = [
        (shape, {"kind": "room", "number": number, "name": name, **told})
        for number, (name, shape) in ROOMS.items()
    ]
    found += [(shape, {"kind": "desk", "name": name, **told}) for name, shape in DESKS.items()]
    found.append((DOOR, {"kind": "door", **told}))
    found.append((STAIR, {"kind": "stairs", **told}))
    found.append((ZONE, {"kind": "zone", "name": "Quiet", **told}))
    return found


def feature(shape: BaseGeometry | None, properties: Mapping[str, Any], **own: Any) -> Properties:
    """A feature of GeoJSON; the shape is in longitude and latitude."""
    geometry = None if shape is None else shapely.geometry.mapping(shape)
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry, **own}


def geojson_of(features: Iterable[Any], **own: Any) -> bytes:
    """A collection of features."""
    return json.dumps({"type": "FeatureCollection", **own, "features": list(features)}).encode()


def make_geojson(levels: Sequence[int | None] = (None,)) -> bytes:
    """The floor as GeoJSON, once for each of ``levels``."""
    return geojson_of(
        feature(lonlat(shape), properties, id=f"{level}-{index}")
        for level in levels
        for index, (shape, properties) in enumerate(floor_features(level))
    )


def blob(shape: BaseGeometry, srid: int = SRID) -> bytes:
    """A geometry as a GeoPackage holds it."""
    return b"GP\x00\x01" + struct.pack("<i", srid) + shapely.to_wkb(shape, byte_order=1)


def make_geopackage(
    path: Path, levels: Sequence[int | None] = (None,), srid: int = SRID, code: int = SRID
) -> bytes:
    """The floor as a GeoPackage, written to ``path``."""
    rows = [pair for level in levels for pair in floor_features(level)]
    if srid == -1:
        return write_geopackage(path, rows, srid, code)
    return write_geopackage(path, [(grid(shape), told) for shape, told in rows], srid, code)


def write_geopackage(
    path: Path,
    rows: Sequence[tuple[BaseGeometry | bytes, Properties]],
    srid: int = SRID,
    code: int = SRID,
) -> bytes:
    """A GeoPackage with one layer."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.executescript(
        """
        PRAGMA application_id = 1196444487;
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY,
            organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,
            geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
        CREATE TABLE "the floor" (fid INTEGER PRIMARY KEY, geom BLOB, kind TEXT, number TEXT,
            name TEXT, level INTEGER);
        """
    )
    names = ("any", srid, "EPSG" if srid > 0 else "NONE", code, "undefined")
    database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?)", names)
    column = ("the floor", "geom", "GEOMETRY", srid, 0, 0)
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", column)
    for index, (shape, told) in enumerate(rows, 1):
        own = shape if isinstance(shape, bytes) else blob(shape, srid)
        values = (index, own, *(told.get(key) for key in ("kind", "number", "name", "level")))
        database.execute('INSERT INTO "the floor" VALUES (?, ?, ?, ?, ?, ?)', values)
    database.commit()
    database.close()
    return path.read_bytes()


def imdf_types(ordinals: Sequence[int] = (0,)) -> dict[str, Any]:
    """The venue as IMDF, with a level for each of ``ordinals``."""
    types: dict[str, Any] = {"manifest": {"version": "1.0.0", "language": "en"}}
    found: dict[str, list[Properties]] = {
        name: [] for name in ("level", "unit", "fixture", "opening", "section", "anchor")
    }

    def add(kind: str, ident: str, shape: BaseGeometry, **properties: Any) -> None:
        made = feature(lonlat(shape), properties, id=ident, feature_type=kind)
        found[kind].append(made)

    for n in ordinals:
        own = {"level_id": f"level {n}"}
        edge = box(0, 0, 13, 7)
        add("level", f"level {n}", edge, ordinal=n, short_name={"en": f"L{n}"},
            name={"en": f"Floor {n}"}, category="unspecified")  # fmt: skip
        for number, (name, shape) in ROOMS.items():
            category = {"Office": "office", "Meeting": "conferenceroom"}.get(name, "walkway")
            add("unit", f"u{n}-{number}", shape, category=category,
                name={"en": f"{number} {name}"}, **own)  # fmt: skip
        add("unit", f"u{n}-stair", STAIR, category="stairs", name=None, **own)
        for name, shape in DESKS.items():
            add("fixture", f"f{n}-{name}", shape, category="desk", name={"en": name}, **own)
        add("opening", f"o{n}", DOOR, category="pedestrian", door={"type": "sliding"}, **own)
        add("section", f"s{n}", ZONE, category="unspecified", name={"en": "Quiet"}, **own)
    return types | {k: {"type": "FeatureCollection", "features": v} for k, v in found.items()}


def pack(members: Mapping[str, Any]) -> bytes:
    """An archive of members by their file names; values that are no bytes become JSON."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, value in members.items():
            content = value if isinstance(value, bytes) else json.dumps(value).encode()
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def imdf_names(types: Mapping[str, Any]) -> dict[str, Any]:
    """The types under the names of their files."""
    return {
        f"{name}.json" if name == "manifest" else f"{name}.geojson": value
        for name, value in types.items()
    }


def make_imdf(ordinals: Sequence[int] = (0,)) -> bytes:
    """The floor as an archive of IMDF."""
    return pack(imdf_names(imdf_types(ordinals)))


class OsmPen:
    """Writes nodes and ways."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.ways: list[str] = []
        self._known: dict[tuple[float, float], int] = {}

    def node(self, x: float, y: float, tags: Mapping[str, str] | None = None) -> int:
        """The node at a place, made where there is none."""
        place = (round(x, 4), round(y, 4))
        if place in self._known and not tags:
            return self._known[place]
        number = self._known[place] = len(self.nodes) + 1
        there = lonlat(Point(x, y))
        told = f'lat="{there.y:.12f}" lon="{there.x:.12f}"'
        self.nodes.append(f'<node id="{number}" {told}>{_tags(tags or {})}</node>')
        return number

    def way(self, shape: Polygon | LineString, tags: Mapping[str, str]) -> None:
        """A way along a line or the edge of an area."""
        line = shape.exterior if shape.geom_type == "Polygon" else shape
        refs = "".join(f'<nd ref="{self.node(x, y)}"/>' for x, y in line.coords)
        self.ways.append(f'<way id="{len(self.ways) + 1}">{refs}{_tags(tags)}</way>')

    def bytes(self, more: str = "") -> bytes:
        body = "\n".join([*self.nodes, *self.ways, more])
        return f'<?xml version="1.0"?>\n<osm version="0.6">\n{body}\n</osm>\n'.encode()


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def make_osm(levels: Sequence[str] = ("0",)) -> bytes:
    """The floor with the tags of Simple Indoor Tagging."""
    pen = OsmPen()
    for level in levels:
        own = {"level": level}
        for number, (name, shape) in ROOMS.items():
            kind = "corridor" if name == "Corridor" else "room"
            room = {"Office": "office", "Meeting": "conference"}.get(name, "")
            told = {"indoor": kind, "ref": number, "name": name} | ({"room": room} if room else {})
            pen.way(shape, own | told)
        pen.way(STAIR, own | {"indoor": "room", "stairs": "yes"})
        for name, shape in DESKS.items():
            pen.way(shape, own | {"indoor": "desk", "name": name})
        pen.way(ZONE, own | {"indoor": "zone", "name": "Quiet"})
    pen.node(2.45, 5, {"door": "hinged", "width": "0.9"})
    return pen.bytes()
