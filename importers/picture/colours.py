"""The picture's colours: rooms by category, everything else by kind."""

from __future__ import annotations

from importers.issues import Severity
from importers.picture.canvas import Colour

INK: Colour = (33, 37, 41)
FAINT_INK: Colour = (78, 86, 94)
RULE: Colour = (214, 218, 222)
DRAWN: Colour = (150, 154, 158)
DRAWN_FILL: Colour = (196, 200, 204)
DRAWN_TEXT: Colour = (150, 154, 158)

DESK: Colour = (21, 101, 192)
SEAT: Colour = (255, 143, 0)
PARKING: Colour = (94, 53, 177)
DOOR: Colour = (198, 40, 40)
OPENING: Colour = (236, 118, 80)
ENTRANCE: Colour = (0, 121, 60)
WINDOW: Colour = (0, 145, 213)
STAIR: Colour = (121, 85, 72)
LIFT: Colour = (84, 70, 110)
LEFT_OUT: Colour = (150, 120, 160)
ZONE: Colour = (0, 131, 143)
OUTLINE: Colour = (38, 50, 56)

SEVERITY: dict[Severity, Colour] = {
    Severity.ERROR: (198, 40, 40),
    Severity.WARNING: (196, 110, 0),
    Severity.INFO: (84, 110, 122),
}
SEVERITY_WORD: dict[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}

_OTHER: Colour = (126, 140, 176)
_FAMILIES: tuple[tuple[Colour, tuple[str, ...]], ...] = (
    ((66, 133, 244), ("office", "phoneroom", "huddleroom")),
    ((0, 150, 136), ("conferenceroom", "classroom", "auditorium")),
    ((171, 71, 188), ("laboratory", "library", "serverroom", "mailroom")),
    ((255, 167, 38), ("kitchen", "foodservice", "lounge", "lobby")),
    ((38, 166, 218), ("restroom", "mothersroom", "firstaidroom", "gym")),
    ((124, 179, 66), ("bedroom", "terrace", "prayerroom")),
    ((189, 170, 80), ("walkway",)),
    ((141, 110, 99), ("stairs", "elevator", "storage", "nonpublic", "parking")),
    ((92, 107, 192), ("room",)),
)
_BY_CATEGORY = {category: colour for colour, names in _FAMILIES for category in names}


def colour_of(category: str) -> Colour:
    """The colour of a room; categories for like uses share one."""
    return _BY_CATEGORY.get(category, _OTHER)
