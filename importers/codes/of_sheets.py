"""Codes of sheets that show more than one floor plan."""

from __future__ import annotations

from importers.codes.code import Code, error, info, refusal, warning

SHEETS: tuple[Code, ...] = (
    warning(
        "SEVERAL_FLOORS",
        "The drawing shows several floor plans side by side, or the file holds several levels. One "
        "was read; the message names all.",
        "Import the file once for each floor, and choose its view by name or number.",
    ),
    warning(
        "PLANS_ALIKE",
        "Parts of the drawing are of one size, as storeys would be, but nothing proves that they "
        "are. They were read as parts of one floor.",
        "If they are storeys, write the name of the floor below each, or save each by itself.",
    ),
    warning(
        "NO_FLOOR_PLAN_FOUND",
        "None of the drawings on the sheet looks like a floor plan; all of them were read.",
        "Send a drawing of the floor, or choose one of them by its name or number.",
    ),
    info(
        "VIEW_LEFT_OUT",
        "A section, an elevation, a detail, a legend or another floor on the sheet was left out. "
        "The frame of a sheet is not told; the list of what is on the sheet names it.",
        "Nothing needs to be done, unless it is the floor: then choose it by its name or number.",
    ),
    refusal(
        "VIEW_NOT_FOUND",
        "A view or level was asked for that is not there; the message lists those that are.",
        "Choose one of these by its name or number.",
    ),
    warning(
        "VIEW_NOT_THERE",
        "A view was asked for, but the drawing shows one floor plan only, which was read.",
        "Check that it is the right drawing, or take the choice of a view out of the profile.",
    ),
    error(
        "FLOORS_STACKED",
        "The drawing is a model with several floors above each other. Only the one that holds most "
        "was read.",
        "Send each floor as a drawing of its own.",
    ),
)
