"""Actions as plain JSON and back, as the log keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

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
    Point,
    Renumber,
    Reopen,
    Repeat,
    SameAs,
    Settle,
    Split,
    Spot,
    TakeOver,
    Turn,
)

#: What an action is called in the log and in the API: the value of ``do``.
ACTIONS: Mapping[str, type[Action]] = MappingProxyType(
    {
        "change": Change,
        "renumber": Renumber,
        "draw": Draw,
        "delete": Delete,
        "move": Move,
        "turn": Turn,
        "repeat": Repeat,
        "merge": Merge,
        "split": Split,
        "draw_zone": DrawZone,
        "delete_zone": DeleteZone,
        "draw_wall": DrawWall,
        "ignore": Ignore,
        "reopen": Reopen,
        "settle": Settle,
        "take_over": TakeOver,
        "same_as": SameAs,
        "is_new": IsNew,
        "is_gone": IsGone,
        "as_compared": AsCompared,
    }
)
_NAMES = {kind: name for name, kind in ACTIONS.items()}


def to_plain(action: Action) -> dict[str, Any]:
    """Dicts, lists, text and finite numbers; what is None is left out."""
    own = {each.name: getattr(action, each.name) for each in fields(action)}
    told = {name: _plain(value) for name, value in own.items() if value is not None}
    return {"do": _NAMES[type(action)], **told}


def from_plain(plain: Mapping[str, Any]) -> Action:
    """The action behind ``to_plain``; raises ``ValueError`` for anything else."""
    told = dict(plain)
    try:
        kind = ACTIONS[told.pop("do")]
        return kind(**{name: _value(name, value) for name, value in told.items()})
    except (KeyError, TypeError) as error:
        raise ValueError("this is no action") from error


def _plain(value: Any) -> Any:
    if isinstance(value, At | Spot):
        own = {each.name: getattr(value, each.name) for each in fields(value)}
        return {name: part for name, part in own.items() if part is not None}
    if is_dataclass(value):
        return to_plain(value)  # type: ignore[arg-type]
    if isinstance(value, UUID):
        return str(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _value(name: str, value: Any) -> Any:
    read = _READ.get(name)
    return value if read is None else read(value)


def _point(value: Any) -> Point:
    x, y = value
    return float(x), float(y)


#: How the fields that are no plain words or numbers are read.
_READ: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "spaces": lambda value: tuple(At(**each) for each in value),
        "space": lambda value: At(**value),
        "spots": lambda value: tuple(Spot(**each) for each in value),
        "spot": lambda value: Spot(**value),
        "action": from_plain,
        "actions": lambda value: tuple(map(from_plain, value)),
        "ring": lambda value: tuple(_point(each) for each in value),
        "line": lambda value: tuple(_point(each) for each in value),
        "features": tuple,
        "add_features": tuple,
        "remove_features": tuple,
        "known": lambda value: UUID(str(value)),
    }
)
