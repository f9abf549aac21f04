"""What an action did, in one sentence for the list of edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import singledispatch
from itertools import pairwise
from math import dist

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
from floorplans.plans.editing.fields import numbers
from floorplans.wording import KIND_WORDS, listed, one_of


def sentence(action: Action) -> str:
    """As “Renumbered 12 desks, from A-01 to A-12.”"""
    return f"{_said(action)}."


@singledispatch
def _said(action: object) -> str:
    raise TypeError(f"{type(action).__name__} is no action")


@_said.register
def _(action: Change) -> str:
    return f"Changed {_counted(action.spaces)}: {', '.join(_changes(action))}"


def _changes(action: Change) -> list[str]:
    told = []
    for name in ("number", "name"):
        value = getattr(action, name)
        if value is not None:
            told.append(f"{name} “{value}”" if value else f"no {name}")
    if action.kind is not None:
        told.append(f"now {one_of(action.kind)}")
    if action.category is not None:
        told.append(f"category {action.category}")
    if action.capacity is not None:
        told.append(f"for {action.capacity}")
    if action.bookable is not None:
        told.append("can be booked" if action.bookable else "cannot be booked")
    if action.places is not None:
        told.append(f"{action.places:,} place{'' if action.places == 1 else 's'} to book")
    if action.zone is not None:
        told.append(f"in the zone “{action.zone}”" if action.zone else "in no zone")
    return told + _features(action)


def _features(action: Change) -> list[str]:
    told = []
    if action.features is not None:
        told.append(f"with {', '.join(action.features)}" if action.features else "no features")
    if action.add_features:
        told.append(f"now with {', '.join(action.add_features)}")
    if action.remove_features:
        told.append(f"now without {', '.join(action.remove_features)}")
    return told


@_said.register
def _(action: Renumber) -> str:
    given = list(numbers(action, len(action.spaces)))
    what = f"Renumbered {_counted(action.spaces)}"
    return f"{what}: {given[0]}" if len(given) == 1 else f"{what}, from {given[0]} to {given[-1]}"


@_said.register
def _(action: Draw) -> str:
    called = " ".join(word for word in (action.number, action.name) if word)
    return f"Drew a new {KIND_WORDS[action.kind][0]}" + (f" “{called}”" if called else "")


@_said.register
def _(action: TakeOver) -> str:
    count = len(action.actions)
    return f"Took over {count:,} change{'' if count == 1 else 's'} from “{action.source}”"


@_said.register
def _(action: Delete) -> str:
    return f"Deleted {_counted(action.spaces)}"


@_said.register
def _(action: Move) -> str:
    return f"Moved {_counted(action.spaces)} by {(action.dx**2 + action.dy**2) ** 0.5:.2f} m"


@_said.register
def _(action: Turn) -> str:
    return f"Turned {_counted(action.spaces)} by {action.degrees:g}°"


@_said.register
def _(action: Repeat) -> str:
    copies = _counted([action.space] * (action.columns * action.rows - 1))
    return f"Added {copies} in rows of {action.columns}"


@_said.register
def _(action: Merge) -> str:
    return f"Made one of {_counted(action.spaces)}"


@_said.register
def _(action: Split) -> str:
    return f"Cut {one_of(action.space.kind)} along a line"


@_said.register
def _(action: DrawZone) -> str:
    return f"Drew the zone “{action.name}”"


@_said.register
def _(action: DeleteZone) -> str:
    return f"Deleted the zone “{action.name}”"


@_said.register
def _(action: SameAs) -> str:
    return f"Chose which {_kind(action)} of the plan before this one is"


@_said.register
def _(action: IsNew) -> str:
    return f"Said that this {_kind(action)} is new"


@_said.register
def _(_: IsGone) -> str:
    return "Said that a place of the plan before is gone"


@_said.register
def _(_: AsCompared) -> str:
    return "Took back what was said of a match"


def _kind(action: SameAs | IsNew) -> str:
    return KIND_WORDS[action.space.kind][0]


@_said.register
def _(action: DrawWall) -> str:
    length = sum(dist(one, two) for one, two in pairwise(action.line))
    return f"Drew a wall of {length:.2f} m, and the drawing was read again"


@_said.register
def _(action: Ignore) -> str:
    return f"Ignored {_findings(len(action.spots), action.code)}: {action.reason.rstrip('. ')}"


@_said.register
def _(action: Reopen) -> str:
    return f"Asked again about {_findings(len(action.spots), action.code)}"


@_said.register
def _(action: Settle) -> str:
    return f"{_said(action.action)}, which settles a finding {action.code}"


def _findings(count: int, code: str) -> str:
    return f"1 finding {code}" if count == 1 else f"{count} findings {code}"


def _counted(spaces: Sequence[At]) -> str:
    """As “12 desks and 1 room”."""
    counts = Counter(at.kind for at in spaces)
    told = [f"{n} {KIND_WORDS[kind][n != 1]}" for kind, n in counts.items()]
    return listed(told)
