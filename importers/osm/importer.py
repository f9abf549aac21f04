"""The OSM importer: one level of a building that was mapped indoors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from shapely import Point
from shapely.geometry.base import BaseGeometry

from importers.base import Limits, Progress
from importers.draft import FloorPlanDraft
from importers.dxf.words import clean
from importers.geographic import crs
from importers.geographic.assemble import draft_of
from importers.geographic.features import SHAPE_ERRORS
from importers.geographic.levels import level_keys, level_named
from importers.geographic.things import Collection, Kind, Level, Thing
from importers.geographic.unreadable import Losses
from importers.osm.elements import Element, Elements, elements_in
from importers.osm.rings import area_between, area_of, is_closed, is_whole, line_through
from importers.osm.sniff import sniff
from importers.osm.tags import kind_of, metres
from importers.profile import Profile
from importers.roles import LayerRole

#: Kinds that are lines although they end where they began.
_LINES = {LayerRole.WALL, LayerRole.DOOR, LayerRole.WINDOW}
_SHOWN = 24  # tags kept with a desk


class OsmImporter:
    """Reads OSM XML with the tags of Simple Indoor Tagging."""

    format: str = "osm"
    suffixes: tuple[str, ...] = (".osm",)

    def sniff(self, head: bytes) -> bool:
        """True for XML whose first element is that of OpenStreetMap."""
        return sniff(head)

    def warm(self) -> None:
        """Open PROJ's database, while it can still be found."""
        crs.warm()

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read ``path``; raises ``ImportRefused`` and nothing else for a bad file."""
        progress("Reading the elements", 0.0)
        elements = elements_in(path.read_bytes(), limits)
        progress("Understanding tags", 0.3)
        losses = Losses()
        losses.broken += elements.broken
        things = tuple(_things(elements, losses))
        levels = tuple(_levels(things))
        collection = Collection(self.format, elements.version, things, levels)
        losses.tell(collection.findings)
        return draft_of(collection, profile, limits, progress)


def _things(elements: Elements, losses: Losses) -> Iterator[Thing]:
    levels_at = _levels_at(elements)
    for element in (
        *elements.nodes.values(),
        *elements.ways.values(),
        *elements.relations.values(),
    ):
        if element.kind == "relation" and element.tags.get("type") != "multipolygon":
            continue
        is_area = element.kind == "relation" or is_closed(element)
        told = kind_of(element.tags, is_area=is_area)
        if told is None:
            continue
        try:
            shape = _shape(element, elements, told[1], is_area=is_area)
        except SHAPE_ERRORS:
            # Of what is no part of a floor, such as rails, extracts hold pieces only.
            if told[1].role is not LayerRole.IGNORE:
                losses.broken.append(f"{element.kind} {element.handle}")
            continue
        if told[1].role is not LayerRole.IGNORE and not is_whole(element, elements):
            losses.partial.append(f"{element.kind} {element.handle}")
        yield _thing(element, shape, told, levels_at.get(element.handle, ()))


def _shape(element: Element, elements: Elements, kind: Kind, *, is_area: bool) -> BaseGeometry:
    if element.kind == "node":
        return Point(element.place)
    if element.kind == "relation":
        return area_between(element, elements)
    if is_area and (kind.role not in _LINES or element.tags.get("area") == "yes"):
        return area_of(element, elements)
    return line_through(element.refs, elements)


def _thing(
    element: Element, shape: BaseGeometry, told: tuple[str, Kind], around: tuple[str, ...]
) -> Thing:
    tags, (layer, kind) = element.tags, told
    own = _own_levels(tags)
    # A door on the edge of rooms is on their levels, also where it does not say so.
    levels = own or (around if element.kind == "node" else ())
    is_building = kind.role is LayerRole.OUTLINE and not tags.get("indoor")
    return Thing(
        layer=clean(layer),
        kind=kind,
        shape=shape,
        handle=f"{element.kind}/{element.handle}",
        levels=() if is_building else levels,
        number=_words(tags, "ref", "room:number", "local_ref"),
        name=_words(tags, "name", "name:en", "description"),
        department=_words(tags, "operator") if kind.role is LayerRole.ROOM else None,
        width_m=metres(tags.get("width") or tags.get("door:width")),
        attributes=tuple((clean(k), clean(v)) for k, v in sorted(tags.items())[:_SHOWN]),
    )


def _levels_at(elements: Elements) -> Mapping[str, tuple[str, ...]]:
    """The levels of the indoor ways through each node."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for way in elements.ways.values():
        levels = _own_levels(way.tags) if "indoor" in way.tags else ()
        for ref in way.refs if levels else ():
            found[ref].update(dict.fromkeys(levels))
    return {ref: tuple(levels) for ref, levels in found.items()}


def _own_levels(tags: Mapping[str, str]) -> tuple[str, ...]:
    written = ";".join(tags[key] for key in ("level", "repeat_on") if key in tags)
    return level_keys(written)


def _levels(things: tuple[Thing, ...]) -> Iterator[Level]:
    """The levels that things name, with the names that their own outlines tell."""
    names: dict[str, str] = {}
    for thing in things:
        if thing.kind.role is LayerRole.OUTLINE and len(thing.levels) == 1:
            told = dict(thing.attributes)
            name = thing.name or told.get("level:ref")
            if name:
                names.setdefault(thing.levels[0], name)
    for key in dict.fromkeys(key for thing in things for key in thing.levels):
        yield level_named(key, names.get(key))


def _words(tags: Mapping[str, str], *keys: str) -> str | None:
    return next((" ".join(text.split()) for k in keys if (text := clean(tags.get(k, "")))), None)
