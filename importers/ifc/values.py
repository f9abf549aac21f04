"""Reads attributes, relations and properties of entities that may hold anything."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from importers.geographic.properties import label_in
from importers.ifc.load import MODEL_ERRORS, Entity

#: A space has a few dozen; what has more was not written by people.
PROPERTIES = 400


def attribute(entity: Entity, name: str) -> Any:
    """The value of an attribute or of an inverse; None where there is none, or it is damaged."""
    try:
        return getattr(entity, name, None)
    except MODEL_ERRORS:
        return None


def is_a(entity: Entity, *kinds: str) -> bool:
    """Whether an entity is of one of the classes, or of one derived from them."""
    try:
        return any(entity.is_a(kind) for kind in kinds)
    except MODEL_ERRORS:
        return False


def text(entity: Entity, name: str) -> str | None:
    """The words of an attribute, without blanks around them."""
    value = attribute(entity, name)
    return label_in(value) if isinstance(value, str) else None


def number(entity: Entity, name: str) -> float | None:
    """A finite number."""
    return finite(attribute(entity, name))


def finite(value: Any) -> float | None:
    """The number, None for anything else."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None


def several(entity: Entity, name: str) -> tuple[Entity, ...]:
    """The entities of an attribute that holds several, or one."""
    value = attribute(entity, name)
    if value is None or isinstance(value, str | int | float):
        return ()
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def parts_of(entity: Entity) -> tuple[Entity, ...]:
    """What an entity is put together from, in the order of the file."""
    found = [
        part for rel in several(entity, "IsDecomposedBy") for part in several(rel, "RelatedObjects")
    ]
    return in_order(found)


def contents_of(place: Entity, inverse: str = "ContainsElements") -> tuple[Entity, ...]:
    """The elements in a storey or space."""
    return in_order([e for rel in several(place, inverse) for e in several(rel, "RelatedElements")])


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Each entity once, as the file numbers them: inverses come in any order."""
    return tuple(sorted({e.id(): e for e in entities}.values(), key=lambda e: int(e.id())))


def type_of(entity: Entity) -> Entity | None:
    """The type that an element is one of, None where it says none."""
    relations = (*several(entity, "IsTypedBy"), *several(entity, "IsDefinedBy"))
    typed = [attribute(r, "RelatingType") for r in relations if is_a(r, "IfcRelDefinesByType")]
    return next((t for t in typed if t is not None), None)


def properties_of(entity: Entity) -> dict[str, Any]:
    """Values by the small letters of their names; of equal names the first one counts."""
    found: dict[str, Any] = {}
    sets = [
        attribute(relation, "RelatingPropertyDefinition")
        for relation in several(entity, "IsDefinedBy")
        if is_a(relation, "IfcRelDefinesByProperties")
    ]
    for one in in_order(s for s in sets if s is not None):
        for name, value in _values(one):
            if len(found) < PROPERTIES:
                found.setdefault(name.casefold(), value)
    return found


def _values(definition: Entity) -> Iterator[tuple[str, Any]]:
    for entry in several(definition, "HasProperties"):
        name, value = text(entry, "Name"), attribute(entry, "NominalValue")
        plain = attribute(value, "wrappedValue")
        if name is not None and plain is not None:
            yield name, plain
    for entry in several(definition, "Quantities"):
        name, area = text(entry, "Name"), number(entry, "AreaValue")
        if name is not None and area is not None:
            yield name, area
