"""Boxes and times as OGC API - Features writes them into a query."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, WithJsonSchema

from app.api.fields import Instant

#: With heights in between, which are of no use here: every floor has its ordinal.
_WITH_HEIGHTS = 6
_PLAIN = 4
_OPEN = ("", "..")
_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


@dataclass(frozen=True, slots=True)
class When:
    """An instant has both ends alike; an end that is None is open."""

    from_at: datetime | None
    to_at: datetime | None


def _box(value: Any) -> tuple[float, float, float, float]:
    """West, south, east, north; the west may be the greater, over the antimeridian."""
    try:
        told = [float(part) for part in str(value).split(",")]
    except ValueError:
        told = []
    if len(told) == _WITH_HEIGHTS:
        told = [*told[:2], *told[3:5]]
    if len(told) != _PLAIN or not all(map(math.isfinite, told)):
        raise ValueError("must be four numbers, as 4.89,52.37,4.90,52.38")
    west, south, east, north = told
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("must be degrees: west, south, east, north, the south before the north")
    return west, south, east, north


def _when(value: Any) -> When:
    parts = str(value).split("/")
    if len(parts) == 1:
        return When(_instant(parts[0]), _instant(parts[0]))
    if len(parts) != 2 or all(part in _OPEN for part in parts):
        raise ValueError("must be an instant, or two with a slash between; one may be “..”")
    begins, ends = (None if part in _OPEN else _instant(part) for part in parts)
    if begins is not None and ends is not None and ends < begins:
        raise ValueError("must not end before it begins")
    return When(begins, ends)


def _instant(text: str) -> datetime:
    try:
        return _INSTANT.validate_python(text)
    except ValidationError:
        raise ValueError("must be ISO 8601 with offset, as 2026-11-18T09:00:00Z") from None


#: A box, once it is read: west, south, east, north.
BoxText = Annotated[
    tuple[float, float, float, float],
    Field(strict=False),
    BeforeValidator(_box),
    WithJsonSchema({"type": "string"}),
]
#: An instant or an interval.
WhenText = Annotated[When, BeforeValidator(_when), WithJsonSchema({"type": "string"})]
