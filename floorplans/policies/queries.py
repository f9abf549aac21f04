"""The SQL of rules of booking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.policies.making import opening_of, spans_of
from floorplans.policies.terms import Mode
from floorplans.policies.views import Rule

#: The columns of a rule that are named as in ``Rule``.
_PLAIN = (
    *("name", "site_id", "floor_id", "zone_id", "kind", "group_id"),
    *("ahead_days", "shortest_min", "longest_min", "most_at_once", "most_a_week"),
    *("mode", "step_min", "half_at_min", "buffer_min", "distance_m", "quiet_m"),
    *("change_by_min", "cancel_by_min"),
    *("approval", "approvers_group_id"),
)

_SELECT = f"""
SELECT r.id, {", ".join(f"r.{column}" for column in _PLAIN)},
  (SELECT array_agg(ARRAY[lower(o), upper(o)] ORDER BY lower(o)) FROM unnest(r.open_minutes) o)
    AS spans,
  ARRAY(SELECT y.group_id FROM booking_rule_group y
    WHERE y.organisation_id = r.organisation_id AND y.rule_id = r.id ORDER BY y.group_id)
    AS only_groups,
  ARRAY(SELECT y.zone_id FROM booking_rule_quiet_zone y
    WHERE y.organisation_id = r.organisation_id AND y.rule_id = r.id ORDER BY y.zone_id)
    AS quiet_zones,
  ARRAY(SELECT y.person_id FROM booking_rule_approver y
    WHERE y.organisation_id = r.organisation_id AND y.rule_id = r.id ORDER BY y.person_id)
    AS approvers
FROM booking_rule r WHERE r.organisation_id = :organisation
"""  # noqa: S608 - only the constant above
_ONE = text(_SELECT + " AND r.id = :rule")
# The narrowest first, as they win.
_ALL = text(
    _SELECT
    + """
ORDER BY r.group_id IS NOT NULL DESC, r.zone_id IS NOT NULL DESC, r.floor_id IS NOT NULL DESC,
  r.site_id IS NOT NULL DESC, r.kind IS NOT NULL DESC, r.created_at DESC, r.id
"""
)

_INSERT = text(f"""
INSERT INTO booking_rule (organisation_id, id, {", ".join(_PLAIN)}, open_minutes, created_by,
  created_at, changed_at)
VALUES (:organisation, :rule, {", ".join(f":{column}" for column in _PLAIN)},
  CAST(:open AS int4multirange), :person, :now, :now)
""")  # noqa: S608 - only the constants above

_UPDATE = text(f"""
UPDATE booking_rule SET {", ".join(f"{column} = :{column}" for column in _PLAIN)},
  open_minutes = CAST(:open AS int4multirange), changed_at = :now
WHERE organisation_id = :organisation AND id = :rule
""")  # noqa: S608 - only the constants above

_DELETE = text("DELETE FROM booking_rule WHERE organisation_id = :organisation AND id = :rule")

_SAME = text("""
SELECT name FROM booking_rule
WHERE organisation_id = :organisation AND id <> :rule
  AND (site_id, floor_id, zone_id, kind, group_id) IS NOT DISTINCT FROM
    (CAST(:site_id AS uuid), CAST(:floor_id AS uuid), CAST(:zone_id AS uuid),
     CAST(:kind AS text), CAST(:group_id AS uuid))
