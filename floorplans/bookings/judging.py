"""Which of several spaces would be booked if somebody asked now: judged as booking itself judges.

What is offered to a person goes through here, so that nothing is offered that is then refused.
Nothing is locked: somebody else may be faster, and a booking is judged again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text

from floorplans.actor import Actor
from floorplans.bookings import rules
from floorplans.bookings.rules import SpaceFacts
from floorplans.bookings.views import Window
from floorplans.database import Database, Query
from floorplans.errors import DomainError
from floorplans.policies.rules import broken

# A booking that is moved stays its person's, whoever moves it, and is not in its own way.
_FACTS = text("""
SELECT f.* FROM unnest(CAST(:spaces AS uuid[])) u (id)
CROSS JOIN LATERAL space_facts(u.id, tstzrange(:from_at, :to_at), coalesce(
  (SELECT b.person_id FROM booking b WHERE b.organisation_id = :organisation AND b.id = :moved),
  :person), NULL, :moved) f
""").bindparams(bindparam("moved", type_=Uuid))
_HAS_RULES = """
SELECT EXISTS (SELECT FROM booking_rule WHERE organisation_id = %(organisation)s)
"""


class Offered(Protocol):
    """Anything that names a space."""

    @property
    def space_id(self) -> UUID: ...


Place = TypeVar("Place", bound=Offered)


def may_book(
    db: Database,
    actor: Actor,
    space_ids: Collection[UUID],
    window: Window,
    now: datetime,
    *,
    moved_id: UUID | None = None,
) -> frozenset[UUID]:
    """Those of the spaces that the actor would be given in these hours, as of now.

    With ``moved_id`` those that this booking could be moved to, by its person or by staff.
    """
    facts = facts_of(db, actor, space_ids, window, moved_id)
    return frozenset(space.id for space in facts if _would(space, window, now))


def why_not(
    db: Database, actor: Actor, space_id: UUID, window: Window, now: datetime
) -> DomainError | None:
    """What the actor would be told who asked for this space; None where nothing is refused."""
    for space in facts_of(db, actor, [space_id], window):
        try:
            _check(space, window, now)
        except DomainError as refusal:
            return refusal
        return rules.taken(space.name, []) if space.is_taken else None
    return rules.space_missing()


def of_allowed(
    db: Database,
    actor: Actor,
    found: Sequence[Place],
    window: Window,
    now: datetime,
    *,
    moved_id: UUID | None = None,
) -> tuple[Place, ...]:
    """Those of some free places that the rules of booking let the actor have, in their order.

    Where nobody has made a rule they are not looked at again.
    """
    if not found or not has_rules(db, actor):
        return tuple(found)
    ids = [place.space_id for place in found]
    may = may_book(db, actor, ids, window, now, moved_id=moved_id)
    return tuple(place for place in found if place.space_id in may)


def has_rules(db: Database, actor: Actor) -> bool:
    """Whether anybody has made a rule of booking in the organisation."""
    asked = Query(_HAS_RULES, {"organisation": actor.organisation_id})
    return bool(db.read(actor.organisation_id, asked)[0][0])


def facts_of(
    db: Database,
    actor: Actor,
    space_ids: Collection[UUID],
    window: Window,
    moved_id: UUID | None = None,
) -> list[SpaceFacts]:
    """What each of the spaces would be judged by; ``moved_id`` as in ``may_book``."""
    values = {
        "organisation": actor.organisation_id,
        "moved": moved_id,
        "spaces": list(space_ids),
        "person": actor.person_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
    }
    with db.transaction(actor.organisation_id) as tx:
        return [SpaceFacts(*row) for row in tx.execute(_FACTS, values)]


def _would(space: SpaceFacts, window: Window, now: datetime) -> bool:
    # The nearest hours that are allowed are looked for with each refusal: that is spared first.
    if space.is_taken or broken(rules.case_of(space, now), window) is not None:
        return False
    try:
        _check(space, window, now)
    except DomainError:
        return False
    return True


def _check(space: SpaceFacts, window: Window, now: datetime) -> None:
    rules.check_start(window, now, space.time_zone)
    rules.check_space(space, window, now)
