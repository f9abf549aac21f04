"""What the requests and answers of series carry."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, RootModel, StringConstraints

from app.api.bookings import OfferAnswer
from app.api.bring_shapes import BringAsked, BroughtAnswer, wanted_of
from app.api.fields import Asked, Note, Told, ToldPlace
from floorplans.equipment.rules import MOST_KINDS
from floorplans.series.recurrence import LAST_DAY, LONGEST_RULE, MOST_DATES
from floorplans.series.rules import DAY_MIN, FIRST_DAY
from floorplans.series.views import Hours, Scope, SeriesRequest

_WALL = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


def _known_day(value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError("must lie between the years 2000 and 2099")
    return value


def _wall(value: str) -> str:
    if _WALL.fullmatch(value) is None:
        raise ValueError("must be a time of day like 09:00")
    return value


#: A day as a calendar names it; JSON has it as text.
DayField = Annotated[date, Field(strict=False), AfterValidator(_known_day)]
#: A time as the clock in the building shows it.
WallField = Annotated[str, AfterValidator(_wall)]


def _minute(wall: str) -> int:
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: Any) -> str:
    within = minute if minute <= DAY_MIN else minute - DAY_MIN
    return f"{within // 60:02}:{within % 60:02}"


#: Minutes since midnight as a clock shows them.
WallTold = Annotated[str, BeforeValidator(_clock)]


class SeriesHours(Asked):
    """Hours by the building's clock; an end that is not after the start is on the next day."""

    from_wall: WallField = Field(alias="from")
    to_wall: WallField = Field(alias="to")

    @property
    def value(self) -> Hours:
        start, end = _minute(self.from_wall), _minute(self.to_wall)
        return Hours(start, end if end > start else end + DAY_MIN)


class SeriesDayAsked(Asked):
    """A chosen day: other hours or another place than the rest, or left out."""

    on: DayField
    hours: SeriesHours | None = None
    space_id: UUID | None = None
    skip: bool = False


class SeriesAsked(Asked):
    """A place on the days of a calendar rule, or on chosen ones.

    With ``rule`` (an RRULE of RFC 5545 with an end, followed from ``starts_on``) ``dates`` are only
    those that are to be otherwise; without it they are all there are. ``for_person_id`` is a
    colleague who lets colleagues book for them; staff name anybody.
    """

    space_id: UUID
    hours: SeriesHours
    rule: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_RULE)] | None = None
    starts_on: DayField | None = None
    dates: list[SeriesDayAsked] = Field(default=[], max_length=MOST_DATES)
    bring: list[BringAsked] = Field(default=[], max_length=MOST_KINDS)
    note: Note | None = None
    is_private: bool = False
    for_person_id: UUID | None = None


class SeriesDateAsked(Asked):
    on: DayField
    space_id: UUID | None = None


class SeriesRetryAsked(Asked):
    """Dates without a booking to be booked, at another place if one is named.

    Without any, those that clashed or were refused and lie ahead, at the places they had.
    """

    dates: list[SeriesDateAsked] = Field(default=[], max_length=MOST_DATES)


class SeriesChangeAsked(Asked):
    """What should be different for the dates in ``scope``; what is left out stays.

    ``on`` is the date that ``this`` and ``later`` mean. ``until`` is a new last day.
    """

    scope: Annotated[Scope, Field(strict=False)]
    on: DayField | None = None
    space_id: UUID | None = None
    hours: SeriesHours | None = None
    until: DayField | None = None


class SeriesScopeQuery(Asked):
    scope: Scope = Scope.ALL
    on: DayField | None = None


class SeriesPath(Asked):
    series_id: UUID


class SeriesProblem(Told):
    code: str
    message: str
    advice: str


class SeriesDateAnswer(Told):
    """A date, and how it stands.

    ``state`` is ``booked``, ``clash``, ``refused`` (``problem`` names the rule), ``skipped``,
    ``planned`` (can be booked from ``reach_on``), ``cancelled``, or in a preview ``free``.
    ``by_hand``: it was changed by itself, and changes of the series leave it. ``asked``: somebody
    must still approve it, or in a preview would have to. ``is_theirs``: its person moved what you
    had booked for them; place and hours are what you had booked. ``changed``: the request that is
    answered changed it.
    """

    on: date
    state: str
    space_id: UUID
    space_name: str
    from_at: datetime | None = Field(serialization_alias="from")
    to_at: datetime | None = Field(serialization_alias="to")
    booking_id: UUID | None
    phase: str | None
    by_hand: bool
    asked: bool
    is_theirs: bool
    changed: bool
    problem: SeriesProblem | None
    reach_on: date | None
    alternatives: list[OfferAnswer]


class SeriesPlanAnswer(Told):
    """What booking would come to. ``for_all`` are places free on every date that clashes."""

    space_id: UUID
    space_name: str
    time_zone: str
    said: str
    dates: list[SeriesDateAnswer]
    for_all: list[OfferAnswer]


class SeriesHoursAnswer(Told):
    """Hours by the building's clock; an end that is not after the start is on the next day."""

    from_wall: WallTold = Field(validation_alias="from_minute", serialization_alias="from")
    to_wall: WallTold = Field(validation_alias="to_minute", serialization_alias="to")


class SeriesAnswer(ToldPlace):
    """A series; ``rule`` is null for chosen days, ``said`` tells in words when it is."""

    id: UUID
    hours: SeriesHoursAnswer
    rule: str | None
    said: str
    starts_on: date
    ends_on: date
    is_mine: bool
    is_by_me: bool = Field(description="You booked it for somebody else")
    person_id: UUID
    person_name: str
    dates: list[SeriesDateAnswer]
    for_all: list[OfferAnswer]
    brings: list[BroughtAnswer]


class SeriesList(RootModel[list[SeriesAnswer]]):
    pass


def request_of(body: SeriesAsked, key: str | None) -> SeriesRequest:
    """The request as the use case takes it; ``key`` makes its repetition harmless."""
    own = {each.on: each.hours.value for each in body.dates if each.hours is not None}
    return SeriesRequest(
        space_id=body.space_id,
        hours=body.hours.value,
        days=() if body.rule is not None else tuple(each.on for each in body.dates),
        rule=body.rule,
        starts_on=body.starts_on,
        hours_on=own,
        instead={each.on: each.space_id for each in body.dates if each.space_id is not None},
        skip=frozenset(each.on for each in body.dates if each.skip),
        idempotency_key=key,
        bring=wanted_of(body.bring),
        note=body.note,
        is_private=body.is_private,
    )
