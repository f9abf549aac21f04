"""Looking for places like the ones that were closed, and keeping what each person is offered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import hypot
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.bookings.rules import SpaceFacts, check_space
from floorplans.bookings.views import Window
from floorplans.closing.sharing import MOST_OFFERS, Offered, Wish, share_out
from floorplans.errors import DomainError
from floorplans.nearest import costs

#: Of one closure; whoever comes after them is offered what is free when they look.
MOST_BOOKINGS = 500
MOST_FLOORS = 12
#: How many of the nearest places are judged by the rules for one person.
MOST_JUDGED = 30
#: The same building first, however far it is through it.
OTHER_BUILDING_FIRST_S = 1e5

_LOST = text("""
SELECT b.id, b.person_id, b.floor_id, f.site_id, f.building_id, f.ordinal, s.kind, s.capacity,
  s.features, lower(b.during) AS from_at, upper(b.during) AS to_at, x.x, x.y
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN LATERAL (
  SELECT ST_X(h.anchor) AS x, ST_Y(h.anchor) AS y FROM space_shape h
  JOIN plan_revision r ON r.organisation_id = h.organisation_id AND r.id = h.plan_revision_id
  WHERE h.organisation_id = b.organisation_id AND h.space_id = b.space_id
  ORDER BY h.is_live DESC, r.number DESC LIMIT 1) x ON true
WHERE b.organisation_id = :organisation AND b.id = ANY(CAST(:bookings AS uuid[]))
ORDER BY lower(b.during), b.id LIMIT :most
""")
_FLOORS = text("""
SELECT f.id, f.building_id, f.ordinal FROM floor f
WHERE f.organisation_id = :organisation AND f.site_id = :site
ORDER BY f.id <> :floor, f.building_id <> :building, abs(f.ordinal - :ordinal), f.id
LIMIT :most
""")
_FREE = text("""
SELECT h.space_id, coalesce(q.capacity, s.capacity) AS capacity,
  coalesce(q.features, s.features) AS features, ST_X(h.anchor) AS x, ST_Y(h.anchor) AS y
FROM space_shape h
JOIN space s ON s.organisation_id = h.organisation_id AND s.id = h.space_id
LEFT JOIN planned_space q ON q.organisation_id = h.organisation_id AND q.space_id = h.space_id
  AND q.plan_revision_id = plan_at(:floor, :from_at)
WHERE h.organisation_id = :organisation AND h.floor_id = :floor
  AND CASE WHEN plan_at(:floor, :from_at) IS NULL THEN h.is_live
      ELSE h.plan_revision_id = plan_at(:floor, :from_at) END
  AND h.space_id = ANY(free_of_floor(:floor, tstzrange(:from_at, :to_at), :kind, '{}', NULL))
  AND h.space_id NOT IN (
    SELECT c.space_id FROM closed_spaces(:floor, tstzrange(:from_at, :to_at)) c)
  AND NOT is_space_taken(h.space_id, tstzrange(:from_at, :to_at), NULL)
""")
_OFFERED = text("""
SELECT o.space_id, lower(b.during) AS from_at, upper(b.during) AS to_at
FROM booking_offer o
JOIN booking b ON b.organisation_id = o.organisation_id AND b.id = o.booking_id
WHERE o.organisation_id = :organisation AND upper(b.during) > :now
  AND NOT b.id = ANY(CAST(:bookings AS uuid[]))
