"""The same action on a drawing whose metres have become more or fewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from floorplans.plans.editing.actions import Action, At, Point, Spot

_LENGTHS = frozenset(("dx", "dy", "row_dx", "row_dy"))


def scaled(action: Action, factor: float) -> Action:
    """``action`` with every point and length times ``factor``."""
    if factor == 1.0:
        return action
    own = {each.name: getattr(action, each.name) for each in fields(action)}
    return replace(action, **{name: _value(name, value, factor) for name, value in own.items()})


def _value(name: str, value: Any, factor: float) -> Any:
    if value is None:
        return None
    if name in _LENGTHS:
        return value * factor
    scale = _SCALE.get(name)
    return value if scale is None else scale(value, factor)


def _at(at: At, factor: float) -> At:
    return At(at.kind, at.x * factor, at.y * factor)


def _spot(spot: Spot, factor: float) -> Spot:
    if spot.x is None or spot.y is None:
        return spot
    return Spot(spot.x * factor, spot.y * factor, spot.layer)


def _points(points: Sequence[Point], factor: float) -> tuple[Point, ...]:
    return tuple((x * factor, y * factor) for x, y in points)


#: How the fields that hold places follow the unit.
_SCALE: Mapping[str, Callable[[Any, float], Any]] = MappingProxyType(
    {
        "spaces": lambda value, factor: tuple(_at(each, factor) for each in value),
        "space": _at,
        "spots": lambda value, factor: tuple(_spot(each, factor) for each in value),
        "spot": _spot,
        "action": scaled,
        "actions": lambda value, factor: tuple(scaled(each, factor) for each in value),
        "ring": _points,
        "line": _points,
    }
)
