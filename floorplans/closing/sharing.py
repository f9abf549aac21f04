"""Which free places are offered to whom, over all affected bookings at once: values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from floorplans.bookings.views import Window

#: Offers for each booking, the best first.
MOST_OFFERS = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """A booking that needs another place: its hours, and what each fitting free place costs it."""

    booking_id: UUID
    window: Window
    costs: Mapping[UUID, float]


@dataclass(frozen=True, slots=True)
class Offered:
    """A place that is already offered to somebody for these hours."""

    space_id: UUID
    window: Window


def share_out(
    wishes: Sequence[Wish], offered: Iterable[Offered] = ()
) -> dict[UUID, tuple[UUID, ...]]:
    """Up to three places for each booking, the cheapest first, by the booking's id.

    As many bookings as possible get a place of their own, and among all ways to do so the costs add
    up to the least; then each may get a second and a third that nobody else is offered. Two
    bookings whose hours meet are offered one place only where one of them had none otherwise.
    """
    given: dict[UUID, list[UUID]] = {wish.booking_id: [] for wish in wishes}
    used: dict[UUID, list[Window]] = {}
    for each in offered:
        used.setdefault(each.space_id, []).append(each.window)
    groups = _meeting(wishes)
    for _ in range(MOST_OFFERS):
        for group in groups:
            _one_each(group, given, used)
        _catch_up(wishes, given, used)
    return {booking: tuple(spaces) for booking, spaces in given.items()}


def _meeting(wishes: Sequence[Wish]) -> list[list[Wish]]:
    """The bookings in groups, so that hours of one group never meet those of another."""
    groups: list[list[Wish]] = []
    ends = None
    for wish in sorted(wishes, key=lambda each: (each.window.from_at, str(each.booking_id))):
        if ends is None or wish.window.from_at >= ends:
            groups.append([])
            ends = wish.window.to_at
        groups[-1].append(wish)
        ends = max(ends, wish.window.to_at)
    return groups


def _one_each(
    group: Sequence[Wish], given: dict[UUID, list[UUID]], used: dict[UUID, list[Window]]
) -> None:
    """The cheapest assignment of one more place to as many of the group as possible."""
    # scipy takes a while to import, which only a closure that affects somebody is worth.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    open_to = [_open(wish, used) for wish in group]
    spaces = sorted({space for each in open_to for space in each}, key=str)
    if not spaces:
        return
    column = {space: n for n, space in enumerate(spaces)}
    dearest = max(max(each.values(), default=0.0) for each in open_to) + 1.0
    # One booking more with a place is worth any way of all the others.
    table = np.full((len(group), len(spaces)), dearest * (len(group) + 1))
    for row, costs in enumerate(open_to):
        for space, cost in costs.items():
            table[row, column[space]] = cost
    for row, found in zip(*linear_sum_assignment(table), strict=True):
        if spaces[found] in open_to[row]:
            _give(group[row], spaces[found], given, used)


def _catch_up(
    wishes: Sequence[Wish], given: dict[UUID, list[UUID]], used: dict[UUID, list[Window]]
) -> None:
    """Whoever has nothing is offered what is nearest, where need be what others are offered."""
    for wish in wishes:
        if given[wish.booking_id] or not wish.costs:
            continue
        choice = _open(wish, used) or wish.costs
        _give(wish, min(choice, key=lambda space: (choice[space], str(space))), given, used)


def _open(wish: Wish, used: Mapping[UUID, Sequence[Window]]) -> dict[UUID, float]:
    return {
        space: cost
        for space, cost in wish.costs.items()
        if not any(_meet(wish.window, window) for window in used.get(space, ()))
    }


def _give(
    wish: Wish, space: UUID, given: dict[UUID, list[UUID]], used: dict[UUID, list[Window]]
) -> None:
    given[wish.booking_id].append(space)
    used.setdefault(space, []).append(wish.window)


def _meet(one: Window, other: Window) -> bool:
    return one.from_at < other.to_at and other.from_at < one.to_at
