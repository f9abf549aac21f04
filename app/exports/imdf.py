"""IMDF (OGC 20-094): the archive of a venue with this one level, as Apple and Microsoft Places
read it: desks are fixtures, zones are sections.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from uuid import UUID, uuid5

from shapely import Point
from shapely.geometry.base import BaseGeometry

from app.exports.countries import country_of
from app.exports.formats import Options
from floorplans.plans.categories import ROOM_CATEGORIES
from floorplans.plans.exporting.exported import (
    ExportedConnector,
    ExportedFloor,
    ExportedOpening,
    ExportedSpace,
)
from floorplans.plans.layout import lonlat
from floorplans.plans.map_document import geometry

VERSION, LANGUAGE = "1.0.0", "en"
DECIMALS = 9  # a tenth of a millimetre
FIXTURES = {"desk": "desk", "locker": "furniture"}
_UNITS = {"stair": "stairs", "lift": "elevator", "escalator": "escalator", "ramp": "ramp"}
#: In the order of IMDF's own table of contents.
TYPES = (
    "address", "venue", "building", "footprint", "level", "unit", "section", "fixture", "opening",
    "anchor",
)  # fmt: skip
Plain = dict[str, Any]


def write(floor: ExportedFloor, options: Options) -> bytes:
    """A ZIP of the manifest and a file for each type of feature; no option changes it."""
    del options
    features = _Venue(floor).features()
    manifest = {
        "version": VERSION,
        "created": floor.published_at.strftime("%Y-%m-%d"),
        "generated_by": "Floorplans",
        "language": LANGUAGE,
        "extensions": None,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, floor, "manifest.json", manifest)
        for name in TYPES:
            collection = {"type": "FeatureCollection", "name": name, "features": features[name]}
            _add(archive, floor, f"{name}.geojson", collection)
    return content.getvalue()


def _add(archive: zipfile.ZipFile, floor: ExportedFloor, name: str, document: Plain) -> None:
    # The plan's own time, so that the same plan gives the same bytes.
    year, *rest = floor.published_at.timetuple()[:6]
    info = zipfile.ZipInfo(name, (max(1980, year), *rest))  # type: ignore[arg-type]
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, json.dumps(document, ensure_ascii=False, allow_nan=False))


class _Venue:
    """The features of an archive; ids are those of the things, or follow from them."""

    def __init__(self, floor: ExportedFloor) -> None:
        self.floor = floor
        self.address_id = uuid5(floor.site_id, "address")
        self.units = {s.id for s in floor.spaces if s.kind not in FIXTURES}

    def features(self) -> dict[str, list[Plain]]:
        floor = self.floor
        fixtures = [s for s in floor.spaces if s.kind in FIXTURES]
        return {
            "address": [self._address()],
            "venue": [self._venue()],
            "building": [self._building()],
            "footprint": [self._footprint()],
            "level": [self._level()],
            "unit": [self._unit(s) for s in floor.spaces if s.id in self.units]
            + [self._connector(c) for c in floor.connectors if not self._is_told(c)],
            "section": [
                self._on_level("section", zone.id, zone.shape, zone.name, "unspecified")
                for zone in floor.zones
            ],
            "fixture": [self._fixture(space) for space in fixtures],
            "opening": [self._opening(opening) for opening in floor.openings],
            "anchor": [a for space in fixtures if (a := self._anchor(space)) is not None],
        }

    def _address(self) -> Plain:
        """A site has a name and a time zone; the street is for who knows it to fill in."""
        floor = self.floor
        told = {
            "address": floor.site_name,
            "unit": None,
            "locality": floor.site_name,
            "province": None,
            "country": country_of(floor.time_zone),
            "postal_code": None,
            "postal_code_ext": None,
        }
        return self._feature("address", self.address_id, None, told)

    def _venue(self) -> Plain:
        told = {
            "category": "businesscampus",
            "restriction": "employeesonly",
            "name": _label(self.floor.site_name),
            "alt_name": None,
            "hours": None,
            "website": None,
            "phone": None,
            "display_point": self._point(self.floor.outline.representative_point()),
            "address_id": str(self.address_id),
        }
        return self._feature("venue", self.floor.site_id, self.floor.outline, told)

    def _building(self) -> Plain:
        told = {
            "name": _label(self.floor.building_name),
            "alt_name": None,
            "category": "unspecified",
            "restriction": None,
            "display_point": self._point(self.floor.outline.representative_point()),
            "address_id": str(self.address_id),
        }
        return self._feature("building", self.floor.building_id, None, told)

    def _footprint(self) -> Plain:
        told = {
            "category": "ground",
            "name": None,
            "building_ids": [str(self.floor.building_id)],
        }
        own = uuid5(self.floor.building_id, "footprint")
        return self._feature("footprint", own, self.floor.outline, told)

    def _level(self) -> Plain:
        floor = self.floor
        told = {
            "category": "unspecified",
            "restriction": None,
            "outdoor": False,
            "ordinal": floor.ordinal,
            "name": _label(floor.floor_name),
            "short_name": _label(floor.short_name),
            "display_point": self._point(floor.outline.representative_point()),
            "address_id": None,
            "building_ids": [str(floor.building_id)],
        }
        return self._feature("level", floor.floor_id, floor.outline, told)

    def _unit(self, space: ExportedSpace) -> Plain:
        known = space.category in ROOM_CATEGORIES
        return self._on_level(
            "unit",
            space.id,
            space.polygon,
            space.name,
            space.category if known else "unspecified",
            restriction=None,
            accessibility=None,
            display_point=self._point(space.anchor),
        )

    def _is_told(self, stair: ExportedConnector) -> bool:
        """Whether a room is that staircase already: units must not lie over each other twice."""
        middle = stair.polygon.representative_point()
        category = _UNITS.get(stair.kind)
        return any(s.category == category and s.polygon.contains(middle) for s in self.floor.spaces)

    def _connector(self, stair: ExportedConnector) -> Plain:
        return self._on_level(
            "unit",
            uuid5(self.floor.revision_id, f"connector {stair.number}"),
            stair.polygon,
            stair.name,
            _UNITS.get(stair.kind, "stairs"),
            restriction=None,
            accessibility=None,
        )

    def _fixture(self, space: ExportedSpace) -> Plain:
        return self._on_level(
            "fixture",
            space.id,
            space.polygon,
            space.name,
            FIXTURES[space.kind],
            anchor_id=str(_anchor_id(space)) if space.within in self.units else None,
            display_point=self._point(space.anchor),
        )

    def _anchor(self, space: ExportedSpace) -> Plain | None:
        if space.within not in self.units:
            return None
        told = {"address_id": None, "unit_id": str(space.within)}
        return self._feature("anchor", _anchor_id(space), space.anchor, told)

    def _opening(self, opening: ExportedOpening) -> Plain:
        entrance, passage = opening.kind == "entrance", opening.kind == "opening"
        return self._on_level(
            "opening",
            uuid5(self.floor.revision_id, f"opening {opening.number}"),
            opening.line,
            None,
            "pedestrian.principal" if entrance else "pedestrian",
            accessibility=None,
            access_control=None,
            door={"type": "open", "automatic": False, "material": None} if passage else None,
            display_point=self._point(opening.line.interpolate(0.5, normalized=True)),
        )

    def _on_level(
        self,
        kind: str,
        own: UUID,
        shape: BaseGeometry,
        name: str | None,
        category: str,
        **more: Any,
    ) -> Plain:
        told = {
            "category": category,
            "name": _label(name),
            "alt_name": None,
            "level_id": str(self.floor.floor_id),
            "display_point": self._point(shape.representative_point()),
            **more,
        }
        if kind == "section":
            told |= {"restriction": None, "accessibility": None, "address_id": None}
            told |= {"correlation_id": None, "parents": None}
        return self._feature(kind, own, shape, told)

    def _feature(self, kind: str, own: UUID, shape: BaseGeometry | None, told: Plain) -> Plain:
        return {
            "id": str(own),
            "type": "Feature",
            "feature_type": kind,
            "geometry": None if shape is None else self._geometry(shape),
            "properties": told,
        }

    def _point(self, point: Point) -> Plain | None:
        return None if point.is_empty else self._geometry(point)

    def _geometry(self, shape: BaseGeometry) -> Plain:
        return geometry(lonlat([shape], self.floor.srid)[0], DECIMALS)


def _anchor_id(space: ExportedSpace) -> UUID:
    return uuid5(space.id, "anchor")


def _label(text: str | None) -> dict[str, str] | None:
    return {LANGUAGE: text} if text else None
