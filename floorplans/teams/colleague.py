"""Booking one place for a colleague, as that colleague would: by their rules, and both are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.instead import Offering
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingRequest, BookingView
from floorplans.database import Database, Query, refuses
from floorplans.messages.queue import booking_for
from floorplans.nearest import service as nearest
from floorplans.teams import queries, rules
from floorplans.teams.placing import may_all

#: What the database says when the person does not let colleagues book for them.
NOT_ALLOWED = "FP054"
refuses(NOT_ALLOWED, lambda _: rules.colleague_missing())


def whom(db: Database, actor: Actor, person_id: UUID | None) -> Actor:
    """Whose booking it is that the actor makes for ``person_id``; None is the actor.

    Raises NotFound ``person_not_found`` unless that colleague lets colleagues book for them, or the
    actor books for everybody.
    """
    if person_id is None:
        return actor
    with db.transaction(actor.organisation_id) as tx:
        found = queries.people(
            tx, actor.organisation_id, actor.person_id, [person_id], all_may=may_all(actor)
        )
    if person_id not in found:
        raise rules.colleague_missing()
    return found[person_id]


def book_for(
    db: Database,
    actor: Actor,
    person_id: UUID,
    request: BookingRequest,
    now: datetime,
    *,
    offering: Offering = nearest.alternatives,
    known: KnownSpaces | None = None,
) -> BookingView:
    """Book a space for a colleague who lets colleagues do that; facility staff for anybody.

    It is judged by the rules for the colleague. Raises what ``bookings.book`` raises, and NotFound
    ``person_not_found``.
    """
    person = whom(db, actor, person_id)
    if person_id == actor.person_id:
        return bookings.book(db, actor, request, now, offering=offering, known=known)

    def also(query: Query) -> Query:
        return booking_for(query, actor.person_id)

    made = bookings.book(db, person, request, now, offering=offering, known=known, also=also)
    return replace(made, is_mine=False, is_by_me=True)
