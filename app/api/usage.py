"""How much places are used: months of sites, told so that nobody can be found in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Told
from app.api.paths import SitePath
from app.api.problems import WITH_BODY
from app.context import actor, db
from app.security.access import needs
from floorplans.actor import Role
from floorplans.usage import service as usage
from floorplans.usage.rules import LEAST_PEOPLE, MOST_PEOPLE
from floorplans.usage.views import Choice

TAG = Tag(name="use", description="How long and how often places are used, about nobody.")


class UseQuery(Asked):
    """A month as 2026-10, the latest that was counted without one."""

    month: Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")] | None = None


class UseValues(Told):
    """Whole hours, counts, and a median to a quarter of an hour; null where too few people are
    behind a number."""

    booked_h: int | None
    used_h: int | None
    no_shows: int | None
    released_early: int | None
    median_min: int | None


class UsePart(Told):
    """A zone of a floor, or an hour of a weekday."""

    key: str
    name: str
    values: UseValues


class UseRow(Told):
    """A floor or a weekday; ``rest`` is what its hidden parts come to."""

    key: str
    name: str
    values: UseValues
    parts: list[UsePart]
    rest: UseValues | None


class UseOfKind(Told):
    kind: str
    values: UseValues
    floors: list[UseRow]
    floors_rest: UseValues | None
    weekdays: list[UseRow]
    weekdays_rest: UseValues | None


class UseCounted(Told):
    values: UseValues
    kinds: list[UseOfKind]
    kinds_rest: UseValues | None


class UseAnswer(Told):
    """A month as it was counted, once, after it was over; ``month`` is its first day."""

    site_id: UUID
    site_name: str
    month: date
    least_people: int
    counted_at: datetime
    counted: UseCounted


class UseMonths(Told):
    """The first days of the months that were counted, the latest first."""

    site_id: UUID
    site_name: str
    months: list[date]


class UseMonthsList(RootModel[list[UseMonths]]):
    pass


class UseChoice(Asked):
    """Whether use is counted, and how many different people are behind each number at least."""

    is_counted: bool
    least_people: Annotated[int, Field(ge=LEAST_PEOPLE, le=MOST_PEOPLE)]


class UseChosen(Told):
    is_counted: bool
    least_people: int


@api.get("/use", tags=[TAG], responses={200: UseMonthsList})
@needs(Role.FACILITY)
@checked
def use_months() -> Response:
    """Every site with its months; 404 where the organisation does not count."""
    found = usage.months(db(), actor())
    return told(UseMonthsList.model_validate(found, from_attributes=True))


@api.get("/sites/<uuid:site_id>/use", tags=[TAG], responses={200: UseAnswer})
@needs(Role.FACILITY)
@checked
def site_use(path: SitePath, query: UseQuery) -> Response:
    """One month by kind, floor and zone, and by weekday and hour."""
    month = None if query.month is None else date.fromisoformat(f"{query.month}-01")
    found = usage.use(db(), actor(), path.site_id, month)
    return told(UseAnswer.model_validate(found, from_attributes=True))


@api.get("/use/choice", tags=[TAG], responses={200: UseChosen})
@needs(Role.ADMIN)
@checked
def use_choice() -> Response:
    """What the organisation chose."""
    return told(UseChosen.model_validate(usage.choice(db(), actor()), from_attributes=True))


@api.put("/use/choice", tags=[TAG], responses={200: UseChosen, **WITH_BODY})
@needs(Role.ADMIN)
@checked
def choose_use(body: UseChoice) -> Response:
    """Count or not, for months that are counted from now on."""
    chosen = usage.choose(db(), actor(), Choice(body.is_counted, body.least_people))
    return told(UseChosen.model_validate(chosen, from_attributes=True))
