"""What the addresses of OGC API - Features and Tiles have in common."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.checks import View
from app.api.fields import Asked
from app.api.ogc_values import When, WhenText
from app.context import addresses, now
from app.errors import problem_of, problem_response
from floorplans.bookings import service as bookings
from floorplans.bookings.views import Window
from floorplans.catalogue.views import Collection
from floorplans.errors import Invalid, NotFound

TAG = Tag(name="ogc", description="OGC API - Features and Tiles, for GIS programs.")
PREFIX = "/api/v1"
ROOT = "/ogc"
#: An instant is asked of what is free as the minute that begins with it.
MOMENT = timedelta(minutes=1)
ABOUT = {
    Collection.SITES: ("Sites", "Where an organisation has buildings: one point each."),
    Collection.BUILDINGS: ("Buildings", "The outlines of all floors of a building together."),
    Collection.FLOORS: ("Floors", "Outlines by the plan in force."),
    Collection.SPACES: (
        "Spaces",
        "Rooms, desks and other places by the plan in force; with “datetime” whether each is free.",
    ),
}


class CollectionPath(Asked):
    collection: str


class WhenAsked(Asked):
    when: WhenText | None = Field(
        None,
        alias="datetime",
        description="An instant, or two with a slash between: 2026-11-18T09:00:00Z/2026-11-18T17:"
        "00:00Z; “..” is an open end. Of the plans in force then; and what is free, but for open "
        "ends",
    )


def by_the_standard(view: View) -> View:
    """Answer 400 where the house answers 422."""

    @wraps(view)
    def wrapper(**values: Any) -> Response:
        try:
            return view(**values)
        except Invalid as error:
            return problem_response(replace(problem_of(error), status=HTTPStatus.BAD_REQUEST))

    wrapper.__delay_validate_request__ = True  # type: ignore[attr-defined]
    return cast("View", wrapper)


def read_when(when: When | None) -> tuple[datetime, Window | None]:
    """When which plans are shown, and the hours whose availability is told."""
    if when is None:
        return now(), None
    if when.from_at is None or when.to_at is None:
        return when.from_at or when.to_at or now(), None
    ends = when.to_at if when.from_at < when.to_at else when.to_at + MOMENT
    window = bookings.shown_window(when.from_at, ends)
    return window.plan_at(now()), window


def known(name: str) -> Collection:
    try:
        return Collection(name)
    except ValueError:
        names = ", ".join(Collection)
        raise NotFound(
            "collection_not_found", "There is no such collection.", f"Take one of: {names}."
        ) from None


def link(rel: str, path: str, media_type: str, title: str) -> dict[str, str]:
    return {
        "href": addresses().page(f"{PREFIX}{path}"),
        "rel": rel,
        "type": media_type,
        "title": title,
    }
