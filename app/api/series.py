"""Series: a place on several days at once, and one, the later or all of them changed."""

from __future__ import annotations

from flask import Response, url_for
from flask_openapi3.models.tag import Tag

from app.api.answers import told
from app.api.blueprint import api
from app.api.bookings import OnceHeader
from app.api.checks import checked
from app.api.problems import CAN_CLASH, WITH_BODY
from app.api.series_shapes import (
    SeriesAnswer,
    SeriesAsked,
    SeriesChangeAsked,
    SeriesList,
    SeriesPath,
    SeriesPlanAnswer,
    SeriesRetryAsked,
    SeriesScopeQuery,
    request_of,
)
from app.context import actor, context, db, now
from app.live.stamps import Topic
from app.security.access import changes
from floorplans.series import service
from floorplans.series.views import SeriesChange

TAG = Tag(
    name="series",
    description="A place for the same hours on several days. Each date is a booking of its own.",
)


@api.get("/series", tags=[TAG], responses={200: SeriesList})
@checked
def my_series() -> Response:
    """Your series that are not over, and those you booked for others, with all their dates."""
    found = service.my_series(db(), actor(), now())
    return told(SeriesList.model_validate(found, from_attributes=True))


@api.post("/series/preview", tags=[TAG], responses={200: SeriesPlanAnswer, **WITH_BODY})
@checked
def preview_series(body: SeriesAsked) -> Response:
    """What booking this series would come to, date by date. Nothing is booked."""
    found = service.preview(
        db(),
        actor(),
        request_of(body, None),
        now(),
        for_person_id=body.for_person_id,
        offering=context().memory.alternatives,
    )
    return told(SeriesPlanAnswer.model_validate(found))


@api.post("/series", tags=[TAG], responses={201: SeriesAnswer, **CAN_CLASH, **WITH_BODY})
@changes(Topic.FLOORS)
@checked
def book_series(header: OnceHeader, body: SeriesAsked) -> Response:
    """Book a place on several days. What can be booked is; the answer tells of every date."""
    memory = context().memory
    made = service.book(
        db(),
        actor(),
        request_of(body, header.key),
        now(),
        for_person_id=body.for_person_id,
        offering=memory.alternatives,
        known=memory.spaces,
    )
    response = told(SeriesAnswer.model_validate(made), 201)
    response.headers["Location"] = url_for("api.one_series", series_id=made.id)
    return response


@api.get("/series/<uuid:series_id>", tags=[TAG], responses={200: SeriesAnswer})
@checked
def one_series(path: SeriesPath) -> Response:
    """A series with its dates, and free places for those that clash."""
    alternatives = context().memory.alternatives
    found = service.series(db(), actor(), path.series_id, now(), offering=alternatives)
    return told(SeriesAnswer.model_validate(found))


@api.post(
    "/series/<uuid:series_id>/retry",
    tags=[TAG],
    responses={200: SeriesAnswer, **CAN_CLASH, **WITH_BODY},
)
@changes(Topic.FLOORS)
@checked
def retry_series(path: SeriesPath, body: SeriesRetryAsked) -> Response:
    """Book dates that have no booking, at another place if one is named. Booked ones stay."""
    memory = context().memory
    found = service.try_again(
        db(),
        actor(),
        path.series_id,
        {each.on: each.space_id for each in body.dates},
        now(),
        offering=memory.alternatives,
        known=memory.spaces,
    )
    return told(SeriesAnswer.model_validate(found))


@api.patch(
    "/series/<uuid:series_id>",
    tags=[TAG],
    responses={200: SeriesAnswer, **CAN_CLASH, **WITH_BODY},
)
@changes(Topic.FLOORS)
@checked
def change_series(path: SeriesPath, body: SeriesChangeAsked) -> Response:
    """Change place, hours or end of this date, of it and the later ones, or of all.

    A date that was changed by itself, or whose new place is taken, stays; ``problem`` tells why.
    """
    hours = None if body.hours is None else body.hours.value
    wanted = SeriesChange(body.scope, body.on, body.space_id, hours, body.until)
    alternatives = context().memory.alternatives
    found = service.change(db(), actor(), path.series_id, wanted, now(), offering=alternatives)
    return told(SeriesAnswer.model_validate(found))


@api.delete("/series/<uuid:series_id>", tags=[TAG], responses={200: SeriesAnswer, **CAN_CLASH})
@changes(Topic.FLOORS)
@checked
def cancel_series(path: SeriesPath, query: SeriesScopeQuery) -> Response:
    """Cancel this date, it and the later ones, or all ahead; a running one ends now."""
    found = service.cancel(db(), actor(), path.series_id, query.scope, query.on, now())
    return told(SeriesAnswer.model_validate(found))
