"""Whether a shape keeps to the schema, which the geometry library takes for granted.

Where a damaged model lacks what must be there, or names a wall as the corner of a line, the
library would end the process and with it the reading of everything else.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from importers.ifc.load import MODEL_ERRORS, Entity, Model, library
from importers.ifc.values import is_a

#: More entities than this are no one shape.
MOST = 200_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the schema demands of an attribute; ``kinds`` are the entities that it may name."""

    place: int
    is_demanded: bool
    least: int  # of an aggregate; -1 where the value is no aggregate
    kinds: tuple[str, ...]


def is_sound(model: Model, item: Entity) -> bool:
    """True if every entity of a shape has what the schema demands, of the kind it demands."""
    schema = str(model.schema_identifier)
    entities = model.traverse(item)
    if len(entities) > MOST:
        return False
    return all(_is_kept(entity, rule) for entity in entities for rule in _rules(entity, schema))


def _rules(entity: Entity, schema: str) -> tuple[_Rule, ...]:
    return _rules_of(schema, entity.is_a()) if entity.id() else ()


def _is_kept(entity: Entity, rule: _Rule) -> bool:
    value = entity[rule.place]
    if value is None:
        return not rule.is_demanded
    if rule.least < 0:
        return _is_allowed(value, rule.kinds)
    if not isinstance(value, tuple | list) or len(value) < rule.least:
        return False
    return all(_is_allowed(one, rule.kinds) for one in value)


def _is_allowed(value: Any, kinds: tuple[str, ...]) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, tuple | list):
        return all(_is_allowed(one, kinds) for one in value)
    if isinstance(value, str | int | bool):
        return True
    return is_a(value, *kinds)


@cache
def _rules_of(schema: str, kind: str) -> tuple[_Rule, ...]:
    told = library().schema_by_name(schema).declaration_by_name(kind)
    derived = told.derived()
    found = []
    for place, attribute in enumerate(told.all_attributes()):
        if derived[place]:
            continue
        declared, least = attribute.type_of_attribute(), -1
        many = declared.as_aggregation_type()
        if many:
            least = max(0, many.bound1())
        kinds = tuple(_kinds_in(declared))
        found.append(_Rule(place, not attribute.optional(), least, kinds))
    return tuple(found)


def _kinds_in(declared: Any) -> Iterator[str]:
    """The names of all that a type can hold: entities, and the values that a select wraps."""
    many = declared.as_aggregation_type() if hasattr(declared, "as_aggregation_type") else None
    if many:
        yield from _kinds_in(many.type_of_element())
        return
    named = declared.as_named_type() if hasattr(declared, "as_named_type") else None
    if named:
        yield from _kinds_in(named.declared_type())
        return
    try:
        choices = declared.select_list()
    except MODEL_ERRORS:
        if hasattr(declared, "name"):
            yield declared.name()
        return
    for choice in choices:
        yield from _kinds_in(choice)
