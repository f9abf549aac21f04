"""What the rules of booking say of whole classes of spaces, so that each is asked about once.

Two spaces of one floor and one kind that lie in the same zones are told the same by every rule, but
for how near a quiet zone they are. That is left to the look at each place that is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, text

from floorplans.bookings.views import Window
from floorplans.finding.queries import Search
from floorplans.policies.rules import Broken, Case, broken
from floorplans.policies.terms import load_of, terms_of

#: The one class of an organisation without rules. No class of spaces has this name.
ALL = ""

_TOLD = "t.time_zone, o.book_ahead_days, o.longest_booking_hours"
# What a person has booked of that which limits are about is counted once for all of which the same
# is said.
_CLASSES = text(f"""
WITH class AS MATERIALIZED (
  SELECT c.class, s.name, booking_rules(s.id, :person, :from_at) AS rules
  FROM ruled_classes(:site, :from_at, :kind) c
  JOIN space s ON s.organisation_id = :organisation AND s.id = c.space_id
), load AS MATERIALIZED (
  SELECT d.rules, booking_load(d.rules, :person, tstzrange(:from_at, :to_at), NULL) AS load
  FROM (SELECT DISTINCT c.rules FROM class c) d
)
SELECT c.class, c.name, {_TOLD}, c.rules, l.load
FROM class c
JOIN load l ON l.rules IS NOT DISTINCT FROM c.rules
JOIN site t ON t.organisation_id = :organisation AND t.id = :site
JOIN organisation o ON o.id = :organisation
ORDER BY c.class
""")  # noqa: S608 - only the constant above
_PLAIN = text(f"""
SELECT '{ALL}' AS class, '' AS name, {_TOLD}, NULL::jsonb AS rules, NULL::jsonb AS load
FROM site t JOIN organisation o ON o.id = t.organisation_id
WHERE t.organisation_id = :organisation AND t.id = :site
""")  # noqa: S608 - only the constants above

Cases = Mapping[str, Case]


def cases_of(
    tx: Connection, search: Search, window: Window, now: datetime, *, has_rules: bool
) -> Cases:
    """By class, what its spaces are judged by for the person who searches."""
    values = {
        "organisation": search.actor.organisation_id,
        "site": search.site_id,
        "kind": search.kind,
        "person": search.actor.person_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
    }
    statement = _CLASSES if has_rules else _PLAIN
    return {row["class"]: _case(row, now) for row in tx.execute(statement, values).mappings()}


def refused(cases: Cases, window: Window) -> dict[str, Broken]:
    """The classes of which no space can be had in these hours, and by which rule."""
    judged = {name: broken(case, window) for name, case in cases.items()}
    return {name: found for name, found in judged.items() if found is not None}


def _case(row: RowMapping, now: datetime) -> Case:
    terms = terms_of(
        row["rules"], ahead_days=row["book_ahead_days"], longest_hours=row["longest_booking_hours"]
    )
    zone = ZoneInfo(row["time_zone"])
    return Case(replace(terms, quiet=None), load_of(row["load"]), row["name"], zone, now)
