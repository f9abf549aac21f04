"""Applies what people did, in order, to the spaces and zones of a plan. Pure: values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch
from itertools import count, islice

from floorplans.plans.editing import fields, shapes, zoning
from floorplans.plans.editing.actions import (
    Action,
    AsCompared,
    At,
    Change,
    Delete,
    DeleteZone,
    Draw,
    DrawWall,
    DrawZone,
    Ignore,
    IsGone,
    IsNew,
    Merge,
    Move,
    Renumber,
    Reopen,
    Repeat,
    SameAs,
    Settle,
    Split,
    TakeOver,
    Turn,
)
from floorplans.plans.editing.said import Said
from floorplans.plans.editing.sheet import NotThere, Sheet
from floorplans.plans.spaces import PlannedSpace, PlannedZone


@dataclass(frozen=True, slots=True)
class Lost:
    """An action (by its index) that could not be done on this plan, and why, for a person."""

    action: int
    reason: str


@dataclass(frozen=True, slots=True)
class Edited:
    """The plan after all actions, and those that found no place on it.

    ``said`` is what people said of matches with the plan before.
    """

    spaces: tuple[PlannedSpace, ...]
    zones: tuple[PlannedZone, ...]
    lost: tuple[Lost, ...] = ()
    said: Said = field(default_factory=Said)


def apply(
    spaces: Sequence[PlannedSpace],
    zones: Sequence[PlannedZone],
    actions: Iterable[Action],
    *,
    numbers: Iterable[int] | None = None,
    said: Said | None = None,
) -> Edited:
    """Do ``actions`` one after the other; one that cannot be done changes nothing and is told.

    New spaces have their keys from ``numbers``, one for each action: 1, 2, 3 when it is None.
    ``said`` is what earlier actions said of matches.
    """
    sheet = Sheet(list(spaces), list(zones), said=said or Said())
    lost = []
    for index, (action, number) in enumerate(zip(actions, numbers or count(1), strict=False)):
        trial = sheet.copy(number)
        try:
            _do(action, trial)
        except (NotThere, shapes.Impossible) as no:
            lost.append(Lost(index, str(no)))
        else:
            sheet = trial
    return Edited(tuple(sheet.spaces), tuple(sheet.zones), tuple(lost), sheet.said)


@singledispatch
def _do(action: object, sheet: Sheet) -> None:
    raise TypeError(f"{type(action).__name__} is no action")


@_do.register
def _(action: Change, sheet: Sheet) -> None:
    _change(action, sheet.find_all(action.spaces), sheet)


def _change(action: Change, found: Sequence[int], sheet: Sheet) -> None:
    for index in found:
        sheet.spaces[index] = fields.changed(sheet.spaces[index], action)
    if action.zone is not None:
        sheet.zones = zoning.put(sheet.spaces, sheet.zones, found, action.zone)


@_do.register
def _(action: Renumber, sheet: Sheet) -> None:
    found = sheet.find_all(action.spaces)
    for index, number in zip(found, fields.numbers(action, len(found)), strict=True):
        sheet.spaces[index] = fields.numbered(sheet.spaces[index], number)


@_do.register
def _(action: Draw, sheet: Sheet) -> None:
    sheet.add(fields.drawn(action, shapes.ring(action.ring)))


@_do.register
def _(action: Delete, sheet: Sheet) -> None:
    gone = set(sheet.find_all(action.spaces))
    sheet.spaces = [space for index, space in enumerate(sheet.spaces) if index not in gone]


@_do.register
def _(action: Move, sheet: Sheet) -> None:
    for index in sheet.find_all(action.spaces):
        space = sheet.spaces[index]
        moved = shapes.moved(space.polygon, action.dx, action.dy)
        sheet.spaces[index] = replace(space, polygon=moved)


@_do.register
def _(action: Turn, sheet: Sheet) -> None:
    found = sheet.find_all(action.spaces)
    turned = shapes.turned([sheet.spaces[index].polygon for index in found], action.degrees)
    for index, polygon in zip(found, turned, strict=True):
        space = sheet.spaces[index]
        looks = fields.turned_deg(space.rotation_deg, action.degrees)
        sheet.spaces[index] = replace(space, polygon=polygon, rotation_deg=looks)


@_do.register
def _(action: Repeat, sheet: Sheet) -> None:
    space = sheet.spaces[sheet.find(action.space)]
    shapes.check_copies(space.polygon, action.rows * action.columns)
    for row in range(action.rows):
        for column in range(action.columns):
            if row or column:
                dx = column * action.dx + row * action.row_dx
                dy = column * action.dy + row * action.row_dy
                sheet.add(fields.copied(space, shapes.moved(space.polygon, dx, dy)))


@_do.register
def _(action: Merge, sheet: Sheet) -> None:
    found = sheet.find_all(action.spaces)
    whole = shapes.merged([sheet.spaces[index].polygon for index in found])
    first = max(found, key=lambda index: (sheet.spaces[index].polygon.area, -index))
    sheet.spaces[first] = fields.grown(sheet.spaces[first], whole)
    others = set(found) - {first}
    sheet.spaces = [space for index, space in enumerate(sheet.spaces) if index not in others]


@_do.register
def _(action: Split, sheet: Sheet) -> None:
    index = sheet.find(action.space)
    space = sheet.spaces[index]
    largest, *rest = shapes.split(space.polygon, action.line)
    sheet.spaces[index] = fields.grown(space, largest)
    for part in rest:
        sheet.add(fields.copied(space, part))


@_do.register
def _(action: DrawZone, sheet: Sheet) -> None:
    zone = PlannedZone(action.name, shapes.ring(action.ring))
    sheet.zones = [z for z in sheet.zones if z.name.casefold() != action.name.casefold()]
    sheet.zones.append(zone)


@_do.register
def _(action: DeleteZone, sheet: Sheet) -> None:
    kept = [z for z in sheet.zones if z.name.casefold() != action.name.casefold()]
    if len(kept) == len(sheet.zones):
        raise NotThere(f"There is no zone {action.name}.")
    sheet.zones = kept


@_do.register
def _(action: SameAs, sheet: Sheet) -> None:
    sheet.said = sheet.said.same(_key_at(sheet, action.space), action.known)


@_do.register
def _(action: IsNew, sheet: Sheet) -> None:
    sheet.said = sheet.said.new(_key_at(sheet, action.space))


@_do.register
def _(action: IsGone, sheet: Sheet) -> None:
    sheet.said = sheet.said.gone(action.known)


@_do.register
def _(action: AsCompared, sheet: Sheet) -> None:
    key = None if action.space is None else _key_at(sheet, action.space)
    sheet.said = sheet.said.forget(key, action.known)


def _key_at(sheet: Sheet, place: At) -> str:
    return sheet.spaces[sheet.find(place)].key


@_do.register
def _(action: Settle, sheet: Sheet) -> None:
    _do(action.action, sheet)


@_do.register
def _(action: TakeOver, sheet: Sheet) -> None:
    # All are looked for at once: a list may hold thousands.
    changes = [each for each in action.actions if isinstance(each, Change)]
    found = iter(sheet.find_each([at for change in changes for at in change.spaces]))
    for change in changes:
        _change(change, list(islice(found, len(change.spaces))), sheet)
    for each in action.actions:
        if not isinstance(each, Change):
            _do(each, sheet)


@_do.register(DrawWall)
@_do.register(Ignore)
@_do.register(Reopen)
def _(action: object, sheet: Sheet) -> None:
    """Nothing of the plan: walls go into the reading, and words about findings stand beside it."""
