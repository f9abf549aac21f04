"""How much one action, and one plan, may hold; and what makes no sense whatever the plan."""

from __future__ import annotations

from collections.abc import Sequence

from floorplans.errors import Invalid
from floorplans.plans.categories import fits
from floorplans.plans.editing.actions import (
    Action,
    At,
    Change,
    Draw,
    Renumber,
    Repeat,
    Settle,
    TakeOver,
)
from floorplans.wording import one_of

MOST_TARGETS = 5_000
MOST_MERGED = 200
MOST_COPIES = 10_000
MOST_IN_ROW = 200
MOST_RING_POINTS = 10_000
MOST_LINE_POINTS = 100
MOST_FEATURES = 20
MOST_WALL_POINTS = 20
MOST_SPOTS = 2_000
LONGEST_REASON = 300
LARGEST_CAPACITY = 10_000
LARGEST_NUMBER = 1_000_000
MOST_DIGITS = 10
#: Of one plan, as it would be published.
MOST_SPACES = 20_000
MOST_POINTS = 1_000_000
MOST_EDITS = 5_000
#: What is drawn lies in the drawing's box, or within this or the box's own size of it.
MARGIN_M = 100.0


def check(action: Action) -> None:
    """Raise ``Invalid`` for an action that no plan could take."""
    match action:
        case Change():
            _check_change(action)
        case Draw(kind=kind, category=category):
            _check_category(kind, category)
        case Repeat():
            _check_copies(action)
        case Renumber():
            _check_numbers(action)
        case Settle():
            check(action.action)
        case TakeOver():
            for each in action.actions:
                check(each)


def _check_change(change: Change) -> None:
    if _is_empty(change):
        raise Invalid(
            "nothing_to_change",
            "The edit does not say what to change. Nothing was changed.",
            "Give a number, a name, a kind, a category, a capacity, places, features, a zone, or"
            " bookable.",
        )
    if change.category is not None:
        for kind in _kinds(change.spaces, change.kind):
            _check_category(kind, change.category)


def _is_empty(change: Change) -> bool:
    words = (change.number, change.name, change.kind, change.category)
    rest = (change.capacity, change.bookable, change.places, change.features, change.zone)
    given = any(value is not None for value in (*words, *rest))
    return not (given or change.add_features or change.remove_features)


def _kinds(spaces: Sequence[At], kind: str | None) -> list[str]:
    return [kind] if kind is not None else sorted({at.kind for at in spaces})


def _check_category(kind: str, category: str) -> None:
    if not fits(kind, category):
        raise Invalid(
            "category_unfit",
            f"{one_of(kind).capitalize()} cannot have the category {category}."
            " Nothing was changed.",
            "Choose another category, or change the kind as well.",
            kind=kind,
            category=category,
        )


def _check_copies(repeat: Repeat) -> None:
    copies = repeat.columns * repeat.rows - 1
    if not 1 <= copies <= MOST_COPIES:
        raise Invalid(
            "copies_out_of_range",
            f"The rows would hold {copies} copies. Nothing was changed.",
            f"Ask for 1 to {MOST_COPIES} copies.",
            copies=copies,
        )
    along = repeat.columns == 1 or repeat.dx or repeat.dy
    across = repeat.rows == 1 or repeat.row_dx or repeat.row_dy
    if not (along and across):
        raise Invalid(
            "copies_on_each_other",
            "The copies would lie on each other. Nothing was changed.",
            "Say how far the next column, and the next row, is away.",
        )


def _check_numbers(rule: Renumber) -> None:
    if rule.pattern.count("{}") != 1:
        raise Invalid(
            "pattern_without_place",
            "The pattern must say once where the number stands. Nothing was changed.",
            "Write {} in that place, as in A-{}.",
        )
    last = rule.first + (len(rule.spaces) - 1) * rule.step
    if last < 0 or (rule.step == 0 and len(rule.spaces) > 1):
        raise Invalid(
            "numbers_out_of_range",
            "The numbers would repeat or fall below zero. Nothing was changed.",
            "Choose another first number or another step.",
        )
