"""Spaces as rooms, stairwells and outlines, and the zones that they are put together to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from importers.dxf.understand.words import (
    PLAIN_ROOM,
    UNSPECIFIED,
    category_of,
    split_number_and_name,
)
from importers.geographic import kinds
from importers.geographic.properties import label_in
from importers.geographic.things import Kind, Thing
from importers.ifc.load import Entity
from importers.ifc.shapes import joined
from importers.ifc.values import (
    attribute,
    finite,
    in_order,
    is_a,
    parts_of,
    properties_of,
    several,
    text,
    type_of,
)
from importers.roles import LayerRole

LAYER = "IfcSpace"
GROUP_LAYER = "IfcSpace complex"
DEPARTMENTS = ("department", "abteilung", "cost center", "costcenter", "organisation")
USES = ("occupancytype", "occupancy type", "occupancy", "category", "usage", "room type", "nutzung")
AREAS = ("netfloorarea", "net floor area", "netarea", "grossfloorarea", "area", "fläche")
#: Spaces on two sides of a wall are one zone.
WALL_M = 0.6
#: Zones of these kinds are for machines.
_TECHNICAL = ("THERM", "VENTIL", "LIGHT", "HVAC", "CONSTRUCT", "TRANSPORT", "INTERFERENCE")


def thing_of(space: Entity, shape: BaseGeometry, square_m: float) -> Thing:
    """A space as the thing that it is; ``square_m`` is the unit of the areas it states."""
    told = properties_of(space)
    code, name = _labels(space)
    kind = _kind(space, code, name, told)
    layer = LAYER if kind.role is LayerRole.ROOM else f"{LAYER} {kind.what or kind.role.value}"
    area = next((a for key in AREAS if (a := finite(told.get(key))) is not None), None)
    return Thing(
        layer=layer,
        kind=kind,
        shape=shape,
        handle=text(space, "GlobalId"),
        number=code,
        name=name,
        department=next((d for key in DEPARTMENTS if (d := label_in(told.get(key)))), None),
        stated_area_m2=area * square_m if area is not None and area > 0 else None,
    )


def is_group(space: Entity) -> bool:
    """Whether a space only puts others together, as a flat does its rooms."""
    told = attribute(space, "CompositionType") == "COMPLEX"
    return told and any(is_a(part, "IfcSpace") for part in parts_of(space))


def is_part(space: Entity) -> bool:
    """Whether a space is a part of another one that is a room itself."""
    if attribute(space, "CompositionType") != "PARTIAL":
        return False
    wholes = [attribute(rel, "RelatingObject") for rel in several(space, "Decomposes")]
    return any(is_a(whole, "IfcSpace") and not is_group(whole) for whole in wholes)


def _labels(space: Entity) -> tuple[str | None, str | None]:
    """Number and name: programs write them as Name and LongName, or both as the Name."""
    code, name = text(space, "Name"), text(space, "LongName")
    if name is not None and name != code:
        return code, name
    if code is None:
        return None, None
    split = split_number_and_name(code)
    if split[0] is not None:
        return split
    return (code, None) if any(c.isdigit() for c in code) else (None, code)


def _kind(space: Entity, code: str | None, name: str | None, told: Mapping[str, object]) -> Kind:
    predefined = attribute(space, "PredefinedType")
    if predefined == "GFA":
        return Kind(LayerRole.OUTLINE, "gross area")
    type_name = text(type_of(space), "Name")
    uses = [label_in(told.get(key)) for key in USES]
    words = [name, text(space, "ObjectType"), *uses, type_name, code]
    for word in filter(None, words):
        known = kinds.kind_of(word)
        if known is not None and known.role in {LayerRole.STAIR, LayerRole.LIFT, LayerRole.COLUMN}:
            return known
        category = category_of(word)
        if category is not None:
            return Kind(LayerRole.ROOM, category)
    if predefined == "PARKING":
        return Kind(LayerRole.ROOM, "parking")
    return Kind(LayerRole.ROOM, PLAIN_ROOM if name else UNSPECIFIED)


def zones_of(spaces: Sequence[tuple[Entity, BaseGeometry]]) -> list[Thing]:
    """The zones of the spaces of a storey, and the flats that hold some of them."""
    members: dict[int, list[BaseGeometry]] = {}
    groups: list[Entity] = []
    for space, shape in spaces:
        for group in _groups(space):
            groups.append(group)
            members.setdefault(group.id(), []).append(shape)
    return [
        Thing(
            # A layer has one role, and flats are spaces like the rooms in them.
            GROUP_LAYER if is_a(group, "IfcSpace") else group.is_a(),
            Kind(LayerRole.ZONE),
            joined(members[group.id()], WALL_M),
            text(group, "GlobalId"),
            name=text(group, "LongName") or text(group, "Name"),
        )
        for group in in_order(groups)
    ]


def spatial_zone(zone: Entity, shape: BaseGeometry) -> Thing:
    """A zone with a shape of its own (IFC4)."""
    name = text(zone, "LongName") or text(zone, "Name")
    return Thing(
        zone.is_a(), Kind(LayerRole.ZONE), shapely.make_valid(shape), text(zone, "GlobalId"),
        name=name,
    )  # fmt: skip


def is_for_people(zone: Entity) -> bool:
    """Whether a zone is one that people know of: not of heating, light or building sites."""
    words = (attribute(zone, "PredefinedType"), text(zone, "ObjectType"))
    said = " ".join(str(word).upper() for word in words if word)
    named = text(zone, "Name") or text(zone, "LongName")
    return named is not None and not any(word in said for word in _TECHNICAL)


def _groups(space: Entity) -> list[Entity]:
    found = [attribute(rel, "RelatingGroup") for rel in several(space, "HasAssignments")]
    zones = [g for g in found if is_a(g, "IfcZone") and is_for_people(g)]
    wholes = [attribute(rel, "RelatingObject") for rel in several(space, "Decomposes")]
    flats = [w for w in wholes if is_a(w, "IfcSpace") and is_group(w)]
    return [*zones, *(f for f in flats if text(f, "Name") or text(f, "LongName"))]
