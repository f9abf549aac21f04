"""From what an importer understood to the spaces of a floor: kinds, names, what can be booked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

import shapely
from shapely import MultiPolygon, Polygon

from floorplans.plans.categories import PLACES, ROOMS
from floorplans.plans.rules import (
    BOOKABLE_ROOMS,
    BOOTHS,
    MOST_PLACES,
    PLACES_ATTRIBUTE,
    SEAT_AREA_M2,
)
from geo.shapes import one_or_many, polygons_of
from importers.draft import DraftDesk, DraftRoom, FloorPlanDraft

_ROOM_WORDS = {
    "conferenceroom": "Meeting room",
    "huddleroom": "Huddle room",
    "phoneroom": "Phone booth",
    "classroom": "Classroom",
    "auditorium": "Auditorium",
    "office": "Office",
    "restroom": "Toilet",
    "stairs": "Stairs",
    "elevator": "Lift",
    "kitchen": "Kitchen",
    "storage": "Storage",
    "walkway": "Corridor",
    "lobby": "Lobby",
    "laboratory": "Laboratory",
}


@dataclass(frozen=True, slots=True)
class PlannedSpace:
    """A space as the plan has it; ``polygon`` is in metres in the drawing's own axes.

    ``named_by_us`` tells that the drawing names it nowhere: the name may change hands. ``key`` says
    which space it is while a draft is edited, ``own_id`` which the drawing says it is (our own id,
    written by an export); neither takes part in what a space is like. ``places`` is how many people
    may book it at once; None leaves the number that the space has.
    """

    kind: str
    category: str
    number: str | None
    name: str
    capacity: int
    bookable: bool
    features: tuple[str, ...]
    polygon: Polygon
    rotation_deg: float | None
    handle: str | None
    layer: str | None
    named_by_us: bool = False
    places: int | None = None
    key: str = field(default="", compare=False)
    own_id: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PlannedZone:
    """A named area, of one piece or several; ``shape`` is in metres in the drawing's own axes."""

    name: str
    shape: Polygon | MultiPolygon


def planned_spaces(draft: FloorPlanDraft) -> tuple[PlannedSpace, ...]:
    """Every room, desk and parking place of a draft, in the draft's stable order."""
    rooms = [_room(room) for room in draft.rooms]
    desks = [_place("desk", desk) for desk in draft.desks]
    parking = [_place("parking", place) for place in draft.parking]
    named = _with_names([*rooms, *desks, *parking])
    return tuple(space for space in named if space.polygon.area > 0)


def planned_zones(draft: FloorPlanDraft) -> tuple[PlannedZone, ...]:
    """The zones with a name each: areas of one name are pieces of one zone.

    Those without a name are told apart by a number.
    """
    pieces: dict[str, list[Polygon]] = {}
    names: dict[str, str] = {}
    nameless = 0
    for zone in draft.zones:
        if zone.polygon.area <= 0:
            continue
        name = _clean(zone.name)
        if name is None:
            nameless += 1
            name = "Zone" if nameless == 1 else f"Zone ({nameless})"
        names.setdefault(name.casefold(), name)
        pieces.setdefault(name.casefold(), []).append(zone.polygon)
    return tuple(PlannedZone(names[key], _whole(own)) for key, own in pieces.items())


def _whole(pieces: list[Polygon]) -> Polygon | MultiPolygon:
    if len(pieces) == 1:
        return pieces[0]
    return one_or_many(polygons_of(shapely.union_all(pieces)))


def _room(room: DraftRoom) -> PlannedSpace:
    number, name = _clean(room.number), _clean(room.name)
    bookable = room.category in BOOKABLE_ROOMS
    return PlannedSpace(
        kind=_kind_of(room, "booth" if room.category in BOOTHS else "room", ROOMS),
        category=room.category or "unspecified",
        number=number,
        name=shown_name(number, name),
        capacity=_room_capacity(room) if bookable else 1,
        bookable=bookable,
        features=(),
        polygon=room.polygon,
        rotation_deg=None,
        handle=room.handle,
        layer=room.layer,
        own_id=_known_id(room.own_id),
    )


def _room_capacity(room: DraftRoom) -> int:
    return 1 if room.category in BOOTHS else max(1, int(room.area_m2 / SEAT_AREA_M2))


def usual_capacity(space: PlannedSpace) -> int:
    """How many people a space holds when nobody said: by its area for a room that is booked."""
    if space.kind != "room" or not space.bookable:
        return 1
    return max(1, int(space.polygon.area / SEAT_AREA_M2))


def shown_name(number: str | None, name: str | None) -> str:
    """What people read: number and name, or the one there is."""
    if number and name and number not in name:
        return f"{number} {name}"
    return name or number or ""


def _kind_of(thing: DraftRoom | DraftDesk, usual: str, kinds: Collection[str]) -> str:
    """What a drawing of ours says it is, where things that look so can be that."""
    own = thing.own_kind
    return own if own is not None and own in kinds else usual


def _place(usual: str, place: DraftDesk) -> PlannedSpace:
    label = _clean(place.label)
    kind = _kind_of(place, usual, PLACES)
    return PlannedSpace(
        kind=kind,
        # Each of them is a category of its own.
        category=kind,
        # A made-up label is no number: it may stand on another desk in the next drawing.
        number=label if place.label_given else None,
        name=label or "",
        capacity=1,
        bookable=True,
        features=tuple(sorted(set(place.features))),
        polygon=place.polygon,
        rotation_deg=place.rotation_deg,
        handle=place.handle,
        layer=place.layer,
        named_by_us=not place.label_given,
        places=_stated_places(place),
        own_id=_known_id(place.own_id),
    )


def _stated_places(place: DraftDesk) -> int | None:
    """What an attribute of a bench or a car park says of its places, as our exports write it."""
    for name, value in place.attributes:
        bare = "".join(c for c in name.casefold() if c.isalnum())
        if bare == PLACES_ATTRIBUTE and value.isascii() and value.isdigit() and len(value) < 6:
            return int(value) if 1 <= int(value) <= MOST_PLACES else None
    return None


def _known_id(text: str | None) -> UUID | None:
    """The id that an exported drawing carries; what is no id is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _with_names(spaces: Iterable[PlannedSpace]) -> list[PlannedSpace]:
    """Give the nameless a word and a running number in the draft's order."""
    counted: Counter[str] = Counter()
    named = []
    for space in spaces:
        if space.name:
            named.append(space)
            continue
        word = default_name(space)
        counted[word] += 1
        named.append(replace(space, name=f"{word} {counted[word]}", named_by_us=True))
    return named


def default_name(space: PlannedSpace) -> str:
    """The word for a space that nobody has named; a running number follows it."""
    if space.kind == "desk":
        return "Desk"
    if space.kind == "parking":
        return "Parking"
    if space.kind == "locker":
        return "Locker"
    return _ROOM_WORDS.get(space.category, "Room")


def _clean(text: str | None) -> str | None:
    """One line of at most 120 characters, None when nothing is left."""
    one_line = " ".join((text or "").split())[:120].strip()
    return one_line or None
