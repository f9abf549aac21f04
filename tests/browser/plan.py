"""A floor as a publish would leave it: spaces with shapes, and the map document that shows them."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pyproj import Transformer
from sqlalchemy import insert, text

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.places.models import space
from tests.support.factories import EAST, NORTH, SRID, make_floor, make_published_revision

Ring = list[tuple[float, float]]

_TO_EARTH = Transformer.from_crs(SRID, 4326, always_xy=True)
DESK = (1.6, 0.8)
DESK_PITCH = (1.8, 2.4)
DESKS_IN_ROW = 10
#: A door in the wall behind the booth, the only one that leads outside.
ENTRANCE = [(12.2, -7.8), (14.2, -7.8)]

_SHAPE = text("""
INSERT INTO space_shape (organisation_id, plan_revision_id, space_id, floor_id, srid, is_live,
                         rotation_deg, geom, anchor, geom_4326, anchor_4326)
SELECT :organisation, :revision, :space, :floor, f.srid, true, 0, g.geom, ST_PointOnSurface(g.geom),
       ST_Transform(g.geom, 4326), ST_Transform(ST_PointOnSurface(g.geom), 4326)
FROM floor f, LATERAL (SELECT ST_GeomFromText(:wkt, f.srid) AS geom) g
WHERE f.id = :floor
""")
_ENTER = text("""
INSERT INTO opening (organisation_id, plan_revision_id, number, floor_id, srid, kind, width_m, geom)
SELECT :organisation, :revision, 4, f.id, f.srid, 'entrance', 2, ST_GeomFromText(:wkt, f.srid)
FROM floor f WHERE f.id = :floor
""")
_KEEP = text(
    "UPDATE plan_revision SET map_digest = :digest, map_document = :doc WHERE id = :revision"
)
_FINISH = text("""
UPDATE floor SET extent = (
  SELECT ST_Expand(ST_SetSRID(ST_Extent(geom)::geometry, floor.srid), 1)
  FROM space_shape WHERE floor_id = :floor AND is_live)
