"""Places of a space that a plan states: taken over when the plan comes into force.

What a plan does not state stays as it is, and no booking or assigned desk is lost by a number: one
that does not fit what is booked, or somebody's own desk, is not taken over, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.assigning import queries as assigning
from floorplans.bookings import joining_queries as queries

_OTHERS = text("""
SELECT s.id, s.name, s.places FROM space s
JOIN unnest(CAST(:ids AS uuid[]), CAST(:places AS int[])) AS t (id, places) ON t.id = s.id
WHERE s.organisation_id = :organisation AND NOT s.is_composite AND s.places <> t.places
ORDER BY s.id
""")


@dataclass(frozen=True, slots=True)
class KeptPlaces:
    """A space that keeps ``present`` places, not the ``stated`` ones, and why.

    ``booked`` bookings run at once, now or later; None where it is somebody's own desk.
    """

    name: str
    stated: int
    present: int
    booked: int | None


def kept_places(
    tx: Connection, organisation_id: UUID, stated: Mapping[UUID, int], now: datetime
) -> tuple[KeptPlaces, ...]:
    """Which spaces would keep their number although a plan states another; changes nothing."""
    looked = _looked_at(tx, organisation_id, stated, now)
    return tuple(kept for _, kept in looked if kept is not None)


def take_over_places(
    tx: Connection, organisation_id: UUID, stated: Mapping[UUID, int], now: datetime
) -> tuple[KeptPlaces, ...]:
    """Let as many book each space as a plan states; returns those that keep their number.

    The spaces are locked; those that cannot be booked are passed over.
    """
    kept = []
    for space_id, hindered in _looked_at(tx, organisation_id, stated, now):
        if hindered is None:
            queries.set_places(tx, organisation_id, space_id, stated[space_id], now)
        else:
            kept.append(hindered)
    return tuple(kept)


def _looked_at(
    tx: Connection, organisation_id: UUID, stated: Mapping[UUID, int], now: datetime
) -> Iterator[tuple[UUID, KeptPlaces | None]]:
    """Each space that has another number than the stated one, and what is in its way."""
    values = {"ids": list(stated), "places": list(stated.values())}
    rows = tx.execute(_OTHERS, {"organisation": organisation_id, **values}).all() if stated else []
    for own, name, present in rows:
        wanted = stated[own]
        booked = queries.most_at_once(tx, organisation_id, own, now)
        if booked > wanted:
            yield own, KeptPlaces(name, wanted, present, booked)
        elif wanted > 1 and assigning.has_space(tx, organisation_id, own, now.date()):
            yield own, KeptPlaces(name, wanted, present, None)
        else:
            yield own, None
