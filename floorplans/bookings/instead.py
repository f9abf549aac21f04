"""What is offered to a person whose wish is taken: free spaces like it, and why it is not free."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from floorplans.actor import Actor
from floorplans.assigning import queries as assigning
from floorplans.assigning.rules import kept_by_owner
from floorplans.bookings import judging, rules
from floorplans.bookings.joining import in_the_way
from floorplans.bookings.rules import SpaceFacts
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.nearest.views import NearSpace

ALTERNATIVES = 3
#: How many are looked at where rules may not let the person book some.
MORE_ALTERNATIVES = 12
#: Finds free spaces near a taken one, as ``nearest.alternatives`` does.
Offering = Callable[..., tuple[NearSpace, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What turned out to be taken; carried out of the transaction, whose lock ends there."""

    space: SpaceFacts
    window: Window
    held: bool = False  # the booking that was to be moved there has lost its own place
    moved_id: UUID | None = None  # the booking that was to be moved there


class TakenError(Exception):
    """Leaves the transaction that found a space taken; ``wanted`` is what was to be booked."""

    def __init__(
        self,
        space: SpaceFacts,
        window: Window,
        *,
        held: bool = False,
        moved_id: UUID | None = None,
    ) -> None:
        super().__init__("taken")
        self.wanted = Wanted(space, window, held, moved_id)


def within_rules(offering: Offering, wanted: Wanted, now: datetime) -> Offering:
    """Offers only what the rules of booking let the person have whose booking it is."""

    def offered(db: Database, actor: Actor, space_id: UUID, **asked: Any) -> tuple[NearSpace, ...]:
        if not judging.has_rules(db, actor):
            return offering(db, actor, space_id, **asked)
        found = offering(db, actor, space_id, **{**asked, "limit": MORE_ALTERNATIVES})
        ids = [near.space_id for near in found]
        may = judging.may_book(db, actor, ids, wanted.window, now, moved_id=wanted.moved_id)
        return tuple(near for near in found if near.space_id in may)[:ALTERNATIVES]

    return offered


def taken(db: Database, actor: Actor, wanted: Wanted, offering: Offering) -> Conflict:
    """The refusal of what is taken, with what ``offering`` finds instead."""
    space = wanted.space
    found = offering(db, actor, space.id, kind=space.kind, window=wanted.window, limit=ALTERNATIVES)
    return refused(db, actor, wanted, found)


def refused(db: Database, actor: Actor, wanted: Wanted, others: Sequence[NearSpace]) -> Conflict:
    """The refusal of what is taken: why it is, and ``others`` to choose from."""
    with db.transaction(actor.organisation_id) as tx:
        own = assigning.in_the_way(tx, actor, wanted.space.id, wanted.window)
    if own is not None:
        return kept_by_owner(wanted.space.name, own, _offered(others))
    because = in_the_way(db, actor, wanted.space.id, wanted.window, wanted.moved_id)
    return rules.taken(wanted.space.name, _offered(others), because)


def _offered(found: Sequence[NearSpace]) -> list[dict[str, object]]:
    return [
        {
            "space_id": str(near.space_id),
            "name": near.name,
            "kind": near.kind,
            "floor_id": str(near.floor_id),
            "floor_name": near.floor_name,
            "distance_m": near.distance_m,
        }
        for near in found
    ]
