"""The kinds of spaces, and the categories that a person may give each of them."""

from __future__ import annotations

#: Kinds that are what they are for: their category says the same again.
PLACES = ("desk", "parking", "locker")
#: Kinds that are rooms in the widest sense: a category tells their use.
ROOMS = ("room", "booth", "area")
KINDS = (*PLACES, *ROOMS)

#: The unit categories of IMDF (OGC 20-094), but for walls, columns and other things to walk round.
_IMDF = """
    auditorium classroom conferenceroom elevator escalator fieldofplay firstaid fitnessroom
    foodservice footbridge huddleroom kitchen laboratory library lobby lounge mailroom mothersroom
    movietheater movingwalkway nonpublic office parking phoneroom platform privatelounge ramp
    recreation restroom restroom.family restroom.female restroom.female.wheelchair restroom.male
    restroom.male.wheelchair restroom.transgender restroom.transgender.wheelchair restroom.unisex
    restroom.unisex.wheelchair restroom.wheelchair road room serverroom shower smokingarea stairs
    steps storage terrace theater unenclosedarea unspecified waitingroom walkway walkway.island
"""
ROOM_CATEGORIES = frozenset(_IMDF.split())
CATEGORIES = tuple(sorted(ROOM_CATEGORIES | set(PLACES)))


def fits(kind: str, category: str) -> bool:
    """Whether a space of this kind can have this category."""
    return category in ROOM_CATEGORIES if kind in ROOMS else category == kind
