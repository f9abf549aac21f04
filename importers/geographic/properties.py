"""From the properties of a feature, whatever they are called, to a thing of a floor."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry.base import BaseGeometry

from importers.dxf.understand.words import split_number_and_name
from importers.dxf.words import clean
from importers.geographic import kinds
from importers.geographic.levels import level_keys
from importers.geographic.things import Kind, Thing
from importers.roles import LayerRole

#: The names of properties, the most telling first. Compared without case, blanks and strokes.
KIND_KEYS = (
    "kind", "type", "featuretype", "spacetype", "roomtype", "objecttype", "class", "category",
    "subtype", "usetype", "indoor", "room", "usage", "use", "function", "nutzung", "layer",
)  # fmt: skip
NUMBER_KEYS = (
    "number", "roomnumber", "roomno", "roomnr", "raumnummer", "raumnr", "spacenumber",
    "desknumber", "deskid", "nr", "no", "ref", "code", "shortname", "label",
)  # fmt: skip
NAME_KEYS = ("name", "roomname", "spacename", "title", "longname", "bezeichnung", "label")
LEVEL_KEYS = (
    "level", "floor", "storey", "story", "ordinal", "floorordinal", "levelordinal",
    "floornumber", "levelnumber", "zorder", "etage", "geschoss", "floorname", "levelname",
    "levelid", "floorid",
)  # fmt: skip
HANDLE_KEYS = ("id", "globalid", "uuid", "guid", "handle", "fid", "objectid")
DEPARTMENT_KEYS = ("department", "team", "orgunit", "costcenter", "costcentre", "abteilung")
AREA_KEYS = ("aream2", "areasqm", "netaream2")
WIDTH_KEYS = ("widthm", "width", "doorwidth")
BEARING_KEYS = ("bearing", "bearingdeg", "heading", "azimuth", "direction")
ROTATION_KEYS = ("rotation", "rotationdeg", "angle")
#: What our exports write of each space, and hardly anybody else writes all of.
OWN_KEYS = frozenset(("category", "capacity", "bookable", "bearingdeg", "within", "aream2"))
#: Kinds of spaces that in a stranger's file are mere furniture.
PLACES_OF_OURS = frozenset(("locker",))
ATTRIBUTES = 24
ATTRIBUTE_CHARS = 100
_NAMED = "Areas with a number or a name are taken for rooms."
_BARE = "Areas without a kind are taken for rooms."


def thing_of(
    shape: BaseGeometry, properties: Mapping[str, Any], table: str | None, handle: str | None
) -> Thing:
    """The thing that a feature is; ``table`` is the name of the layer or table it stands in."""
    told = {_bare(key): value for key, value in properties.items() if value is not None}
    layer, kind = _kind(told, table, is_area="Polygon" in shape.geom_type)
    from_us = set(map(_bare, properties)) >= OWN_KEYS
    own_kind = label_in(told.get("kind")) if from_us else None
    if own_kind in PLACES_OF_OURS:
        kind = Kind(LayerRole.DESK)
    number, name = _text(told, NUMBER_KEYS), _text(told, NAME_KEYS)
    if number == name:
        number = None
    if number is None and name is not None and kind.role is LayerRole.ROOM:
        number, name = split_number_and_name(name)
        name = name if number is not None else _text(told, NAME_KEYS)
    rotation = _number(told, ROTATION_KEYS)
    bearing = _number(told, BEARING_KEYS)
    return Thing(
        layer=layer,
        kind=kind,
        shape=shape,
        handle=handle or _text(told, HANDLE_KEYS),
        levels=_levels(told),
        number=number,
        name=name,
        department=_text(told, DEPARTMENT_KEYS),
        stated_area_m2=_positive(_number(told, AREA_KEYS)),
        width_m=_positive(_number(told, WIDTH_KEYS)),
        bearing_deg=bearing if bearing is not None or rotation is None else -rotation,
        attributes=_attributes(properties),
        from_us=from_us,
        own_kind=own_kind,
    )


def label_in(value: Any) -> str | None:
    """Plain words of a text, a number, or the labels of IMDF in several languages."""
    if isinstance(value, Mapping):
        texts = {str(k): v for k, v in value.items() if isinstance(v, str)}
        value = texts.get("en") or next((texts[key] for key in sorted(texts)), None)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if value is None or isinstance(value, bool | list | Mapping):
        return None
    return " ".join(clean(str(value)).split()) or None


def _bare(key: object) -> str:
    return "".join(c for c in str(key).casefold() if c.isalnum())


def _kind(told: Mapping[str, Any], table: str | None, *, is_area: bool) -> tuple[str, Kind]:
    """The name of the kind and what it is: the first word that is understood, or the table's."""
    words = [word for key in KIND_KEYS if (word := label_in(told.get(key)))]
    words = [word for word in words if word.casefold() != "feature"]
    known = [(word, kind) for word in words if (kind := kinds.kind_of(word)) is not None]
    if not known and table is not None and (kind := kinds.kind_of(table)) is not None:
        known = [(table, kind)]
    if known:
        word, kind = known[0]
        # "kind: room, category: office" says more than the first word alone.
        special = next((k for _, k in known if k.role is LayerRole.ROOM and k.what), None)
        return word, special if kind == kinds.ROOM and special is not None else kind
    layer = words[0] if words else table
    named = _text(told, NUMBER_KEYS) or _text(told, NAME_KEYS)
    if is_area and (layer is None or named):
        return layer or "(no kind)", Kind(LayerRole.ROOM, reason=_NAMED if layer else _BARE)
    return layer or "(no kind)", kinds.UNKNOWN


def _levels(told: Mapping[str, Any]) -> tuple[str, ...]:
    for key in LEVEL_KEYS:
        value = told.get(key)
        parts: Iterable[Any] = value if isinstance(value, list) else (value,)
        words = [word for part in parts if (word := label_in(part)) is not None]
        if words:
            return tuple(dict.fromkeys(k for word in words for k in level_keys(word)))
    return ()


def _text(told: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    return next((word for key in keys if (word := label_in(told.get(key)))), None)


def _number(told: Mapping[str, Any], keys: Iterable[str]) -> float | None:
    for key in keys:
        value = told.get(key)
        try:
            number = float(value) if isinstance(value, int | float | str) else math.nan
        except (ValueError, OverflowError):
            continue
        if math.isfinite(number) and not isinstance(value, bool):
            return number
    return None


def _positive(number: float | None) -> float | None:
    return number if number is not None and number > 0 else None


def _attributes(properties: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What else the feature says, as words: a list of features becomes one text."""
    found = []
    for key, value in list(properties.items())[:ATTRIBUTES]:
        if isinstance(value, list):
            value = " ".join(str(v) for v in value if isinstance(v, str | int))  # noqa: PLW2901
        text = label_in(value)
        if text:
            found.append((clean(str(key))[:ATTRIBUTE_CHARS], text[:ATTRIBUTE_CHARS]))
    return tuple(found)