WHERE id = :floor
""")


@dataclass(slots=True)
class PlannedFloor:
    """A floor in the making; ``spaces`` maps names to ids once it is made."""

    floor_id: UUID
    spaces: dict[str, UUID] = field(default_factory=dict)


def box(x: float, y: float, width: float, depth: float) -> Ring:
    return [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth), (x, y)]


def _earth(points: Ring) -> list[list[float]]:
    lonlat = [_TO_EARTH.transform(EAST + x, NORTH + y) for x, y in points]
    return [[round(lon, 7), round(lat, 7)] for lon, lat in lonlat]


def _feature(ring: Ring, own_id: UUID | None, **properties: Any) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [_earth(ring)]}
    own = {"id": str(own_id)} if own_id else {}
    return {"type": "Feature", **own, "geometry": shape, "properties": properties}


def _line(ring: Ring, **properties: Any) -> dict[str, Any]:
    shape = {"type": "LineString", "coordinates": _earth(ring)}
    return {"type": "Feature", "geometry": shape, "properties": properties}


def make_planned_floor(
    db: Database, actor: Actor, *, desks: int = 40, ordinal: int = 2, **where: UUID
) -> PlannedFloor:
    """An open office of ``desks``, two meeting rooms, a booth, a corridor, stairs and a zone."""
    floor_id = make_floor(db, actor, ordinal=ordinal, **where)
    revision = make_published_revision(db, actor, floor_id)
    made = PlannedFloor(floor_id)
    features: list[dict[str, Any]] = []
    rows = -(-desks // DESKS_IN_ROW)
    columns = -(-rows // 10)
    width = columns * (DESKS_IN_ROW * DESK_PITCH[0] + 2)
    depth = min(rows, 10) * DESK_PITCH[1] + 1
    planned = [*_rooms(width), *_desks(desks)]
    office = new_id()
    features.append(
        _feature(
            box(0, 0, width, depth), office, **_room_facts("Open office", "2.000", width * depth)
        )
    )
    shapes = []
    rows_of_space = [_row(actor, floor_id, office, "room", "Open office", "2.000", False, [], 1)]
    shapes.append({"space": office, "wkt": _wkt(box(0, 0, width, depth))})
    for kind, name, number, ring, extras, capacity in planned:
        own = made.spaces[name] = new_id()
        rows_of_space.append(_row(actor, floor_id, own, kind, name, number, True, extras, capacity))
        shapes.append({"space": own, "wkt": _wkt(ring)})
        told = {"name": name, "number": number, "features": extras, "capacity": capacity}
        within = str(office) if kind == "desk" else None
        features.append(_feature(ring, own, **_place_facts(ring, kind), **told, within=within))
    document = _document(floor_id, revision, features, width, depth)
    _store(db, actor, floor_id, revision, rows_of_space, shapes, document)
    return made


def _place_facts(ring: Ring, kind: str) -> dict[str, Any]:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return {
        "kind": kind,
        "category": "conferenceroom" if kind == "room" else "unspecified",
        "bookable": True,
        "anchor": _earth([middle])[0],
        "rotation_deg": 0,
        "area_m2": (max(xs) - min(xs)) * (max(ys) - min(ys)),
    }


def _room_facts(name: str, number: str, area_m2: float) -> dict[str, Any]:
    return {
        "kind": "room",
        "category": "openoffice",
        "name": name,
        "number": number,
        "capacity": 1,
        "bookable": False,
        "features": [],
        "anchor": _earth([(3, 0.4)])[0],
        "rotation_deg": None,
        "within": None,
        "area_m2": area_m2,
    }


def _rooms(width: float) -> list[tuple[str, str, str, Ring, list[str], int]]:
    return [
        ("room", "Helsinki", "2.101", box(0, -7, 6, 5), ["screen", "whiteboard"], 8),
        ("room", "Lima", "2.102", box(6, -7, 4, 5), ["screen"], 4),
        ("booth", "Booth 1", "2.103", box(10, -7, 2, 2), [], 1),
    ]


def _desks(count: int) -> list[tuple[str, str, str, Ring, list[str], int]]:
    found = []
    for index in range(count):
        row, place = divmod(index, DESKS_IN_ROW)
        column, line = divmod(row, 10)
        x = 1 + column * (DESKS_IN_ROW * DESK_PITCH[0] + 2) + place * DESK_PITCH[0]
        y = 1 + line * DESK_PITCH[1]
        number = f"2.{index + 1:03}"
        extras = ["monitor"] if index % 2 == 0 else []
        extras += ["standing_desk"] if index % 3 == 0 else []
        found.append(("desk", f"Desk {number}", number, box(x, y, *DESK), extras, 1))
    return found


def _row(
    actor: Actor,
    floor_id: UUID,
    own: UUID,
    kind: str,
    name: str,
    number: str,
    bookable: bool,
    features: list[str],
    capacity: int,
) -> dict[str, Any]:
    return {
        "organisation_id": actor.organisation_id,
        "id": own,
        "floor_id": floor_id,
        "kind": kind,
        "category": "conferenceroom" if kind == "room" else "unspecified",
        "number": number,
        "name": name,
        "bookable": bookable,
        "features": features,
        "capacity": capacity,
    }


def _wkt(ring: Ring) -> str:
    return "POLYGON((" + ",".join(f"{EAST + x} {NORTH + y}" for x, y in ring) + "))"


def _line_wkt(line: Ring) -> str:
    return "LINESTRING(" + ",".join(f"{EAST + x} {NORTH + y}" for x, y in line) + ")"


def _document(
    floor_id: UUID, revision: UUID, features: list[dict[str, Any]], width: float, depth: float
) -> dict[str, Any]:
    outline = _earth(box(-1, -8, max(width, 14) + 2, depth + 9))
    walls: list[Ring] = [
        box(-0.8, -7.8, max(width, 14) + 1.6, depth + 8.6),
        [(0, -7), (0, -2), (12, -2)],
        [(6, -7), (6, -2)],
        [(10, -7), (10, -2)],
        [(0, 0), (width, 0)],
    ]
    lons, lats = [p[0] for p in outline], [p[1] for p in outline]

    def collection(items: list[dict[str, Any]]) -> dict[str, Any]:
        return {"type": "FeatureCollection", "features": items}

    return {
        "floor_id": str(floor_id),
        "revision_id": str(revision),
        "bounds": [min(lons), min(lats), max(lons), max(lats)],
        "outline": {"type": "MultiPolygon", "coordinates": [[outline]]},
        "walls": {"type": "MultiLineString", "coordinates": [_earth(line) for line in walls]},
        "spaces": collection(features),
        "zones": collection([_feature(box(0.4, 0.4, 9.6, depth - 1), new_id(), name="Quiet")]),
        "openings": collection(
            [
                _line([(4, -2), (5, -2)], kind="door", width_m=1.0),
                _line([(8, -2), (9, -2)], kind="door", width_m=1.0),
                _line([(12, 0), (13, 0)], kind="door", width_m=1.0),
                _line(ENTRANCE, kind="entrance", width_m=2.0),
            ]
        ),
        "connectors": collection(
            [_feature(box(13, -7, 2, 4), None, kind="stairs", name="Stair A")]
        ),
    }


def _store(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    revision: UUID,
    rows: list[dict[str, Any]],
    shapes: list[dict[str, Any]],
    document: dict[str, Any],
) -> None:
    content = json.dumps(document, separators=(",", ":")).encode()
    common = {"organisation": actor.organisation_id, "revision": revision, "floor": floor_id}
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(insert(space), rows)
        tx.execute(_SHAPE, [{**common, **shape} for shape in shapes])
        tx.execute(_ENTER, {**common, "wkt": _line_wkt(ENTRANCE)})
        tx.execute(_FINISH, {"floor": floor_id})
        tx.execute(
            _KEEP,
            {
                "digest": hashlib.sha256(content).hexdigest()[:32],
                "doc": gzip.compress(content, mtime=0),
                "revision": revision,
            },
        )