""")
_HAS_RULES = text("""
SELECT EXISTS (SELECT FROM booking_rule WHERE organisation_id = :organisation)
""")
_FACTS = text("""
SELECT f.* FROM unnest(CAST(:spaces AS uuid[])) u (id)
CROSS JOIN LATERAL space_facts(u.id, tstzrange(:from_at, :to_at), :person, NULL, :moved) f
""")
_DROP = text("""
DELETE FROM booking_offer
WHERE organisation_id = :organisation AND booking_id = ANY(CAST(:bookings AS uuid[]))
""")
_KEEP = text("""
INSERT INTO booking_offer (organisation_id, booking_id, space_id, rank, offered_at)
VALUES (:organisation, :booking, :space, :rank, :now)
""")


@dataclass(slots=True)
class _Search:
    """What is free, asked once for each floor, hours and kind."""

    tx: Connection
    organisation_id: UUID
    free: dict[tuple[object, ...], Sequence[RowMapping]] = field(default_factory=dict)
    floors: dict[UUID, Sequence[RowMapping]] = field(default_factory=dict)

    def wish(self, lost: RowMapping, others: int) -> Wish:
        """What each place like the lost one would cost, in seconds on foot from there."""
        found: dict[UUID, float] = {}
        for floor in self._floors(lost):
            for place in self._free(floor["id"], lost):
                if place["capacity"] >= lost["capacity"] and set(lost["features"]) <= set(
                    place["features"]
                ):
                    found[place["space_id"]] = _cost(lost, floor, place)
            if len(found) >= MOST_OFFERS * others:
                break
        return Wish(lost["id"], Window(lost["from_at"], lost["to_at"]), found)

    def _floors(self, lost: RowMapping) -> Sequence[RowMapping]:
        if lost["floor_id"] not in self.floors:
            values = {
                "organisation": self.organisation_id,
                "site": lost["site_id"],
                "floor": lost["floor_id"],
                "building": lost["building_id"],
                "ordinal": lost["ordinal"],
                "most": MOST_FLOORS,
            }
            self.floors[lost["floor_id"]] = self.tx.execute(_FLOORS, values).mappings().all()
        return self.floors[lost["floor_id"]]

    def _free(self, floor_id: UUID, lost: RowMapping) -> Sequence[RowMapping]:
        key = (floor_id, lost["from_at"], lost["to_at"], lost["kind"])
        if key not in self.free:
            values = {
                "organisation": self.organisation_id,
                "floor": floor_id,
                "from_at": lost["from_at"],
                "to_at": lost["to_at"],
                "kind": lost["kind"],
            }
            self.free[key] = self.tx.execute(_FREE, values).mappings().all()
        return self.free[key]


def offer(
    tx: Connection, organisation_id: UUID, booking_ids: Sequence[UUID], now: datetime
) -> dict[UUID, tuple[UUID, ...]]:
    """Share out what is free among these bookings and keep it as their offers, by the booking.

    Places are of the same kind, hold as many people and have every feature; they are free for all
    of the hours, the rules let the booking's person have them, and those in the same building come
    first, the nearest of them before others. Of more than 500 bookings the earliest get theirs.
    """
    values = {
        "organisation": organisation_id,
        "bookings": list(booking_ids),
        "most": MOST_BOOKINGS,
        "now": now,
    }
    lost = tx.execute(_LOST, values).mappings().all()
    if not lost:
        return {}
    search = _Search(tx, organisation_id)
    alike: dict[tuple[object, ...], int] = defaultdict(int)
    for row in lost:
        alike[_like(row)] += 1
    wishes = [search.wish(row, alike[_like(row)] + 1) for row in lost]
    if tx.execute(_HAS_RULES, values).scalar_one():
        wishes = [
            _allowed(tx, row["person_id"], wish, now)
            for row, wish in zip(lost, wishes, strict=True)
        ]
    before = [
        Offered(row["space_id"], Window(row["from_at"], row["to_at"]))
        for row in tx.execute(_OFFERED, values).mappings()
    ]
    given = share_out(wishes, before)
    tx.execute(_DROP, values)
    rows = [
        {
            "organisation": organisation_id,
            "booking": booking,
            "space": space,
            "rank": rank,
            "now": now,
        }
        for booking, spaces in given.items()
        for rank, space in enumerate(spaces, 1)
    ]
    if rows:
        tx.execute(_KEEP, rows)
    return given


def _like(lost: RowMapping) -> tuple[object, ...]:
    return (lost["floor_id"], lost["from_at"], lost["to_at"], lost["kind"])


def _cost(lost: RowMapping, floor: RowMapping, place: RowMapping) -> float:
    away_s = hypot(place["x"] - lost["x"], place["y"] - lost["y"]) / costs.WALKING_M_PER_S
    if floor["building_id"] == lost["building_id"]:
        apart: int = abs(floor["ordinal"] - lost["ordinal"])
        return away_s + costs.FLOOR_S * apart
    floors: int = abs(floor["ordinal"]) + abs(lost["ordinal"])
    return away_s + costs.FLOOR_S * floors + costs.OTHER_BUILDING_S + OTHER_BUILDING_FIRST_S


def _allowed(tx: Connection, person_id: UUID, wish: Wish, now: datetime) -> Wish:
    """The wish without the places that its person would be refused, as booking judges it."""
    nearest = sorted(wish.costs, key=lambda space: (wish.costs[space], str(space)))[:MOST_JUDGED]
    values = {
        "spaces": nearest,
        "from_at": wish.window.from_at,
        "to_at": wish.window.to_at,
        "person": person_id,
        "moved": wish.booking_id,
    }
    judged = (SpaceFacts(*row) for row in tx.execute(_FACTS, values))
    may = {space.id for space in judged if _may(space, wish.window, now)}
    costs_s = {space: cost for space, cost in wish.costs.items() if space in may}
    return Wish(wish.booking_id, wish.window, costs_s)


def _may(space: SpaceFacts, window: Window, now: datetime) -> bool:
    try:
        check_space(space, window, now)
    except DomainError:
        return False
    return not space.is_taken
