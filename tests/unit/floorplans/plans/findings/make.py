"""Findings, entries and plans for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from shapely import Polygon, box

from floorplans.plans.editing.actions import Action
from floorplans.plans.editing.folded import Entry
from floorplans.plans.findings.values import Finding
from floorplans.plans.spaces import PlannedSpace

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


def make_finding(
    code: str = "ROOM_WITHOUT_LABEL",
    at: tuple[float, float] | None = (2.0, 2.0),
    *,
    number: int = 1,
    layer: str | None = "A-AREA",
    segment: tuple[float, float, float, float] | None = None,
    choices: tuple[str, ...] = (),
) -> Finding:
    x, y = at or (None, None)
    return Finding(
        number, code, "warning", "Something is so.", "Do this.", None, layer, x, y, segment, choices
    )


def make_entry(action: Action, number: int = 1, metres_per_unit: float = 1.0) -> Entry:
    return Entry(number, action, metres_per_unit, "Ann", NOW, undone=False)


def make_space(
    name: str, shape: Polygon | None = None, *, kind: str = "room", number: str | None = None
) -> PlannedSpace:
    return replace(_SPACE, name=name, number=number, kind=kind, polygon=shape or box(0, 0, 4, 4))


_SPACE = PlannedSpace(
    kind="room",
    category="office",
    number=None,
    name="Room 1",
    capacity=1,
    bookable=False,
    features=(),
    polygon=box(0, 0, 4, 4),
    rotation_deg=None,
    handle=None,
    layer="A-AREA",
)
