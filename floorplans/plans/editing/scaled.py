"""The same action on a drawing whose metres have become more or fewer."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from floorplans.plans.editing.actions import Action, At

_LENGTHS = frozenset(("dx", "dy", "row_dx", "row_dy"))


def scaled(action: Action, factor: float) -> Action:
    """``action`` with every point and length times ``factor``."""
    if factor == 1.0:
        return action
    own = {each.name: getattr(action, each.name) for each in fields(action)}
    return replace(action, **{name: _value(name, value, factor) for name, value in own.items()})


def _value(name: str, value: Any, factor: float) -> Any:
    match name:
        case "spaces":
            return tuple(_at(each, factor) for each in value)
        case "space":
            return _at(value, factor)
        case "ring" | "line":
            return tuple((x * factor, y * factor) for x, y in value)
    return value * factor if name in _LENGTHS else value


def _at(at: At, factor: float) -> At:
    return At(at.kind, at.x * factor, at.y * factor)