""")

_COUNT = text("SELECT count(*) FROM booking_rule WHERE organisation_id = :organisation")

_NAMES = text("""
SELECT id, name FROM site WHERE organisation_id = :organisation AND id = ANY(:ids)
UNION ALL
SELECT f.id, f.name || ' of ' || b.name FROM floor f
JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
WHERE f.organisation_id = :organisation AND f.id = ANY(:ids)
UNION ALL
SELECT z.id, '“' || z.name || '” on ' || f.name FROM zone z
JOIN floor f ON f.organisation_id = z.organisation_id AND f.id = z.floor_id
WHERE z.organisation_id = :organisation AND z.id = ANY(:ids)
UNION ALL
SELECT id, name FROM person_group WHERE organisation_id = :organisation AND id = ANY(:ids)
UNION ALL
SELECT id, name FROM person WHERE organisation_id = :organisation AND id = ANY(:ids)
""")

_BY_EMAIL = text("""
SELECT email, id FROM person
WHERE organisation_id = :organisation AND left_at IS NULL AND email = ANY(:emails)
""")
_EMAILS = text("""
SELECT email FROM person
WHERE organisation_id = :organisation AND id = ANY(:ids) ORDER BY name, id
""")

_ZONES = text("""
SELECT z.id, z.name, f.id AS floor_id, f.name AS floor_name, b.name AS building_name
FROM zone z
JOIN floor f ON f.organisation_id = z.organisation_id AND f.id = z.floor_id
JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
WHERE z.organisation_id = :organisation AND z.ended_at IS NULL
ORDER BY b.name, f.ordinal DESC, z.name, z.id
""")

# The bookings that a rule can be about, with all that they are judged by.
_JUDGED = text(r"""
SELECT b.id, lower(b.during) AS from_at, upper(b.during) AS to_at, p.name AS person_name,
  s.name AS space_name, s.kind, f.name AS floor_name, t.time_zone, o.book_ahead_days,
  o.longest_booking_hours, x.rules, booking_load(x.rules, b.person_id, b.during, b.id) AS load,
  (SELECT min(lower(k.during)) FROM booking k
   WHERE k.organisation_id = b.organisation_id AND k.space_id = b.space_id
     AND k.state IN ('held', 'confirmed', 'checked_in') AND lower(k.during) >= upper(b.during)
     AND lower(k.during) < upper(b.during)
       + make_interval(mins => (x.rules -> 'buffer_min' ->> 'says')::integer)) AS next_at,
  n.near_name, n.near_m
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN site t ON t.organisation_id = b.organisation_id AND t.id = f.site_id
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
JOIN organisation o ON o.id = b.organisation_id
JOIN booking_rule r ON r.organisation_id = b.organisation_id AND r.id = :rule
CROSS JOIN LATERAL (
  SELECT booking_rules(b.space_id, b.person_id, lower(b.during)) AS rules OFFSET 0) x
LEFT JOIN LATERAL (
  SELECT o.name AS near_name, ST_Distance(h.geom, g.geom) AS near_m
  FROM space_shape h
  JOIN booking k ON k.organisation_id = b.organisation_id AND k.floor_id = b.floor_id
    AND k.space_id <> b.space_id AND k.during && b.during
    AND k.state IN ('held', 'confirmed', 'checked_in')
  JOIN space o ON o.organisation_id = b.organisation_id AND o.id = k.space_id AND o.kind = s.kind
  JOIN space_shape g ON g.organisation_id = b.organisation_id AND g.space_id = k.space_id
    AND g.is_live
  WHERE h.organisation_id = b.organisation_id AND h.space_id = b.space_id AND h.is_live
    AND ST_DWithin(h.geom, g.geom, (x.rules -> 'distance_m' ->> 'says')::float8)
  ORDER BY near_m, near_name LIMIT 1) n ON x.rules ? 'distance_m'
WHERE b.organisation_id = :organisation AND upper(b.during) > :now
  AND b.state IN ('held', 'confirmed', 'checked_in')
  AND (r.kind IS NULL OR r.kind = s.kind) AND (r.site_id IS NULL OR r.site_id = f.site_id)
  AND (r.floor_id IS NULL OR r.floor_id = b.floor_id)
  AND (r.group_id IS NULL OR EXISTS (
    SELECT FROM group_member m WHERE m.organisation_id = b.organisation_id
      AND m.group_id = r.group_id AND m.person_id = b.person_id))
ORDER BY lower(b.during), b.id LIMIT :most
""")


def rules(tx: Connection, actor: Actor) -> list[tuple[UUID, Rule]]:
    """All rules of the organisation, those first that win over others."""
    found = tx.execute(_ALL, {"organisation": actor.organisation_id}).mappings()
    return [(row["id"], _rule(row)) for row in found]


def rule(tx: Connection, actor: Actor, rule_id: UUID) -> Rule | None:
    row = tx.execute(_ONE, _key(actor, rule_id)).mappings().one_or_none()
    return None if row is None else _rule(row)


def count(tx: Connection, actor: Actor) -> int:
    found: int = tx.execute(_COUNT, {"organisation": actor.organisation_id}).scalar_one()
    return found


def insert(tx: Connection, actor: Actor, rule_id: UUID, wanted: Rule, now: datetime) -> None:
    """Write a rule; IntegrityError when its name or what it is about is another's."""
    values = {"person": actor.recorded_id, "now": now, **_values(wanted)}
    tx.execute(_INSERT, _key(actor, rule_id) | values)
    _link(tx, actor, rule_id, wanted)


