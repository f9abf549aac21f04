"""Codes of units, walls and rooms."""

from __future__ import annotations

from importers.codes.code import Code, error, info, warning

UNITS: tuple[Code, ...] = (
    warning(
        "UNITS_UNCERTAIN",
        "What is drawn fits two units about as well, so the scale may be wrong.",
        "Check one length you know, such as a door, and set the unit.",
    ),
    warning(
        "UNITS_DIFFER_FROM_HEADER",
        "The file names one unit, but doors, desks and rooms fit another, which was used.",
        "Check one length you know, such as a door.",
    ),
    warning(
        "FLOOR_SIZE_UNUSUAL",
        "The plan is much smaller or larger than a floor.",
        "Check the unit, and that the drawing holds one floor and nothing else.",
    ),
)

WALLS: tuple[Code, ...] = (
    Code(
        "WALL_LEAK",
        ("warning", "error"),
        "Walls leave an opening that no door fills; the pin shows where. It was closed with the "
        "shortest line, unless that repair is switched off.",
        "Draw a door or the missing piece of wall there.",
    ),
    warning(
        "STRAY_WALL",
        "A line on a wall layer runs right across the plan and was not taken for a wall.",
        "Delete it, or move it to a layer of its own.",
    ),
    error(
        "WALLS_TOO_DENSE",
        "Lines on wall layers cross each other like a pattern, so rooms were not looked for.",
        "Give the layers that hold patterns the role 'ignore'.",
    ),
    info(
        "OUTLINE_GUESSED",
        "No outline of the floor is drawn; it was put together from the rooms.",
        "Draw one closed polyline around the floor on a layer of its own.",
    ),
    error(
        "PART_NOT_UNDERSTOOD",
        "One part of the drawing could not be worked out; the message names it. The rest was kept.",
        "Run the drawing program's audit and purge commands, then import again.",
    ),
)

ROOMS: tuple[Code, ...] = (
    error(
        "ROOMS_TOO_DENSE",
        "Outlines of rooms lie over each other by the hundred, as copies or a bomb do; they were "
        "left out.",
        "Delete the copies, or give their layers the role 'ignore'.",
    ),
    error(
        "NO_ROOMS_FOUND",
        "No closed outline and no walls that enclose a room were found.",
        "Give the layer with walls or room outlines its role, then look again.",
    ),
    Code(
        "ROOM_NOT_CLOSED",
        ("warning", "error"),
        "The outline of a room is open; the pin shows where. It was closed with a straight line, "
        "unless that repair is switched off.",
        "Look at the pin, and close the polyline in the drawing.",
    ),
    Code(
        "ROOM_SELF_CROSSING",
        ("warning", "error"),
        "The outline of a room crosses or touches itself. Its valid parts were kept, unless that "
        "repair is switched off.",
        "Look at the pin, and redraw the corner there.",
    ),
    info(
        "ROOM_DUPLICATE",
        "The same room is drawn twice; one was kept.",
        "Delete the copy in the drawing.",
    ),
    warning(
        "ROOM_OVERLAP",
        "Two rooms cover the same area in part; both were kept as drawn.",
        "Move the shared edge so that they only touch.",
    ),
    Code(
        "ROOM_TINY",
        ("warning", "info"),
        "A shape is too small for a room. Under 0.3 m\u00b2 it was left out.",
        "Check the unit of the drawing, or the layer of the shape.",
    ),
    warning(
        "ROOM_HUGE",
        "A room is larger than almost any hall.",
        "Check the unit of the drawing, or the layer of the shape.",
    ),
    info(
        "CUPBOARD_LEFT_OUT",
        "A store of this size is a cupboard, not a room.",
        "Nothing needs to be done.",
    ),
    warning(
        "ROOM_IS_A_HULL",
        "An outline goes around several places; it became a zone.",
        "Give its layer the role of rooms if it is one room.",
    ),
    info(
        "OUTSIDE_LEFT_OUT",
        "A shape without a label around all rooms, or beside them in a frame, was taken for the "
        "frame of the sheet or the ground.",
        "Write a number or a name into it if it is a room.",
    ),
    info(
        "OPEN_AREA",
        "A deck, a porch or a balcony has a side without a wall; it became a zone outdoors.",
        "Draw its outline on a layer of rooms if it is a room.",
    ),
    info(
        "SHAFT_LEFT_OUT",
        "A small space without a label and without a door, on a floor where rooms have both, was "
        "taken for a shaft.",
        "Write a number or a name into it if it is a room.",
    ),
    info(
        "ROOM_IS_A_CLUSTER",
        "An outline goes around tables, not a room; it was left out.",
        "Give its layer the role of rooms only if it is one.",
    ),
)
