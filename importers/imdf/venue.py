"""The features of an archive and what binds them: levels, units, anchors, occupants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shapely.geometry.base import BaseGeometry

from importers.dxf.understand.words import split_number_and_name
from importers.geographic import kinds
from importers.geographic.features import SHAPE_ERRORS
from importers.geographic.levels import level_named
from importers.geographic.properties import label_in, thing_of
from importers.geographic.shapes import shape_of
from importers.geographic.things import Collection, Kind, Level, Thing
from importers.geographic.unreadable import Losses
from importers.imdf.kinds import fixture_kind, opening_kind, unit_kind
from importers.issues import Severity
from importers.roles import LayerRole

#: Types without a shape, or whose shape is told by what they are bound to.
_BOUND = frozenset(("address", "anchor", "building", "occupant", "relationship", "venue"))
_PLAIN = {
    "level": LayerRole.OUTLINE,
    "section": LayerRole.ZONE,
    "kiosk": LayerRole.FURNITURE,
}
#: Shown beside the floor by others; a draft has no place for them.
_LEFT_OUT = frozenset(("amenity", "detail", "footprint", "geofence"))


@dataclass(frozen=True, slots=True)
class _Feature:
    kind: str
    handle: str
    properties: Mapping[str, Any]
    geometry: Any

    @property
    def category(self) -> str:
        return label_in(self.properties.get("category")) or "unspecified"


class Venue:
    """All types of features by their names, as GeoJSON writes them."""

    def __init__(self, types: Mapping[str, Sequence[Any]]) -> None:
        self._losses = Losses()
        self._by_type = {
            name: [f for one in features if (f := self._feature(name, one)) is not None]
            for name, features in types.items()
        }

    def collection(self, format_name: str, version: str) -> Collection:
        """The things on the levels of the venue."""
        levels = tuple(self._levels())
        things = tuple(self._things())
        collection = Collection(format_name, version, things, levels)
        self._losses.tell(collection.findings)
        relations = len(self._by_type.get("relationship", ()))
        if relations:
            collection.findings.add(
                "KIND_LEFT_OUT",
                Severity.INFO,
                f"{relations:,} features of the kind “relationship” are no part of a floor; "
                "left out.",
                "Nothing needs to be done.",
                layer="relationship",
            )
        return collection

    def _feature(self, kind: str, written: Any) -> _Feature | None:
        if not isinstance(written, dict):
            self._losses.broken.append(kind)
            return None
        properties = written.get("properties")
        return _Feature(
            kind,
            label_in(written.get("id")) or "",
            properties if isinstance(properties, dict) else {},
            written.get("geometry"),
        )

    def _levels(self) -> Iterator[Level]:
        """The levels; where several buildings have some, their names tell which."""
        houses = {f.handle: label_in(f.properties.get("name")) for f in self._of("building")}
        own = [(level, self._house(level, houses)) for level in self._of("level")]
        several = len({house for _, house in own if house}) > 1
        for level, house in own:
            ordinal = level.properties.get("ordinal")
            known = isinstance(ordinal, int) and not isinstance(ordinal, bool)
            short = label_in(level.properties.get("short_name"))
            name = label_in(level.properties.get("name")) or short
            name = name or (f"Level {ordinal}" if known else level.handle)
            storey = int(ordinal) if known else level_named(name).ordinal  # type: ignore[arg-type]
            shown = f"{name}, {house}" if several and house else name
            yield Level(level.handle, shown, storey, short)

    def _house(self, level: _Feature, houses: Mapping[str, str | None]) -> str | None:
        ids = level.properties.get("building_ids")
        first = label_in(ids[0]) if isinstance(ids, list) and ids else None
        return houses.get(first) if first else None

    def _things(self) -> Iterator[Thing]:
        occupants = self._occupants()
        equipped = self._equipped()
        for feature in (f for own in self._by_type.values() for f in own):
            if feature.kind in _BOUND:
                continue
            shape = self._shape(feature)
            if shape is None:
                continue
            thing = self._thing(feature, shape)
            if feature.kind == "unit":
                thing = self._named(thing, occupants.get(feature.handle))
                better = equipped.get(feature.handle)
                if thing.kind == kinds.ROOM and better is not None:
                    thing = replace(thing, kind=better)
            yield thing

    def _thing(self, feature: _Feature, shape: BaseGeometry) -> Thing:
        layer, kind = _kind(feature)
        plain = thing_of(shape, feature.properties, None, feature.handle or None)
        level = feature.handle if feature.kind == "level" else None
        level = level or label_in(feature.properties.get("level_id"))
        return replace(plain, layer=layer, kind=kind, levels=(level,) if level else ())

    def _named(self, unit: Thing, occupant: str | None) -> Thing:
        """A unit with its number and name; who is in it names it where nothing else does."""
        number, name = unit.number, unit.name
        alternative = label_in(dict(unit.attributes).get("alt_name"))
        if number is None and name is not None:
            number, rest = split_number_and_name(name)
            name = rest if number is not None else name
        name = name or alternative or occupant
        return replace(unit, number=number, name=name)

    def _occupants(self) -> dict[str, str]:
        """Names of occupants by the unit that their anchor is in."""
        units = {f.handle: label_in(f.properties.get("unit_id")) for f in self._of("anchor")}
        found: dict[str, str] = {}
        for occupant in self._of("occupant"):
            unit = units.get(label_in(occupant.properties.get("anchor_id")) or "")
            name = label_in(occupant.properties.get("name"))
            if unit and name:
                found.setdefault(unit, name)
        return found

    def _equipped(self) -> dict[str, Kind]:
        """What the amenities in a unit tell of it, where its category tells nothing."""
        found: dict[str, Kind] = {}
        for amenity in self._of("amenity"):
            ids = amenity.properties.get("unit_ids")
            kind = kinds.kind_of(amenity.category)
            if kind is not None and kind.role is LayerRole.ROOM and isinstance(ids, list):
                found.update({str(unit): kind for unit in ids})
        return found

    def _shape(self, feature: _Feature) -> BaseGeometry | None:
        if feature.geometry is None:
            self._losses.placeless += 1
            return None
        try:
            return shape_of(feature.geometry)
        except SHAPE_ERRORS:
            self._losses.broken.append(f"{feature.kind} {feature.handle}")
            return None

    def _of(self, kind: str) -> Sequence[_Feature]:
        return self._by_type.get(kind, ())


def _kind(feature: _Feature) -> tuple[str, Kind]:
    """The name of a feature's kind, "unit:office", and what it is."""
    layer = f"{feature.kind}:{feature.category}"
    kind = kinds.IGNORE if feature.kind in _LEFT_OUT else kinds.UNKNOWN
    match feature.kind:
        case "unit":
            kind = unit_kind(feature.category)
        case "fixture":
            kind = fixture_kind(feature.category)
        case "opening":
            kind = opening_kind(feature.category, feature.properties.get("door"))
        case "level" | "section" | "kiosk":
            kind = Kind(_PLAIN[feature.kind])
    return layer if feature.kind not in {"level", "kiosk"} else feature.kind, kind
