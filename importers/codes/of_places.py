"""Codes of labels and of desks."""

from __future__ import annotations

from importers.codes.code import Code, info, warning

LABELS: tuple[Code, ...] = (
    info(
        "NO_ROOM_LABELS",
        "No room has a number or a name in the drawing.",
        "Write number and name inside each room, and bring the drawing in again.",
    ),
    warning(
        "ROOM_WITHOUT_LABEL",
        "This room has no number and no name, while others do.",
        "Name it in the studio, or write number and name inside it and bring it in again.",
    ),
    warning(
        "ROOM_TWO_NUMBERS",
        "One room holds several numbers; one was kept.",
        "Draw the missing wall, or move the other number.",
    ),
    info(
        "ROOM_SEVERAL_NAMES",
        "One open space has several names, such as a kitchen in a living room; the one in its "
        "middle was kept.",
        "If these are rooms of their own, draw the line where one ends and the other begins.",
    ),
    warning(
        "AREA_DIFFERS",
        "The area written in a room is not what is drawn. If all rooms differ alike, the unit of "
        "the drawing is probably another one.",
        "Look whether the room's walls close where they should, and at the unit of the drawing.",
    ),
    warning(
        "LABEL_WITHOUT_ROOM",
        "A number or name lies in no room.",
        "Move it into its room, or check that the room is closed.",
    ),
    warning(
        "LABEL_DUPLICATE",
        "One label stands on several places; all but the first got a number behind it.",
        "Give each place its own label.",
    ),
)

DESKS: tuple[Code, ...] = (
    warning(
        "DESK_OUTSIDE_ROOM",
        "A desk stands in no room; it was kept.",
        "Move it in the drawing, or delete it if it is not there.",
    ),
    warning(
        "DESK_ACROSS_ROOMS",
        "A desk stands across the wall between two rooms. It belongs to the room its middle is in.",
        "Move it in the drawing, or redraw the wall.",
    ),
    warning(
        "DESK_OVERLAP",
        "Two desks overlap; both were kept.",
        "Move one in the drawing, or delete it if it is not there.",
    ),
)
