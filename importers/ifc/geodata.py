"""Where a model stands on the earth: by its map conversion, else by the place of its site."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from shapely import Point

from geo.crs import CrsError, check_metric, grid_scale, metric_crs, to_lonlat, to_metric
from geo.crs import true_north_deg as north_of_grid_deg
from importers.draft import Geodata
from importers.dxf.findings import Findings
from importers.ifc.load import Entity, Model
from importers.ifc.placements import Matrix, PlacementError, Placements, direction
from importers.ifc.units import metres_of
from importers.ifc.values import attribute, finite, in_order, several, text
from importers.issues import Severity

_EPSG = re.compile(r"\bEPSG\W*(\d{4,6})\b", re.IGNORECASE)
#: A grid's scale is nearly one; what is further away is the ratio of two units.
GRID_SCALE = (0.95, 1.05)
#: A step of a grid of feet, along which its east is told.
STEP = 10.0
_PSETS = {"conversion": "epset_mapconversion", "crs": "epset_projectedcrs"}


def read_geodata(model: Model, placements: Placements, findings: Findings) -> Geodata | None:
    """The georeference for the model in metres; None if there is none that can be used."""
    told = _by_conversion(model, placements.unit_m, findings)
    return told or _by_site(model, placements, findings)


def _by_conversion(model: Model, unit_m: float, findings: Findings) -> Geodata | None:
    found = _conversion(model)
    if found is None:
        return None
    values, name, map_unit_m = found
    epsg = _EPSG.search(name or "")
    east, north = finite(values.get("Eastings")), finite(values.get("Northings"))
    if epsg is None or east is None or north is None:
        _tell_unreadable(findings)
        return None
    across = finite(values.get("XAxisOrdinate")) or 0.0
    along = finite(values.get("XAxisAbscissa"))
    turn = math.degrees(math.atan2(across, 1.0 if along is None and not across else along or 0.0))
    scale = _scale(finite(values.get("Scale")), map_unit_m or 1.0, unit_m)
    srid = int(epsg[1])
    # Some programs write the offsets in the unit of the model.
    steps = (map_unit_m or 1.0, unit_m) if _is_metric(srid) else (1.0,)
    for step in dict.fromkeys(steps):
        try:
            return _checked(srid, east * step, north * step, turn, scale)
        except CrsError:
            continue
    _tell_unreadable(findings)
    return None


def _conversion(model: Model) -> tuple[dict[str, object], str | None, float | None] | None:
    """The values of the conversion, the name of its CRS, and that one's unit in metres."""
    names = ("Eastings", "Northings", "XAxisAbscissa", "XAxisOrdinate", "Scale")
    if not model.schema.startswith("IFC2X3"):
        for one in in_order(model.by_type("IfcMapConversion")):
            target = attribute(one, "TargetCRS")
            unit = attribute(target, "MapUnit")
            values = {name: attribute(one, name) for name in names}
            return values, text(target, "Name"), metres_of(unit) if unit is not None else None
        return None
    values, crs = _property_set(model, "conversion"), _property_set(model, "crs")
    if not values:
        return None
    name = crs.get("Name")
    return values, name if isinstance(name, str) else None, None


def _property_set(model: Model, what: str) -> dict[str, object]:
    for one in in_order(model.by_type("IfcPropertySet")):
        if (text(one, "Name") or "").casefold() == _PSETS[what]:
            entries = several(one, "HasProperties")
            return {
                name: attribute(attribute(entry, "NominalValue"), "wrappedValue")
                for entry in entries
                if (name := text(entry, "Name")) is not None
            }
    return {}


def _scale(told: float | None, map_unit_m: float, unit_m: float) -> float:
    """Metres of the map for each metre of the model."""
    for scale in (told * map_unit_m / unit_m if told else None, told):
        if scale is not None and GRID_SCALE[0] <= scale <= GRID_SCALE[1]:
            return scale
    return 1.0


def _checked(epsg: int, east: float, north: float, turn: float, scale: float) -> Geodata:
    """The georeference in a CRS of metres; raises ``CrsError`` outside of its area of use."""
    here = to_lonlat(Point(east, north), epsg)
    if _is_metric(epsg):
        return Geodata(epsg, east, north, turn % 360.0, scale)
    return _rebased(epsg, (east, north), turn, here)


def _is_metric(epsg: int) -> bool:
    try:
        check_metric(epsg)
    except CrsError:
        return False
    return True


def _rebased(epsg: int, origin: tuple[float, float], turn: float, here: Point) -> Geodata:
    """The georeference in the UTM zone instead of in a grid of feet or degrees."""
    srid = metric_crs(here.x, here.y)
    ahead = Point(origin[0] + STEP, origin[1])
    there, step = (to_metric(to_lonlat(p, epsg), srid) for p in (Point(*origin), ahead))
    bend = math.degrees(math.atan2(step.y - there.y, step.x - there.x))
    scale = grid_scale(here.x, here.y, srid)
    return Geodata(srid, there.x, there.y, (turn + bend) % 360.0, scale)


def _by_site(model: Model, placements: Placements, findings: Findings) -> Geodata | None:
    for site in in_order(model.by_type("IfcSite")):
        lat, lon = (_degrees(attribute(site, name)) for name in ("RefLatitude", "RefLongitude"))
        # Zero and zero is the sea off Ghana, and what programs write for "nowhere".
        if lat is None or lon is None or (lat == 0 and lon == 0):
            continue
        try:
            told = _around(lon, lat, placements.of(site), _north_deg(model))
        except (CrsError, PlacementError):
            _tell_unreadable(findings)
            return None
        findings.add(
            "PLACE_BY_SITE_ONLY",
            Severity.WARNING,
            "The model was placed by the latitude and longitude of its site, which is often no "
            "more than the town, or where the program was made.",
            "Look at the floor on the map; move it by points if it is not there.",
        )
        return told
    return None


def _around(lon: float, lat: float, site: Matrix, north_deg: float) -> Geodata:
    srid = metric_crs(lon, lat)
    there = to_metric(Point(lon, lat), srid)
    turn = north_of_grid_deg(lon, lat, srid) - north_deg
    scale = grid_scale(lon, lat, srid)
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    x, y = float(site[0, 3]), float(site[1, 3])
    return Geodata(
        srid, there.x - (cos * x - sin * y), there.y - (sin * x + cos * y), turn % 360.0, scale
    )


def _north_deg(model: Model) -> float:
    """How far true north is turned from the model's y axis, counter-clockwise."""
    for context in _contexts(model):
        north = attribute(context, "TrueNorth")
        if north is not None:
            x, y, _ = direction(north, (0.0, 1.0, 0.0))
            return math.degrees(math.atan2(float(y), float(x))) - 90.0
    return 0.0


def _contexts(model: Model) -> Iterator[Entity]:
    found = in_order(model.by_type("IfcGeometricRepresentationContext"))
    yield from (c for c in found if c.is_a() == "IfcGeometricRepresentationContext")


def _degrees(told: Sequence[int] | None) -> float | None:
    """Degrees from degrees, minutes, seconds and millionths of a second."""
    if not isinstance(told, tuple | list) or not 3 <= len(told) <= 4:
        return None
    parts = [finite(part) for part in told]
    known = [part for part in parts if part is not None]
    if len(known) != len(parts):
        return None
    shares = (1.0, 60.0, 3600.0, 3.6e9)
    return sum(part / share for part, share in zip(known, shares, strict=False))


def _tell_unreadable(findings: Findings) -> None:
    findings.add(
        "GEODATA_UNREADABLE",
        Severity.WARNING,
        "The model has a georeference that could not be read.",
        "Place the floor by points instead.",
    )
