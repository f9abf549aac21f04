"""What the words for kinds of features mean, whatever format they stand in."""

from __future__ import annotations

import re
from functools import cache

from importers.dxf.understand.words import category_of
from importers.geographic.things import Kind
from importers.roles import LayerRole

#: The unit categories of IMDF (OGC 20-094) that are rooms; others are walls, stairs and the like.
ROOM_CATEGORIES = frozenset(
    (
        "auditorium", "classroom", "conferenceroom", "fieldofplay", "firstaid",
        "fitnessroom", "foodservice", "footbridge", "huddleroom", "kitchen", "laboratory",
        "library", "lobby", "lounge", "mailroom", "mothersroom", "movietheater",
        "nonpublic", "office", "parking", "phoneroom", "platform", "privatelounge",
        "recreation", "restroom", "restroom.family", "restroom.female",
        "restroom.female.wheelchair", "restroom.male", "restroom.male.wheelchair",
        "restroom.transgender", "restroom.transgender.wheelchair", "restroom.unisex",
        "restroom.unisex.wheelchair", "restroom.wheelchair", "road", "serverroom", "shower",
        "smokingarea", "storage", "terrace", "theater", "unenclosedarea", "waitingroom",
        "walkway", "walkway.island",
    )
)  # fmt: skip
#: Rooms about which the word says nothing.
_PLAIN = frozenset(
    (
        "room", "rooms", "space", "spaces", "unit", "units", "unspecified", "other", "raum",
        "zimmer",
    )
)  # fmt: skip
STAIR = Kind(LayerRole.STAIR, "stair")
LIFT = Kind(LayerRole.LIFT, "lift")
ESCALATOR = Kind(LayerRole.STAIR, "escalator")
RAMP = Kind(LayerRole.STAIR, "ramp")
ROOM = Kind(LayerRole.ROOM)
UNKNOWN = Kind(LayerRole.UNKNOWN)
IGNORE = Kind(LayerRole.IGNORE)
_OUTLINE = Kind(LayerRole.OUTLINE)
_DESK = Kind(LayerRole.DESK)
_FURNITURE = Kind(LayerRole.FURNITURE)
#: Words without blanks and strokes, in small letters.
_WORDS: dict[str, Kind] = {
    r"(inner|outer)?walls?|partition|brick|concrete|drywall|glass|wood|structure": Kind(
        LayerRole.WALL
    ),
    r"windows?|fenster": Kind(LayerRole.WINDOW),
    r"(main)?entrances?|(emergency)?exits?": Kind(LayerRole.DOOR, "entrance"),
    r"openings?|doorways?|passages?": Kind(LayerRole.DOOR, "opening"),
    r"doubledoors?": Kind(LayerRole.DOOR, "double_door"),
    r"slidingdoors?": Kind(LayerRole.DOOR, "door", "sliding"),
    r"doors?|gates?|t(ü|ue)r(en)?": Kind(LayerRole.DOOR, "door"),
    r"(building|floor|level|storey)?(outlines?|footprints?|envelope|plate)": _OUTLINE,
    r"(building|floor|level|storey)s?": _OUTLINE,
    r"(hot)?desks?|workplaces?|workstations?|seats?|workpoints?": _DESK,
    r"arbeitspl(a|ä|ae)tze?|werkplek(ken)?": _DESK,
    r"furniture|tables?|chairs?|sofas?|cabinets?|shelf|shelves|equipment": _FURNITURE,
    r"fixtures?|obstruction|stage|kiosks?|baggagecarousel": _FURNITURE,
    r"(car)?parking(space|place|bay|stall|spot|lot)s?|stalls?|stellpl(a|ä|ae)tze?": Kind(
        LayerRole.PARKING
    ),
    r"stairs?|staircases?|stairwells?|steps|treppen?": STAIR,
    r"elevators?|lifts?|aufzug": LIFT,
    r"escalators?|movingwalkways?|rolltreppen?": ESCALATOR,
    r"ramps?": RAMP,
    r"zones?|sections?|neighbou?rhoods?|departments?|regions?|deskpools?": Kind(LayerRole.ZONE),
    r"columns?|pillars?|voids?|inaccessible(space|area)?|flooropenings?|opentobelow": Kind(
        LayerRole.COLUMN
    ),
    r"paths?|pathways?|routes?|routing|nodes?|edges?|links?|labels?|annotations?": IGNORE,
    r"geofences?|details?|anchors?|address(es)?|relationships?|vegetation|water|pois?": IGNORE,
}
_KINDS = tuple((re.compile(pattern), kind) for pattern, kind in _WORDS.items())
_BY_CATEGORY = {"stairs": STAIR, "elevator": LIFT}


@cache
def kind_of(word: str) -> Kind | None:
    """What a kind's name says, None where it is not understood."""
    bare = re.sub(r"[\s_\-/]+", "", word.casefold())
    if bare in ROOM_CATEGORIES:
        return Kind(LayerRole.ROOM, bare)
    if bare in _PLAIN:
        return ROOM
    found = next((kind for pattern, kind in _KINDS if pattern.fullmatch(bare)), None)
    if found is not None:
        return found
    category = category_of(word)
    if category is None:
        return None
    return _BY_CATEGORY.get(category) or Kind(LayerRole.ROOM, category)
