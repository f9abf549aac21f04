"""Kinds of values that requests carry: strict, bounded, and silent about what they refuse."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from floorplans.walking.rules import NARROWEST_M, WIDEST_M

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(?:([Zz])|([+\- ])(\d\d):?(\d\d))",
    re.ASCII,
)


def _iso_with_offset(value: Any) -> Any:
    """Only ISO 8601 with an offset; a bare number or a local time is refused.

    A plus sign that was not escaped in a query arrives as a blank and is taken as meant.
    """
    found = _ISO.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("must be a time in ISO 8601 with offset, as 2026-11-18T09:00:00+01:00")
    local, zulu, sign, hours, minutes = found.groups()
    if zulu:
        return f"{local}Z"
    return f"{local}{'-' if sign == '-' else '+'}{hours}:{minutes}"


_LOCAL = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d)?)?", re.ASCII)
_DAY_LENGTH = len("2026-11-30")


def _day_or_time(value: Any) -> Any:
    """A day or a time as a clock shows it, or an instant; a day means its first moment."""
    if isinstance(value, str) and _LOCAL.fullmatch(value):
        return f"{value}T00:00" if len(value) == _DAY_LENGTH else value
    return _iso_with_offset(value)


def _sane_wall(value: datetime) -> datetime:
    if value.tzinfo is not None:
        return _sane(value)
    _sane(value.replace(tzinfo=UTC))
    return value


def _sane(value: datetime) -> datetime:
    if not EARLIEST <= value < LATEST:
        raise ValueError("must lie between the years 2000 and 2100")
    return value.astimezone(UTC)


#: An instant, in UTC once it is read. The validator in front has been strict already; what it hands
#: on is text, which strict mode would refuse in a JSON body.
Instant = Annotated[
    AwareDatetime, Field(strict=False), BeforeValidator(_iso_with_offset), AfterValidator(_sane)
]

#: A day or a time in the building (naive), or an instant in UTC.
Moment = Annotated[
    datetime, Field(strict=False), BeforeValidator(_day_or_time), AfterValidator(_sane_wall)
]

#: One line of text without control characters.
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")
]
#: What a person writes beside a booking; line breaks are theirs.
Note = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\w .:/+-]+$")]

Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
#: Degrees clockwise from true north; a compass may count below zero.
Bearing = Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
#: What a person measured of a lift or a door.
ClearMetres = Annotated[float, Field(ge=NARROWEST_M, le=WIDEST_M, allow_inf_nan=False)]


class Asked(BaseModel):
    """Base of what requests carry: nothing unknown, nothing converted, nothing repeated back."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, populate_by_name=False
    )


class Told(BaseModel):
    """Base of what answers carry, read from the views of the services."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)


class ToldPlace(Told):
    """Which space something is about, and where."""

    space_id: UUID
    space_name: str
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str


class ToldHours(ToldPlace):
    """Which space, and from when to when."""

    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
