"""Where a check-in is asked: the rules that facility staff set, by kind, by zone, or for all."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.ids import new_id
from floorplans.presence import rules
from floorplans.presence.views import CheckInRule, CheckInRuleView

_RULES = text("""
SELECT r.id, r.kind, r.zone_id, r.is_asked, r.opens_min, r.grace_min, r.frees_itself,
  CASE WHEN z.id IS NOT NULL THEN z.name || ', ' || f.name || ', ' || g.name END AS zone_name
FROM check_in_rule r
LEFT JOIN zone z ON z.organisation_id = r.organisation_id AND z.id = r.zone_id
LEFT JOIN floor f ON f.organisation_id = r.organisation_id AND f.id = z.floor_id
LEFT JOIN building g ON g.organisation_id = r.organisation_id AND g.id = f.building_id
WHERE r.organisation_id = :organisation
ORDER BY r.zone_id IS NOT NULL, zone_name, r.kind NULLS FIRST, r.id
""")
_SET = text("""
INSERT INTO check_in_rule (organisation_id, id, kind, zone_id, is_asked, opens_min, grace_min,
  frees_itself, changed_by, changed_at)
VALUES (:organisation, :id, :kind, :zone_id, :is_asked, :opens_min, :grace_min, :frees_itself,
  :by, :now)
ON CONFLICT (organisation_id, kind, zone_id) DO UPDATE
SET is_asked = excluded.is_asked, opens_min = excluded.opens_min, grace_min = excluded.grace_min,
  frees_itself = excluded.frees_itself, changed_by = excluded.changed_by,
  changed_at = excluded.changed_at
RETURNING id
""")
_FORGET = text("DELETE FROM check_in_rule WHERE organisation_id = :organisation AND id = :id")
_RENEW = text("SELECT renew_check_in(:now)")
_ZONE = text("SELECT 1 FROM zone WHERE organisation_id = :organisation AND id = :zone_id")
_ZONES = text("""
SELECT z.id, z.name || ', ' || f.name || ', ' || g.name AS name
FROM zone z
JOIN floor f ON f.organisation_id = z.organisation_id AND f.id = z.floor_id
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
WHERE z.organisation_id = :organisation
  AND EXISTS (SELECT FROM zone_shape h WHERE h.organisation_id = z.organisation_id
    AND h.zone_id = z.id AND h.is_live)
ORDER BY g.name, f.ordinal, z.name, z.id
""")


def check_in_rules(db: Database, actor: Actor) -> list[CheckInRuleView]:
    """All rules, those for everything first; needs facility."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        rows = tx.execute(_RULES, {"organisation": actor.organisation_id}).mappings().all()
    return [_view(dict(row)) for row in rows]


def set_rule(db: Database, actor: Actor, rule: CheckInRule, now: datetime) -> CheckInRuleView:
    """Ask for a check-in somewhere, or stop asking; one rule for each kind and zone.

    It holds at once for bookings that have not begun; those that run keep what they were told.
    Needs facility. Raises Invalid, NotFound ``zone_not_found``.
    """
    actor.require(Role.FACILITY)
    rules.check_rule(rule)
    values = {
        "organisation": actor.organisation_id,
        "id": new_id(),
        "by": actor.recorded_id,
        "now": now,
        "kind": rule.kind,
        "zone_id": rule.zone_id,
        "is_asked": rule.is_asked,
        "opens_min": rule.opens_min,
        "grace_min": rule.grace_min,
        "frees_itself": rule.frees_itself,
    }
    with db.transaction(actor.organisation_id) as tx:
        if rule.zone_id is not None and tx.execute(_ZONE, values).first() is None:
            raise NotFound(
                "zone_not_found", "This zone does not exist.", "Choose a zone from the list."
            )
        rule_id = tx.execute(_SET, values).scalar_one()
        tx.execute(_RENEW, {"now": now})
    return next(each for each in check_in_rules(db, actor) if each.id == rule_id)


def forget_rule(db: Database, actor: Actor, rule_id: UUID, now: datetime) -> None:
    """Take a rule away: what is wider holds again. Needs facility; NotFound ``rule_not_found``."""
    actor.require(Role.FACILITY)
    values = {"organisation": actor.organisation_id, "id": rule_id}
    with db.transaction(actor.organisation_id) as tx:
        if not tx.execute(_FORGET, values).rowcount:
            raise NotFound(
                "rule_not_found", "This rule does not exist any more.", "Load the page again."
            )
        tx.execute(_RENEW, {"now": now})


def all_zones(db: Database, actor: Actor) -> list[tuple[UUID, str]]:
    """All zones that a rule can be about, with floor and building in their names."""
    with db.transaction(actor.organisation_id) as tx:
        rows = tx.execute(_ZONES, {"organisation": actor.organisation_id})
        return [(row.id, row.name) for row in rows]


def _view(row: dict[str, Any]) -> CheckInRuleView:
    rule_id, zone_name = row.pop("id"), row.pop("zone_name")
    return CheckInRuleView(rule_id, CheckInRule(**row), zone_name)
