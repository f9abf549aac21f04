"""Which space each row of a list means, and what it would change. Pure: values in and out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from floorplans.plans.categories import fits
from floorplans.plans.editing.actions import At, Change, PlanAction
from floorplans.plans.editing.fields import changed
from floorplans.plans.editing.folded import Folded
from floorplans.plans.lists.place import Place, folded
from floorplans.plans.lists.points import points_of
from floorplans.plans.lists.views import RowChange
from floorplans.plans.lists.zones import zones_of
from floorplans.plans.spaces import PlannedSpace
from floorplans.wording import one_of
from importers.space_list import Listed, RowProblem

_TOLD = ("number", "name", "kind", "category", "capacity", "bookable", "places", "features")


@dataclass(slots=True)
class Fitted:
    """What a list comes to on one plan."""

    actions: list[PlanAction] = field(default_factory=list)
    changes: list[RowChange] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    without_place: list[RowProblem] = field(default_factory=list)
    elsewhere: int = 0
    unchanged: int = 0


class _Keys:
    """Finds spaces by number, and those without one by name."""

    def __init__(self, spaces: Sequence[PlannedSpace]) -> None:
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._names: dict[str, list[int]] = defaultdict(list)
        self._spaces = spaces
        for index, space in enumerate(spaces):
            if space.number:
                self._numbers[folded(space.number)].append(index)
            self._names[folded(space.name)].append(index)

    def of(self, row: Listed) -> list[int]:
        """The spaces that a row can mean; of several, those of its kind and its name."""
        if row.number is not None:
            # A label that we made up ("Desk 7") stands in no drawing, but in our own lists.
            found = self._numbers[folded(row.number)] or self._names[folded(row.number)]
        else:
            found = self._names[folded(row.name or "")]
        for trait in ("kind", "category"):
            wanted = getattr(row, trait)
            same = [i for i in found if getattr(self._spaces[i], trait) == wanted]
            found = same or found
        return found


def fit(rows: Sequence[Listed], plan: Folded, place: Place) -> Fitted:
    """Lay the rows over a plan of the floor ``place``."""
    made = Fitted()
    keys = _Keys(plan.spaces)
    meant: dict[int, Listed] = {}
    for row in rows:
        if not place.holds(row):
            made.elsewhere += 1
            continue
        index = _meant(row, keys.of(row), meant, made)
        if index is not None:
            meant[index] = row
    points = points_of(plan.spaces, meant)
    for index, row in meant.items():
        _change(row, plan.spaces[index], points[index], made)
    for change in zones_of(plan, meant, points):
        made.actions.append(change)
        made.zones.append(change.zone or "")
    return made


def _meant(row: Listed, found: list[int], meant: dict[int, Listed], made: Fitted) -> int | None:
    label = row.number or row.name or ""
    if not found:
        made.without_place.append(
            RowProblem(
                row.line,
                "LIST_SPACE_NOT_FOUND",
                f"The plan has no space “{label}”, so there is no place for this row.",
                "Draw the space in the studio and give it this number; then send the list again.",
            )
        )
        return None
    if len(found) > 1:
        made.problems.append(
            RowProblem(
                row.line,
                "LIST_SPACE_AMBIGUOUS",
                f"{len(found)} spaces of the plan are called “{label}”.",
                "Write the kind as well, or give them different numbers in the studio.",
            )
        )
        return None
    (index,) = found
    if index in meant:
        made.problems.append(
            RowProblem(
                row.line,
                "LIST_ROW_TWICE",
                f"“{label}” stands on line {meant[index].line} already.",
                "Delete one of the two lines.",
            )
        )
        return None
    return index


def _change(row: Listed, space: PlannedSpace, at: At, made: Fitted) -> None:
    kind = row.kind or space.kind
    if row.category is not None and not fits(kind, row.category):
        made.problems.append(
            RowProblem(
                row.line,
                "LIST_CATEGORY_UNFIT",
                f"{one_of(kind).capitalize()} cannot have the category {row.category}.",
                "Correct the kind or the category, or leave the cell empty.",
            )
        )
        return
    change = Change(
        (at,),
        name=row.name if row.number is not None else None,
        kind=None if row.kind in (None, space.kind) else row.kind,
        category=row.category,
        capacity=row.capacity,
        bookable=row.bookable,
        places=row.places,
        features=row.features,
    )
    after = changed(space, change)
    what = tuple(_differences(space, after))
    if not what:
        made.unchanged += 1
        return
    made.actions.append(change)
    made.changes.append(RowChange(row.line, after.kind, after.name, what))


def _differences(before: PlannedSpace, after: PlannedSpace) -> Iterator[str]:
    for name in _TOLD:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            told = "as they are" if name == "places" and old is None else _shown(old)
            yield f"{name} {told} → {_shown(new)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "") else str(value)
