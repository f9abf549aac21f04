"""Which views are read: those a person chose, else the ground floor, else the first floor."""

from __future__ import annotations

from collections.abc import Sequence

from importers.draft import ViewKind
from importers.dxf.sheets.titles import floor_of
from importers.dxf.sheets.views import View
from importers.issues import ImportRefused

#: The word of a profile that reads all that is drawn as one floor.
ALL = "all"


def chosen_views(
    floors: Sequence[View], views: Sequence[View], choice: str | None
) -> frozenset[int]:
    """Numbers of the views to read, counted from 1.

    Raises ``ImportRefused`` (VIEW_NOT_FOUND) if there are several floors and ``choice`` is none.
    """
    everything = frozenset(range(1, len(views) + 1))
    if (choice is not None and choice.strip().casefold() == ALL) or not floors:
        return everything
    if choice is None:
        return frozenset({1 + floors.index(_first(floors))})
    number = _meant(views, choice)
    if number is not None:
        return frozenset({number})
    if len(floors) == 1:
        return frozenset({1})
    raise ImportRefused(
        "VIEW_NOT_FOUND",
        f"No view of this drawing is called {choice!r}. It shows {listed(floors)}.",
        "Choose one of these by its name or number, or write “all” to read all as one floor.",
    )


def listed(floors: Sequence[View]) -> str:
    """Tell "1 (Erdgeschoss), 2 (1. OG)": numbers and names as a person may choose them."""
    return ", ".join(f"{number} ({view.name})" for number, view in enumerate(floors, 1))


def means_one(views: Sequence[View], choice: str) -> bool:
    """True if ``choice`` names a view, or all; a drawing that is one plan has the number 1."""
    word = choice.strip().casefold()
    return word == ALL or _meant(views, choice) is not None or (not views and word == "1")


def _first(floors: Sequence[View]) -> View:
    above = [v for v in floors if v.ordinal is not None and v.ordinal >= 0]
    return min(above, key=lambda v: v.ordinal or 0) if above else floors[0]


def _meant(views: Sequence[View], choice: str) -> int | None:
    wanted = choice.strip().casefold()
    for number, view in enumerate(views, 1):
        if view.name.casefold() == wanted:
            return number
    if wanted.isdecimal() and 1 <= int(wanted) <= len(views):
        return int(wanted)
    title = floor_of(choice)
    if title is None or title.ordinal is None:
        return None
    # "EG" is the "Grundriss Erdgeschoss" where only one plan shows that storey.
    same = [
        number
        for number, view in enumerate(views, 1)
        if view.kind is ViewKind.FLOOR_PLAN and view.ordinal == title.ordinal
    ]
    return same[0] if len(same) == 1 else None
