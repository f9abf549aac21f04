"""``FloorPlanDraft`` as plain JSON and back.

Lengths are rounded to 0.1 mm and areas to 1 mm2 on the way out, so equal drafts give equal bytes;
polygons are GeoJSON geometries in metres in the drawing's own axes.
"""

from __future__ import annotations

import base64
import json
import math
from dataclasses import asdict, fields
from typing import Any, TypeAlias

from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from importers.draft import (
    DraftColumn,
    DraftConnector,
    DraftDesk,
    DraftDoor,
    DraftRoom,
    DraftUnderlay,
    DraftView,
    DraftWall,
    DraftWindow,
    DraftZone,
    FloorPlanDraft,
    Geodata,
    RoleDecision,
    UnitEvidence,
    Units,
)
from importers.fingerprint import Fingerprint
from importers.fingerprint import from_plain as fingerprint_from_plain
from importers.fingerprint import to_plain as fingerprint_to_plain
from importers.issues import ImportIssue, Severity
from importers.repairs import Repair

COORDINATE_DIGITS = 4
AREA_DIGITS = 6
ANGLE_DIGITS = 4

Plain: TypeAlias = dict[str, Any]


def dumps(draft: FloorPlanDraft) -> str:
    """One line of JSON; two equal drafts give the same bytes."""
    return json.dumps(to_plain(draft), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def loads(text: str | bytes) -> FloorPlanDraft:
    """The draft that ``dumps`` wrote; raises ``ValueError`` for anything else."""
    return from_plain(json.loads(text))


def to_plain(draft: FloorPlanDraft) -> Plain:
    """Dicts, lists, strings and finite numbers."""
    return {
        "format": draft.format,
        "version": draft.version,
        "units": asdict(draft.units),
        "extent_m": [_length(value) for value in draft.extent_m],
        "layers": [asdict(layer) for layer in draft.layers],
        "blocks": [asdict(block) for block in draft.blocks],
        "rooms": [_room(room) for room in draft.rooms],
        "desks": [_desk(desk) for desk in draft.desks],
        "parking": [_desk(place) for place in draft.parking],
        "doors": [_door(door) for door in draft.doors],
        "windows": [_window(window) for window in draft.windows],
        "connectors": [_shape(connector) for connector in draft.connectors],
        "zones": [_shape(zone) for zone in draft.zones],
        "outline": None if draft.outline is None else geometry_to_plain(draft.outline),
        "walls": geometry_to_plain(draft.walls),
        "wall_pieces": [_wall(wall) for wall in draft.wall_pieces],
        "columns": [_shape(column) for column in draft.columns],
        "wall_thickness_m": _maybe_length(draft.wall_thickness_m),
        "geodata": None if draft.geodata is None else asdict(draft.geodata),
        "issues": [_issue(issue) for issue in draft.issues],
        "views": [_view(view) for view in draft.views],
        "repairs": [asdict(repair) for repair in draft.repairs],
        "fingerprint": draft.fingerprint and fingerprint_to_plain(draft.fingerprint),
        **_underlay(draft),
    }


def from_plain(plain: Plain) -> FloorPlanDraft:
    """The draft behind ``to_plain``; raises ``ValueError`` for a structure of another kind."""
    try:
        return _from_plain(plain)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("this is not a floor plan draft") from error


def _from_plain(plain: Plain) -> FloorPlanDraft:
    units = plain["units"]
    evidence = tuple(UnitEvidence(**witness) for witness in units["evidence"])
    min_x, min_y, max_x, max_y = map(float, plain["extent_m"])
    return FloorPlanDraft(
        format=plain["format"],
        version=plain["version"],
        units=Units(units["name"], units["metres_per_unit"], units["certain"], evidence),
        extent_m=(min_x, min_y, max_x, max_y),
        layers=tuple(RoleDecision(**layer) for layer in plain["layers"]),
        blocks=tuple(RoleDecision(**block) for block in plain["blocks"]),
        rooms=tuple(DraftRoom(**_with_polygon(room)) for room in plain["rooms"]),
        desks=tuple(_read_desk(desk) for desk in plain["desks"]),
        parking=tuple(_read_desk(place) for place in plain["parking"]),
        doors=tuple(_read_door(door) for door in plain["doors"]),
        connectors=tuple(DraftConnector(**_with_polygon(c)) for c in plain["connectors"]),
        zones=tuple(DraftZone(**_with_polygon(zone)) for zone in plain["zones"]),
        outline=None if plain["outline"] is None else _multi_polygon(plain["outline"]),
        walls=MultiLineString(plain["walls"]["coordinates"]),
        geodata=None if plain["geodata"] is None else Geodata(**plain["geodata"]),
        issues=tuple(ImportIssue(**_read_issue(issue)) for issue in plain["issues"]),
        # Drafts that were stored before sheets were told apart have none.
        views=tuple(DraftView(**_read_view(view)) for view in plain.get("views", ())),
        # Drafts that were stored before repairs were counted have none.
        repairs=tuple(Repair(**repair) for repair in plain.get("repairs", ())),
        # Drafts that were stored before windows and walls were measured have none.
        windows=tuple(DraftWindow(**_with_line(window)) for window in plain.get("windows", ())),
        wall_pieces=tuple(DraftWall(**_with_line(wall)) for wall in plain.get("wall_pieces", ())),
        # Drafts that were stored before columns were told have none.
        columns=tuple(DraftColumn(**_with_polygon(c)) for c in plain.get("columns", ())),
        wall_thickness_m=plain.get("wall_thickness_m"),
        fingerprint=_read_fingerprint(plain),
        underlay=_read_underlay(plain.get("underlay")),
    )


def _underlay(draft: FloorPlanDraft) -> Plain:
    """Only where there is one: drawings are not told by what they are not."""
    if draft.underlay is None:
        return {}
    content = draft.underlay.content
    packed = None if content is None else base64.b64encode(content).decode("ascii")
    return {"underlay": {"media_type": draft.underlay.media_type, "content": packed}}


def _read_underlay(plain: Plain | None) -> DraftUnderlay | None:
    if plain is None:
        return None
    content = plain["content"]
    unpacked = None if content is None else base64.b64decode(content, validate=True)
    return DraftUnderlay(plain["media_type"], unpacked)


def _read_fingerprint(plain: Plain) -> Fingerprint | None:
    # Drafts that were stored before fingerprints were taken have none.
    told = plain.get("fingerprint")
    return None if told is None else fingerprint_from_plain(told)


def geometry_to_plain(geometry: Polygon | LineString | MultiPolygon | MultiLineString) -> Plain:
    """A GeoJSON geometry with rounded coordinates."""
    return {"type": geometry.geom_type, "coordinates": _coordinates(geometry)}


def _coordinates(
    geometry: Polygon | LineString | MultiPolygon | MultiLineString,
) -> list[Any]:
    if isinstance(geometry, LineString):
        return _points(geometry)
    if isinstance(geometry, Polygon):
        if geometry.is_empty:
            return []
        return [_points(ring) for ring in (geometry.exterior, *geometry.interiors)]
    return [_coordinates(part) for part in geometry.geoms]


def _points(line: LineString) -> list[list[float]]:
    return [[_length(x), _length(y)] for x, y in line.coords]


def _length(value: float) -> float:
    return _rounded(value, COORDINATE_DIGITS)


def _rounded(value: float, digits: int) -> float:
    if not math.isfinite(value):
        raise ValueError("a draft holds finite numbers only")
    # Adding zero turns -0.0 into 0.0, which would be another text for the same place.
    return round(float(value), digits) + 0.0


def _fields(item: Any) -> Plain:
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _room(room: DraftRoom) -> Plain:
    stated = room.stated_area_m2
    return {
        **_fields(room),
        "polygon": geometry_to_plain(room.polygon),
        "area_m2": _rounded(room.area_m2, AREA_DIGITS),
        "stated_area_m2": None if stated is None else _rounded(stated, AREA_DIGITS),
    }


def _desk(desk: DraftDesk) -> Plain:
    return {
        **_fields(desk),
        "x": _length(desk.x),
        "y": _length(desk.y),
        "rotation_deg": _rounded(desk.rotation_deg, ANGLE_DIGITS),
        "polygon": geometry_to_plain(desk.polygon),
        "features": list(desk.features),
        "attributes": [list(pair) for pair in desk.attributes],
    }


def _door(door: DraftDoor) -> Plain:
    return {
        **_fields(door),
        "line": geometry_to_plain(door.line),
        "width_m": _length(door.width_m),
        "opens_to": None if door.opens_to is None else [_length(v) for v in door.opens_to],
        "clear_m": _maybe_length(door.clear_m),
    }


def _window(window: DraftWindow) -> Plain:
    return {
        **_fields(window),
        "line": geometry_to_plain(window.line),
        "width_m": _length(window.width_m),
    }


def _wall(wall: DraftWall) -> Plain:
    return {
        **_fields(wall),
        "line": geometry_to_plain(wall.line),
        "thickness_m": _length(wall.thickness_m),
    }


def _maybe_length(value: float | None) -> float | None:
    return None if value is None else _length(value)


def _shape(item: DraftColumn | DraftConnector | DraftZone) -> Plain:
    return {**_fields(item), "polygon": geometry_to_plain(item.polygon)}


def _issue(issue: ImportIssue) -> Plain:
    return {
        **_fields(issue),
        "severity": issue.severity.value,
        "x": None if issue.x is None else _length(issue.x),
        "y": None if issue.y is None else _length(issue.y),
        "segment": issue.segment and [_length(value) for value in issue.segment],
        "choices": list(issue.choices),
    }


def _read_issue(plain: Plain) -> Plain:
    segment = plain.get("segment")
    return {
        **plain,
        "severity": Severity(plain["severity"]),
        "segment": None if segment is None else tuple(map(float, segment)),
        # Drafts that were stored before people could choose have none.
        "choices": tuple(plain.get("choices", ())),
    }


def _read_view(plain: Plain) -> Plain:
    min_x, min_y, max_x, max_y = map(float, plain["extent_m"])
    return {**plain, "extent_m": (min_x, min_y, max_x, max_y)}


def _view(view: DraftView) -> Plain:
    return {**_fields(view), "extent_m": [_length(value) for value in view.extent_m]}


def _with_line(plain: Plain) -> Plain:
    return {**plain, "line": LineString(plain["line"]["coordinates"])}


def _read_door(plain: Plain) -> DraftDoor:
    to = plain.get("opens_to")
    return DraftDoor(**{**_with_line(plain), "opens_to": None if to is None else (to[0], to[1])})


def _with_polygon(plain: Plain) -> Plain:
    return {**plain, "polygon": _polygon(plain["polygon"]["coordinates"])}


def _polygon(rings: list[Any]) -> Polygon:
    return Polygon(rings[0], rings[1:]) if rings else Polygon()


def _multi_polygon(plain: Plain) -> MultiPolygon:
    return MultiPolygon([_polygon(rings) for rings in plain["coordinates"]])


def _read_desk(plain: Plain) -> DraftDesk:
    attributes = tuple((tag, text) for tag, text in plain["attributes"])
    features = tuple(plain["features"])
    return DraftDesk(**{**_with_polygon(plain), "attributes": attributes, "features": features})
