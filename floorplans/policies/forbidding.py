"""Which places of a floor are not for a person, whatever the hours, and by which rule.

Rules about who may book and about quiet are asked once for all places that lie in the same zones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.policies.rules import Broken, Case, all_broken
from floorplans.policies.terms import Load, Quiet, terms_of

#: What is final does not ask how long; any window will do.
_ANY_LENGTH = timedelta(hours=1)

_EVERYWHERE = text("""
SELECT EXISTS (
  SELECT FROM booking_rule_group WHERE organisation_id = :organisation
  UNION ALL
  SELECT FROM booking_rule WHERE organisation_id = :organisation AND quiet_m IS NOT NULL)
""")
# The places of a floor about which rules say one of some terms to a person. By the plan that holds
# at the instant; a place that has no shape on it is in no zone.
RULED_PLACES = text("""
WITH plan AS MATERIALIZED (SELECT plan_at(:floor, :at) AS id),
zones AS MATERIALIZED (
  SELECT z.zone_id, z.geom FROM zone_shape z CROSS JOIN plan p
  WHERE z.organisation_id = :organisation AND z.floor_id = :floor
    AND CASE WHEN p.id IS NULL THEN z.is_live ELSE z.plan_revision_id = p.id END
    AND z.zone_id IN (
      SELECT r.zone_id FROM booking_rule r
      WHERE r.organisation_id = :organisation AND r.zone_id IS NOT NULL)
), place AS (
  SELECT s.id, s.name, s.kind,
    ARRAY(SELECT z.zone_id FROM zones z
          WHERE ST_Intersects(z.geom, h.anchor) ORDER BY z.zone_id) AS inside
  FROM space s CROSS JOIN plan p
  LEFT JOIN space_shape h ON h.organisation_id = s.organisation_id AND h.space_id = s.id
    AND CASE WHEN p.id IS NULL THEN h.is_live ELSE h.plan_revision_id = p.id END
  WHERE s.organisation_id = :organisation AND s.floor_id = :floor AND s.bookable
    AND s.ended_at IS NULL
), alike AS MATERIALIZED (
  SELECT min(x.id::text)::uuid AS id, x.kind, x.inside FROM place x GROUP BY x.kind, x.inside
), ruled AS MATERIALIZED (
  SELECT a.kind, a.inside, booking_rules(a.id, :person, :at) AS rules FROM alike a
)
SELECT x.id, x.name, t.time_zone, o.book_ahead_days, o.longest_booking_hours, r.rules
FROM place x
JOIN ruled r ON r.kind = x.kind AND r.inside = x.inside
JOIN floor f ON f.organisation_id = :organisation AND f.id = :floor
JOIN site t ON t.organisation_id = :organisation AND t.id = f.site_id
JOIN organisation o ON o.id = :organisation
WHERE r.rules ?| CAST(:terms AS text[])
ORDER BY x.id
""")
_QUIET = text("""
SELECT DISTINCT ON (h.space_id) h.space_id, n.name, ST_Distance(z.geom, h.geom) AS near_m
FROM (SELECT plan_at(:floor, :at) AS id) p
JOIN space_shape h ON h.organisation_id = :organisation AND h.floor_id = :floor
  AND CASE WHEN p.id IS NULL THEN h.is_live ELSE h.plan_revision_id = p.id END
JOIN booking_rule_quiet_zone q ON q.organisation_id = :organisation AND q.rule_id = :rule
JOIN zone_shape z ON z.organisation_id = :organisation AND z.floor_id = :floor
  AND z.zone_id = q.zone_id
  AND CASE WHEN p.id IS NULL THEN z.is_live ELSE z.plan_revision_id = p.id END
JOIN zone n ON n.organisation_id = :organisation AND n.id = q.zone_id
ORDER BY h.space_id, near_m, n.name
""")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A place that is not for the person; ``says`` is the sentence with the rule's name."""

    space_id: UUID
    code: str
    rule: str | None
    says: str


def forbids_anything(db: Database, actor: Actor) -> bool:
    """Whether a rule of the organisation could keep a place from somebody for good."""
    with db.transaction(actor.organisation_id) as tx:
        values = {"organisation": actor.organisation_id}
        return bool(tx.execute(_EVERYWHERE, values).scalar_one())


def forbidden(db: Database, actor: Actor, floor_id: UUID, at: datetime) -> list[Forbidden]:
    """The places of a floor that no hours would make bookable for the actor, as of an instant."""
    values = {
        "organisation": actor.organisation_id,
        "person": actor.person_id,
        "floor": floor_id,
        "at": at,
    }
    with db.transaction(actor.organisation_id) as tx:
        if not tx.execute(_EVERYWHERE, values).scalar_one():
            return []
        asked = values | {"terms": ["only", "quiet"]}
        rows = tx.execute(RULED_PLACES, asked).mappings().all()
        cases = {row["id"]: _case(row, at) for row in rows}
        near = _near_quiet(tx, values, cases)
    found = ((space, _final(_placed(case, near.get(space)), at)) for space, case in cases.items())
    return [
        Forbidden(space, broken.code, broken.by.rule, broken.says)
        for space, broken in found
        if broken is not None
    ]


def _case(row: RowMapping, at: datetime) -> Case:
    terms = terms_of(
        row["rules"], ahead_days=row["book_ahead_days"], longest_hours=row["longest_booking_hours"]
    )
    return Case(terms, Load(), row["name"], ZoneInfo(row["time_zone"]), at)


def _near_quiet(
    tx: Connection, values: Mapping[str, Any], cases: Mapping[UUID, Case]
) -> dict[UUID, tuple[str, float]]:
    """The nearest quiet zone of each place that a quiet rule is about."""
    found: dict[UUID, tuple[str, float]] = {}
    rules = {case.terms.quiet.rule_id for case in cases.values() if case.terms.quiet is not None}
    for rule_id in rules:
        rows = tx.execute(_QUIET, {**values, "rule": rule_id})
        for row in rows:
            case = cases.get(row.space_id)
            if case is not None and case.terms.quiet and case.terms.quiet.rule_id == rule_id:
                found[row.space_id] = (row.name, row.near_m)
    return found


def _placed(case: Case, near: tuple[str, float] | None) -> Case:
    quiet = case.terms.quiet
    if quiet is None:
        return case
    zone, near_m = near or (None, None)
    said = replace(quiet, value=Quiet(quiet.value.least_m, zone, near_m))
    return replace(case, terms=replace(case.terms, quiet=said))


def _final(case: Case, at: datetime) -> Broken | None:
    window = Window(at, at + _ANY_LENGTH)
    return next((found for found in all_broken(case, window) if found.is_final), None)
