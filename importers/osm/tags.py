"""What the tags of Simple Indoor Tagging mean (wiki.openstreetmap.org)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from importers.geographic import kinds
from importers.geographic.things import Kind
from importers.roles import LayerRole

_NO = frozenset(("no", "false", "0", ""))
_ROOMS = {
    "class": "classroom",
    "auditorium": "auditorium",
    "conference": "conferenceroom",
    "corridor": "walkway",
    "hall": "lobby",
    "entrance": "lobby",
    "technical": "nonpublic",
    "server": "serverroom",
    "toilets": "restroom",
    "toilet": "restroom",
    "waiting": "waitingroom",
    "waiting_room": "waitingroom",
    "prison_cell": "nonpublic",
    "bed": "bedroom",
}
#: Tags beside "indoor" that say what a room is for.
_USES = ("room", "amenity", "shop", "office", "tourism", "leisure", "healthcare", "craft")
_DOORS = {"sliding": "sliding", "revolving": "revolving", "folding": "folding"}
_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(m|cm|mm)?")
_METRES = {None: 1.0, "m": 1.0, "cm": 0.01, "mm": 0.001}


def kind_of(tags: Mapping[str, str], *, is_area: bool) -> tuple[str, Kind] | None:
    """The name of an element's kind, "indoor=room", and what it is; None for bare geometry."""
    return _connector(tags) or _fitting(tags, is_area=is_area) or _place(tags, is_area=is_area)


def _fitting(tags: Mapping[str, str], *, is_area: bool) -> tuple[str, Kind] | None:
    for key in ("door", "entrance"):
        if key in tags and not (key == "door" and "indoor" in tags and is_area):
            return key, _door(tags)
    if "window" in tags and tags["window"] not in _NO:
        return "window", Kind(LayerRole.WINDOW)
    return None


def _place(tags: Mapping[str, str], *, is_area: bool) -> tuple[str, Kind] | None:
    if tags.get("indoor", "no") not in _NO | {"yes"}:
        return f"indoor={tags['indoor']}", _indoor(tags)
    if tags.get("building:part", tags.get("building", "no")) not in _NO and is_area:
        return "building", Kind(LayerRole.OUTLINE)
    return _other(tags, is_area=is_area)


def metres(written: str | None) -> float | None:
    """The metres of "0.9", "90 cm" or "1,2 m"; None where it says none."""
    found = _LENGTH.fullmatch((written or "").strip())
    return float(found[1].replace(",", ".")) * _METRES[found[2]] if found else None


def _connector(tags: Mapping[str, str]) -> tuple[str, Kind] | None:
    moving = tags.get("conveying", "no") not in _NO
    if tags.get("highway") == "elevator" or "elevator" in {
        tags.get("room"), tags.get("indoor"), tags.get("building:part"), tags.get("buildingpart"),
    }:  # fmt: skip
        return "elevator", kinds.LIFT
    if moving:
        return "escalator", kinds.ESCALATOR
    is_stair = "stairs" in {tags.get("room"), tags.get("indoor")}
    if is_stair or tags.get("highway") == "steps" or tags.get("stairs", "no") not in _NO:
        return "stairs", kinds.STAIR
    if tags.get("ramp", "no") not in _NO and "indoor" in tags:
        return "ramp", kinds.RAMP
    return None


def _door(tags: Mapping[str, str]) -> Kind:
    door = tags.get("door", "")
    if tags.get("entrance", "no") not in _NO:
        what = "entrance"
    else:
        what = "opening" if door in _NO else "door"
    if tags.get("door:leaves") == "2" and what == "door":
        what = "double_door"
    return Kind(LayerRole.DOOR, what, _DOORS.get(door))


def _indoor(tags: Mapping[str, str]) -> Kind:
    value = tags["indoor"]
    use = _use(tags)
    if value == "corridor":
        return Kind(LayerRole.ROOM, "walkway")
    if value == "area":
        return Kind(LayerRole.ROOM, use or "unenclosedarea")
    if value == "room":
        return Kind(LayerRole.ROOM, use)
    if value == "level":
        return Kind(LayerRole.OUTLINE)
    return kinds.kind_of(value) or kinds.UNKNOWN


def _use(tags: Mapping[str, str]) -> str | None:
    for value in (tags[key] for key in _USES if key in tags):
        kind = kinds.kind_of(value)
        category = _ROOMS.get(value) or (kind.what if kind else None)
        if category is not None:
            return category
    return None


def _other(tags: Mapping[str, str], *, is_area: bool) -> tuple[str, Kind] | None:
    """Elements without a tag of indoor mapping: platforms, parking places, named shops."""
    if "platform" in {tags.get("railway"), tags.get("public_transport")} and is_area:
        return "platform", Kind(LayerRole.ROOM, "platform")
    if tags.get("amenity") == "parking_space":
        return "amenity=parking_space", Kind(LayerRole.PARKING)
    use = next((key for key in _USES if key in tags), None)
    if use is not None and ("level" in tags or tags.get("indoor") == "yes"):
        return f"{use}=*", Kind(LayerRole.ROOM, _use(tags))
    first = next((key for key in _MAIN if key in tags), None)
    if first is None:
        return None
    return first, kinds.IGNORE


_MAIN = (
    "highway", "railway", "public_transport", "amenity", "shop", "barrier", "landuse", "natural",
    "leisure", "man_made", "indoor", "power", "emergency", "advertising",
)  # fmt: skip
