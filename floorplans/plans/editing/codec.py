"""Actions as plain JSON and back, as the log keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from floorplans.plans.editing.actions import (
    Action,
    At,
    Change,
    Delete,
    DeleteZone,
    Draw,
    DrawZone,
    Merge,
    Move,
    Point,
    Renumber,
    Repeat,
    Split,
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
    if isinstance(value, At):
        return {"kind": value.kind, "x": value.x, "y": value.y}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _value(name: str, value: Any) -> Any:
    match name:
        case "spaces":
            return tuple(At(**each) for each in value)
        case "space":
            return At(**value)
        case "ring" | "line":
            return tuple(_point(each) for each in value)
        case "features":
            return tuple(value)
    return value


def _point(value: Any) -> Point:
    x, y = value
    return float(x), float(y)
