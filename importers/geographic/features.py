"""Features as GeoJSON writes them, as things; and things with other shapes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.units import UNITS
from importers.geographic.properties import label_in, thing_of
from importers.geographic.shapes import shape_of
from importers.geographic.things import Collection, Thing
from importers.geographic.unreadable import Losses

#: What building a shape of strange coordinates raises.
SHAPE_ERRORS = (ValueError, TypeError, OverflowError, shapely.errors.ShapelyError)


def things_in(features: Iterable[Any], losses: Losses, table: str | None = None) -> list[Thing]:
    """The things of features; those that cannot be read are counted as losses."""
    found = []
    for feature in features:
        known = feature if isinstance(feature, dict) else {}
        if known and known.get("geometry") is None:
            losses.placeless += 1
            continue
        own = label_in(known.get("id"))
        try:
            shape = shape_of(known.get("geometry"))
        except SHAPE_ERRORS:
            losses.broken.append(own or "")
            continue
        properties = known.get("properties")
        properties = dict(properties) if isinstance(properties, dict) else {}
        if isinstance(known.get("feature_type"), str):
            # A file of an IMDF archive by itself says beside its properties what it holds.
            properties.setdefault("feature_type", known["feature_type"])
        found.append(thing_of(shape, properties, table, own))
    return found


def with_shapes(things: Iterable[Thing], shapes: Iterable[BaseGeometry]) -> tuple[Thing, ...]:
    """The things with other shapes."""
    return tuple(replace(t, shape=s) for t, s in zip(things, shapes, strict=True))


def plainly(collection: Collection, unit: str) -> Collection:
    """The collection with coordinates that are lengths in ``unit`` and no places."""
    scale = UNITS[unit]
    shapes = [
        shapely.transform(thing.shape, lambda points: points * scale) for thing in collection.things
    ]
    return replace(collection, things=with_shapes(collection.things, shapes), plain=True)
