"""Writing what a series wants: itself and its dates, before any of them is booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.bookings.notes import checked_note
from floorplans.bookings.rules import key_reused, space_missing
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.series import bringing, queries, rules
from floorplans.series.facts import Place, SeriesFacts
from floorplans.series.recurrence import Rule
from floorplans.series.rules import Planned
from floorplans.series.views import Scope, SeriesChange, SeriesRequest, State


def places_of(db: Database, actor: Actor, request: SeriesRequest) -> dict[UUID, Place]:
    """The places that a request names. Raises NotFound ``space_not_found``."""
    with db.transaction(actor.organisation_id) as connection:
        return check_spaces(connection, actor, {request.space_id, *request.instead.values()})


def check_spaces(
    connection: Connection, actor: Actor, spaces: Iterable[UUID | None]
) -> dict[UUID, Place]:
    """The places with these ids; None is no place. Raises NotFound ``space_not_found``."""
    wanted = {space for space in spaces if space is not None}
    found = queries.places(connection, actor, list(wanted)) if wanted else {}
    if len(found) < len(wanted):
        raise space_missing()
    return found


def write_series(  # noqa: PLR0917 - the order of every use case
    connection: Connection,
    actor: Actor,
    request: SeriesRequest,
    rule: Rule | None,
    dates: Sequence[Planned],
    now: datetime,
    *,
    booked_by: UUID | None = None,
) -> UUID:
    """The series of a request, written now or when the same request came before.

    It is the actor's; ``booked_by`` is who books it for them.
    """
    key = request.idempotency_key
    digest = rules.digest_of(request, dates, booked_by)
    values = {
        "id": new_id(),
        "space": request.space_id,
        "from_minute": rules.checked(request.hours).from_minute,
        "to_minute": request.hours.to_minute,
        "rule": None if rule is None else rule.text,
        "starts_on": request.starts_on if rule is not None else dates[0][0],
        "ends_on": dates[-1][0],
        "key": key,
        "digest": None if key is None else digest,
        "note": checked_note(request.note),
        "is_private": request.is_private,
        "by": booked_by,
        "now": now,
    }
    made = queries.insert(connection, actor, values)
    if made is not None:
        queries.add_dates(connection, actor, made, dates, now)
        bringing.add(connection, actor.organisation_id, made, request.bring)
        return made
    before = queries.prior(connection, actor, key or "")
    earlier = None if before is None else queries.one(connection, actor, before)
    if earlier is None or earlier.idempotency_digest != digest:
        raise key_reused()
    return earlier.id


def write_change(  # noqa: PLR0917 - the order of every use case
    connection: Connection,
    actor: Actor,
    found: SeriesFacts,
    wanted: SeriesChange,
    rule: Rule | None,
    more: Sequence[date],
    now: datetime,
) -> None:
    """Write what a series tells of itself, and the days ``more`` that a later end brings.

    A change of one date changes nothing of that. What its person changes of a series is theirs
    from then on, and so is a series of which they plan a date anew.
    """
    if wanted.scope is not Scope.THIS or not rules.is_booked(found, wanted.on):
        queries.take_over(connection, actor, found.id)
    if wanted.scope is Scope.THIS:
        return
    space_id, hours = wanted.space_id or found.place.id, wanted.hours or found.hours
    queries.update(
        connection,
        actor,
        found.id,
        space_id=space_id,
        hours=hours,
        rule=None if rule is None else rule.text,
        ends_on=wanted.until or found.ends_on,
        now=now,
    )
    # Days that an earlier end had cut off are there already.
    queries.plan_again(connection, actor, found.id, [(on, None) for on in more], now)
    dates = [(on, space_id, hours, State.PLANNED) for on in more]
    queries.add_dates(connection, actor, found.id, dates, now)
