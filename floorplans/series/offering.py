"""Free places like the one that was taken: for each date that clashes, and for all of them.

Only what the rules of booking would let the person have is offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings import judging
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.nearest import costs
from floorplans.nearest.views import NearSpace
from floorplans.series.views import DateView

OFFERED = 3
#: As ``nearest.alternatives``.
Offering = Callable[..., tuple[NearSpace, ...]]


def with_offers(  # noqa: PLR0917 - the order of every use case
    db: Database,
    actor: Actor,
    dates: Sequence[DateView],
    wanted: Callable[[DateView], tuple[UUID, str, Window] | None],
    offering: Offering,
    now: datetime,
) -> tuple[tuple[DateView, ...], tuple[NearSpace, ...]]:
    """The dates with up to three free places each, and up to three that are free on all of them.

    ``wanted`` tells for which place, of which kind, in which hours others are offered, or None.
    ``actor`` is the person whose dates they are; a date that has a booking is one that moves.
    """
    found: dict[int, tuple[NearSpace, ...]] = {}
    for index, date_ in enumerate(dates):
        asked = wanted(date_)
        if asked is not None:
            space_id, kind, window = asked
            free = offering(db, actor, space_id, kind=kind, window=window, limit=costs.LONGEST_LIST)
            found[index] = judging.of_allowed(
                db, actor, free, window, now, moved_id=date_.booking_id
            )
    offered = tuple(
        replace(date_, alternatives=found[index][:OFFERED]) if index in found else date_
        for index, date_ in enumerate(dates)
    )
    return offered, _of_all(found.values())


def _of_all(lists: Iterable[tuple[NearSpace, ...]]) -> tuple[NearSpace, ...]:
    each = list(lists)
    if not each:
        return ()
    counted = Counter(space.space_id for spaces in each for space in spaces)
    return tuple(space for space in each[0] if counted[space.space_id] == len(each))[:OFFERED]