def update(tx: Connection, actor: Actor, rule_id: UUID, wanted: Rule, now: datetime) -> bool:
    """Write all of a rule anew; False when it is not there. IntegrityError as ``insert``."""
    done = tx.execute(_UPDATE, _key(actor, rule_id) | {"now": now, **_values(wanted)})
    if done.rowcount == 0:
        return False
    for table in ("booking_rule_group", "booking_rule_quiet_zone", "booking_rule_approver"):
        statement = f"DELETE FROM {table} WHERE organisation_id = :organisation AND rule_id = :rule"  # noqa: S608
        tx.execute(text(statement), _key(actor, rule_id))
    _link(tx, actor, rule_id, wanted)
    return True


def delete(tx: Connection, actor: Actor, rule_id: UUID) -> bool:
    return tx.execute(_DELETE, _key(actor, rule_id)).rowcount == 1


def about_the_same(tx: Connection, actor: Actor, rule_id: UUID, wanted: Rule) -> str | None:
    """The name of another rule that is about exactly the same, None when there is none."""
    scope = {
        name: getattr(wanted, name)
        for name in ("site_id", "floor_id", "zone_id", "kind", "group_id")
    }
    found: str | None = tx.execute(_SAME, _key(actor, rule_id) | scope).scalar_one_or_none()
    return found


def names(tx: Connection, actor: Actor, found: Iterable[Rule]) -> dict[UUID, str]:
    """What the places and groups of rules are called."""
    ids = {
        one
        for each in found
        for one in (
            each.site_id,
            each.floor_id,
            each.zone_id,
            each.group_id,
            each.approvers_group_id,
            *each.approvers,
            *each.only_groups,
            *each.quiet_zones,
        )
        if one is not None
    }
    values = {"organisation": actor.organisation_id, "ids": list(ids)}
    return {row.id: row.name for row in tx.execute(_NAMES, values)} if ids else {}


def people_by_email(tx: Connection, actor: Actor, emails: Iterable[str]) -> dict[str, UUID]:
    """Those of the organisation who are here, by their addresses in small letters."""
    values = {"organisation": actor.organisation_id, "emails": [each.lower() for each in emails]}
    return {row.email: row.id for row in tx.execute(_BY_EMAIL, values)}


def emails(tx: Connection, actor: Actor, ids: Iterable[UUID]) -> list[str]:
    """The addresses of people, by name."""
    values = {"organisation": actor.organisation_id, "ids": list(ids)}
    return list(tx.execute(_EMAILS, values).scalars())


def zones(tx: Connection, actor: Actor) -> list[RowMapping]:
    """The zones of all floors, to choose from."""
    return list(tx.execute(_ZONES, {"organisation": actor.organisation_id}).mappings())


def judged(
    tx: Connection, actor: Actor, rule_id: UUID, now: datetime, most: int
) -> list[RowMapping]:
    """The soonest bookings to come that a rule can be about, with what they are judged by."""
    values = _key(actor, rule_id) | {"now": now, "most": most}
    return list(tx.execute(_JUDGED, values).mappings())


def _link(tx: Connection, actor: Actor, rule_id: UUID, wanted: Rule) -> None:
    for table, column, ids in (
        ("booking_rule_group", "group_id", wanted.only_groups),
        ("booking_rule_quiet_zone", "zone_id", wanted.quiet_zones),
        ("booking_rule_approver", "person_id", wanted.approvers),
    ):
        statement = (
            f"INSERT INTO {table} (organisation_id, rule_id, {column})"
            " SELECT DISTINCT :organisation, :rule, unnest(CAST(:ids AS uuid[]))"
        )
        if ids:
            tx.execute(text(statement), _key(actor, rule_id) | {"ids": list(ids)})


def _key(actor: Actor, rule_id: UUID) -> dict[str, Any]:
    return {"organisation": actor.organisation_id, "rule": rule_id}


def _values(wanted: Rule) -> dict[str, Any]:
    values = {column: getattr(wanted, column) for column in _PLAIN}
    values["mode"] = None if wanted.mode is None else str(wanted.mode)
    spans = ",".join(f"[{start},{end})" for start, end in spans_of(wanted.opening))
    return values | {"open": f"{{{spans}}}" if spans else None}


def _rule(row: Mapping[str, Any] | RowMapping) -> Rule:
    values = {column: row[column] for column in _PLAIN}
    values["mode"] = None if row["mode"] is None else Mode(row["mode"])
    spans = tuple((start, end) for start, end in row["spans"] or ())
    return Rule(
        **values,
        opening=opening_of(spans),
        only_groups=tuple(row["only_groups"]),
        quiet_zones=tuple(row["quiet_zones"]),
        approvers=tuple(row["approvers"]),
    )
