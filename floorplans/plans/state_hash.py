"""One number for all that a floor shows: equal before a plan was replaced and after it is back.

It covers everything that publishing sets: the spaces with their attributes, their shapes, anchors
and handles, zones, doors, stairs and lifts, outline and walls, the georeference and the map; and,
in ``whole``, where every booking that runs or lies ahead has its place.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class StateHash:
    """SHA-256 in hexadecimal: ``plan`` without bookings, ``whole`` with them."""

    plan: str
    whole: str


def _rows(columns: str, source: str) -> str:
    """A hash over rows whatever order they come in; every value is written out without loss."""
    row = f"json_build_array({columns})::text"
    lines = f"coalesce(string_agg({row}, chr(10) ORDER BY {row}), '')"
    return f"(SELECT encode(sha256(convert_to({lines}, 'UTF8')), 'hex') FROM {source})"  # noqa: S608


#: An area of one piece counts the same however it is kept.
_ONE_OR_MANY = "ST_CollectionHomogenize({})"


def _exact(*names: str) -> str:
    return ", ".join(f"encode(ST_AsEWKB({name}), 'hex')" for name in names)


_OF_FLOOR = "x.organisation_id = :organisation AND x.floor_id = :floor"
_OF_PLAN = "x.organisation_id = :organisation AND x.plan_revision_id = r.id"
_PARTS = {
    "spaces": _rows(
        "x.id, x.kind, x.category, x.number, x.name, x.capacity, x.bookable, x.features",
        f"space x WHERE {_OF_FLOOR} AND x.ended_at IS NULL",
    ),
    "shapes": _rows(
        "x.space_id, x.plan_revision_id, x.within_space_id, x.rotation_deg, x.handle, x.layer, "
        + _exact("x.geom", "x.anchor", "x.geom_4326", "x.anchor_4326"),
        f"space_shape x WHERE {_OF_FLOOR} AND x.is_live",
    ),
    "zones": _rows("x.id, x.name", f"zone x WHERE {_OF_FLOOR} AND x.ended_at IS NULL"),
    "zone_shapes": _rows(
        "x.zone_id, x.plan_revision_id, "
        + _exact(*map(_ONE_OR_MANY.format, ("x.geom", "x.geom_4326"))),
        f"zone_shape x WHERE {_OF_FLOOR} AND x.is_live",
    ),
    "openings": _rows(
        "x.number, x.kind, x.width_m, " + _exact("x.geom"), f"opening x WHERE {_OF_PLAN}"
    ),
    "connectors": _rows(
        "x.number, x.kind, x.name, " + _exact("x.geom"), f"connector x WHERE {_OF_PLAN}"
    ),
    "background": _rows(_exact("x.outline", "x.walls"), f"plan_background x WHERE {_OF_PLAN}"),
    "georeference": _rows(
        "x.srid, x.method, x.scale, x.rotation_deg, x.mirrored, x.origin_east, x.origin_north,"
        " x.rmse_m, x.control_points",
        f"georeference x WHERE {_OF_PLAN}",
    ),
    "bookings": _rows(
        "x.id, x.person_id, x.space_id, x.state, extract(epoch FROM lower(x.during)),"
        " extract(epoch FROM upper(x.during))",
        f"booking x WHERE {_OF_FLOOR} AND x.during && tstzrange(:now, NULL)"
        " AND x.state IN ('held', 'confirmed', 'checked_in')",
    ),
}
_COLUMNS = ", ".join(f"{query} AS {name}" for name, query in _PARTS.items())
_STATE = text(f"""
SELECT r.map_digest AS map, {_COLUMNS}
FROM plan_revision r
WHERE r.organisation_id = :organisation AND r.floor_id = :floor AND r.state = 'published'
""")  # noqa: S608 - only the constants above
# When the published plan was replaced before it came back. Bookings are compared as of then: time
# goes on, and what has ended since has not been touched.
_LEFT_AT = text("""
SELECT n.from_at FROM plan_revision r
JOIN plan_in_force t ON t.organisation_id = r.organisation_id AND t.floor_id = r.floor_id
  AND t.plan_revision_id = r.id
JOIN plan_in_force n ON n.organisation_id = t.organisation_id AND n.floor_id = t.floor_id
  AND n.number = t.number + 1
WHERE r.organisation_id = :organisation AND r.floor_id = :floor AND r.state = 'published'
ORDER BY t.number DESC LIMIT 1
""")


def state_hash(
    tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime
) -> StateHash | None:
    """What the floor is at this moment, None while it shows no plan."""
    values = {"organisation": organisation_id, "floor": floor_id, "now": now}
    row = tx.execute(_STATE, values).mappings().one_or_none()
    if row is None:
        return None
    plan = _digest([f"{name} {row[name]}" for name in ("map", *_PARTS) if name != "bookings"])
    return StateHash(plan, _digest([plan, row["bookings"]]))


def keep_left(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> None:
    """Note with the plan that is about to be replaced what the floor is until then."""
    found = state_hash(tx, organisation_id, floor_id, now)
    if found is None:
        return
    statement = text(
        "UPDATE plan_revision SET left_hash = :whole WHERE organisation_id = :organisation"
        " AND floor_id = :floor AND state = 'published'"
    )
    values = {"organisation": organisation_id, "floor": floor_id, "whole": found.whole}
    tx.execute(statement, values)


@dataclass(frozen=True, slots=True)
class Proof:
    """``state`` is what the floor is now; ``identical`` that its plan is what it was when it was
    published first, ``as_left`` that all bookings are where they were when it was replaced, those
    among them that have ended since.
    """

    state: StateHash
    identical: bool
    as_left: bool


def keep_arrived(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> Proof:
    """Note with the plan that was just published what it made of the floor, if that is not known.

    What is known already is compared. Raises ``RuntimeError`` when there is no published plan.
    """
    values = {"organisation": organisation_id, "floor": floor_id}
    left_at = tx.execute(_LEFT_AT, values).scalar_one_or_none()
    found = state_hash(tx, organisation_id, floor_id, left_at or now)
    if found is None:
        raise RuntimeError("the floor shows no plan")
    statement = text(
        "UPDATE plan_revision SET state_hash = coalesce(state_hash, :plan)"
        " WHERE organisation_id = :organisation AND floor_id = :floor AND state = 'published'"
        " RETURNING state_hash, left_hash"
    )
    row = tx.execute(statement, {**values, "plan": found.plan}).one()
    return Proof(found, row.state_hash == found.plan, row.left_hash == found.whole)


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
