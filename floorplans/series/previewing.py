"""What booking a series would come to, told before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.approvals import rules as approval
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, Window
from floorplans.database import Database
from floorplans.equipment.views import Bring
from floorplans.errors import DomainError
from floorplans.nearest import service as nearest
from floorplans.series import rules
from floorplans.series.facts import Place
from floorplans.series.offering import Offering, with_offers
from floorplans.series.rules import Planned
from floorplans.series.views import DateView, SeriesPlan, SeriesRequest, State
from floorplans.series.words import said
from floorplans.series.writing import places_of
from floorplans.teams import service as teams


def preview(
    db: Database,
    actor: Actor,
    request: SeriesRequest,
    now: datetime,
    *,
    for_person_id: UUID | None = None,
    offering: Offering = nearest.alternatives,
) -> SeriesPlan:
    """What booking a series would come to, date by date; nothing is written.

    Dates are judged each by itself: a limit on several bookings may refuse more of them later.
    Raises what ``book`` raises, but for keys.
    """
    rule, dates = rules.planned(request)
    actor = teams.whom(db, actor, for_person_id)
    places = places_of(db, actor, request)
    place = places[request.space_id]
    judged = tuple(_judged(db, actor, planned, places, request.bring, now) for planned in dates)

    def wanted(date_: DateView) -> tuple[UUID, str, Window] | None:
        if date_.state is not State.CLASH or date_.from_at is None or date_.to_at is None:
            return None
        return date_.space_id, place.kind, Window(date_.from_at, date_.to_at)

    shown, for_all = with_offers(db, actor, judged, wanted, offering, now)
    words = said(rule, request.starts_on or dates[0][0], len(dates))
    return SeriesPlan(place.id, place.name, place.time_zone, words, shown, for_all)


def _judged(  # noqa: PLR0917 - the order of every use case
    db: Database,
    actor: Actor,
    planned: Planned,
    places: Mapping[UUID, Place],
    bring: tuple[Bring, ...],
    now: datetime,
) -> DateView:
    on, space_id, hours, state = planned
    place = places[space_id]
    window, problem, reach_on, asked = None, None, None, False
    try:
        window = rules.window_on(on, hours, place.zone)
        if state is State.PLANNED:
            wanted = BookingRequest(space_id, window.from_at, window.to_at, bring=bring)
            asked = approval.is_needed(bookings.would_book(db, actor, wanted, now))
            state = State.FREE
    except DomainError as error:
        refusal = rules.told(error)
        problem = rules.problem_from(error)
        reach_on = rules.reach_on(on, refusal) if error.code == rules.TOO_FAR else None
        state = _state_of(error)
    return DateView(
        on=on,
        state=state,
        space_id=space_id,
        space_name=place.name,
        from_at=window.from_at if window else None,
        to_at=window.to_at if window else None,
        asked=asked,
        problem=problem,
        reach_on=reach_on,
    )


def _state_of(error: DomainError) -> State:
    if error.code == rules.TOO_FAR:
        return State.PLANNED
    return State.CLASH if error.code == rules.TAKEN else State.REFUSED
