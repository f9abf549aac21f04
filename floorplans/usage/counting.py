"""The SQL that adds a site's month up: cells with their numbers, and how many people are in each.

People leave the database as counts only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.usage.rules import Cell, Crowd, Measure, Path
from floorplans.usage.views import Ground

#: A site with hundreds of thousands of stays takes longer than a page may; a job counts it.
COUNT_TIMEOUT_MS = 300_000

_PLACE = """
place AS MATERIALIZED (
  SELECT s.id, s.kind, s.floor_id, s.bookable AND s.ended_at IS NULL AS is_there, (
    SELECT z.zone_id FROM space_shape h
    JOIN zone_shape z ON z.organisation_id = h.organisation_id AND z.floor_id = h.floor_id
      AND z.is_live AND ST_Intersects(z.geom, h.anchor)
    WHERE h.organisation_id = s.organisation_id AND h.space_id = s.id AND h.is_live
    ORDER BY ST_Area(z.geom), z.zone_id LIMIT 1) AS zone_id
  FROM floor f
  JOIN space s ON s.organisation_id = f.organisation_id AND s.floor_id = f.id
  WHERE f.organisation_id = :organisation AND f.site_id = :site)
"""
# A place is kept for somebody until the booking ends or was given back or released. What was moved
# on the spot was kept where its person had been as well. A stay ends with its booking if not
# before.
_SPELLS = """
span AS MATERIALIZED (
  SELECT CAST(:month AS timestamp) AT TIME ZONE t.time_zone AS from_at,
    (CAST(:month AS timestamp) + interval '1 month') AT TIME ZONE t.time_zone AS to_at, t.time_zone
  FROM site t WHERE t.organisation_id = :organisation AND t.id = :site),
kept AS MATERIALIZED (
  SELECT b.id, b.person_id, b.state, b.check_in_by, p.kind, p.floor_id, p.zone_id,
    lower(b.during) AS from_at, upper(b.during) AS until_at,
    CASE WHEN b.state IN ('released', 'cancelled') THEN least(upper(b.during), b.changed_at)
      ELSE upper(b.during) END AS to_at
  FROM span n
  CROSS JOIN place p
  JOIN booking b ON b.organisation_id = :organisation AND b.floor_id = p.floor_id
    AND b.space_id = p.id
  WHERE lower(b.during) < n.to_at AND upper(b.during) > n.from_at
    AND b.state IN ('confirmed', 'checked_in', 'released', 'cancelled')
    AND (b.state <> 'cancelled' OR b.changed_at > lower(b.during))),
stay AS MATERIALIZED (
  SELECT x.person_id, x.booking_id, x.left_at, x.is_elsewhere, x.kind, x.floor_id, x.zone_id,
    x.from_at, x.to_at
  FROM (
    SELECT b.person_id, b.id AS booking_id, t.to_at AS left_at, b.space_id <> t.space_id AS
      is_elsewhere, p.kind, p.floor_id, p.zone_id, t.from_at,
      coalesce(t.to_at, CASE WHEN b.state = 'checked_in' THEN upper(b.during)
        ELSE b.changed_at END) AS to_at
    FROM place p
    JOIN presence t ON t.organisation_id = :organisation AND t.space_id = p.id
    JOIN booking b ON b.organisation_id = :organisation AND b.id = t.booking_id) x
  CROSS JOIN span n
  WHERE x.from_at < n.to_at AND x.to_at > n.from_at AND x.to_at > x.from_at),
spell AS MATERIALIZED (
  SELECT 'booked' AS measure, k.person_id, k.kind, k.floor_id, k.zone_id, k.from_at, k.to_at
  FROM kept k WHERE k.to_at > k.from_at
  UNION ALL
  SELECT 'booked', s.person_id, s.kind, s.floor_id, s.zone_id, s.from_at, s.to_at
  FROM stay s WHERE s.is_elsewhere
  UNION ALL
  SELECT 'used', s.person_id, s.kind, s.floor_id, s.zone_id, s.from_at, s.to_at FROM stay s)
"""
# Hours begin as they do on the site's own clock.
_PIECES = """
event AS MATERIALIZED (
  SELECT 'no_shows' AS measure, k.person_id, k.kind, k.floor_id, k.zone_id, k.from_at,
    1::float8 AS amount
  FROM kept k
  WHERE k.state = 'released' OR (k.state = 'confirmed' AND k.check_in_by IS NOT NULL)
  UNION ALL
  SELECT 'released_early', k.person_id, k.kind, k.floor_id, k.zone_id, k.from_at, 1
  FROM kept k
  WHERE k.state = 'cancelled' OR (k.state = 'checked_in' AND EXISTS (
    SELECT FROM stay s WHERE s.booking_id = k.id AND s.left_at = k.until_at))
  UNION ALL
  SELECT 'stays', s.person_id, s.kind, s.floor_id, s.zone_id, s.from_at,
    extract(epoch FROM s.to_at - s.from_at)
  FROM stay s),
piece AS MATERIALIZED (
  SELECT s.measure, s.person_id, s.kind, s.floor_id, s.zone_id,
    extract(isodow FROM h.at AT TIME ZONE n.time_zone)::integer AS weekday,
    extract(hour FROM h.at AT TIME ZONE n.time_zone)::integer AS hour,
    extract(epoch FROM least(s.to_at, n.to_at, h.at + interval '1 hour')
      - greatest(s.from_at, n.from_at, h.at))::float8 AS amount
  FROM span n
  CROSS JOIN spell s
  CROSS JOIN LATERAL generate_series(
    date_trunc('hour', greatest(s.from_at, n.from_at), n.time_zone),
    least(s.to_at, n.to_at) - interval '1 microsecond', interval '1 hour') AS h(at)
  UNION ALL
  SELECT e.measure, e.person_id, e.kind, e.floor_id, e.zone_id,
    extract(isodow FROM e.from_at AT TIME ZONE n.time_zone)::integer,
    extract(hour FROM e.from_at AT TIME ZONE n.time_zone)::integer, e.amount
  FROM event e CROSS JOIN span n
  WHERE e.from_at >= n.from_at AND e.from_at < n.to_at)
"""
_PATHS = (
    "ARRAY[]::text[]",
    "ARRAY[kind]",
    "ARRAY[kind, 'at', floor_id::text]",
    "ARRAY[kind, 'at', floor_id::text, coalesce(zone_id::text, '')]",
    "ARRAY[kind, 'on', weekday::text]",
    "ARRAY[kind, 'on', weekday::text, hour::text]",
)


def _each_path(statement: str) -> str:
    return " UNION ALL ".join(statement.format(path=path) for path in _PATHS)


_SHARE = _each_path(
    "SELECT measure, person_id, {path} AS path, sum(amount) AS amount FROM piece"
    " WHERE measure <> 'stays' GROUP BY 1, 2, 3"
)
_STAYS = _each_path("SELECT person_id, {path} AS path, amount FROM piece WHERE measure = 'stays'")
# One row for each cell and measure, and one for the small cells of each parent.
_COUNT = text(f"""
WITH {_PLACE}, {_SPELLS}, {_PIECES},
share AS MATERIALIZED ({_SHARE}),
here AS MATERIALIZED (SELECT DISTINCT s.path, s.person_id FROM share s),
crowd AS MATERIALIZED (SELECT h.path, count(*) AS anyone FROM here h GROUP BY h.path),
cell AS MATERIALIZED (
  SELECT m.measure, c.path, c.anyone, count(s.person_id) AS people,
    coalesce(sum(s.amount), 0) AS amount
  FROM crowd c
  CROSS JOIN unnest(CAST(:measures AS text[])) AS m(measure)
  LEFT JOIN share s ON s.measure = m.measure AND s.path = c.path
  GROUP BY m.measure, c.path, c.anyone),
small AS MATERIALIZED (
  SELECT c.measure, c.path FROM cell c
  WHERE cardinality(c.path) > 0
    AND CASE WHEN c.people > 0 THEN c.people ELSE c.anyone END < :least)
SELECT 'cell' AS what, c.measure, c.path, c.people, c.anyone, c.amount FROM cell c
UNION ALL
SELECT 'small', m.measure, trim_array(m.path, 1), count(DISTINCT s.person_id),
  count(DISTINCT h.person_id), 0
FROM small m
JOIN here h ON h.path = m.path
LEFT JOIN share s ON s.measure = m.measure AND s.path = m.path AND s.person_id = h.person_id
GROUP BY m.measure, trim_array(m.path, 1)
UNION ALL
SELECT 'median', 'used', t.path, count(DISTINCT t.person_id), 0,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY t.amount)
FROM ({_STAYS}) t GROUP BY t.path
""")  # noqa: S608 - only the constants above
_GROUND = text(f"""
WITH {_PLACE}
SELECT DISTINCT p.kind, p.floor_id, g.name || ', ' || f.name AS floor_name, p.zone_id,
  z.name AS zone_name, bool_or(p.is_there) OVER (PARTITION BY p.kind, p.floor_id, p.zone_id)
  AS is_there, g.name AS building_name, f.ordinal
FROM place p
JOIN floor f ON f.organisation_id = :organisation AND f.id = p.floor_id
JOIN building g ON g.organisation_id = :organisation AND g.id = f.building_id
LEFT JOIN zone z ON z.organisation_id = :organisation AND z.id = p.zone_id
ORDER BY p.kind, g.name, f.ordinal, p.floor_id, zone_name NULLS LAST, p.zone_id
""")  # noqa: S608 - only the constant above
_TIMEOUT = text("SELECT set_config('statement_timeout', :ms, true)")


@dataclass(frozen=True, slots=True)
class Sums:
    """A month of a site in numbers, before anything is hidden; it never leaves the one who counts.

    ``medians`` are people and seconds by path, ``ground`` every kind, floor and zone of the site.
    """

    cells: Mapping[Measure, Mapping[Path, Cell]]
    small: Mapping[Measure, Mapping[Path, Crowd]]
    medians: Mapping[Path, tuple[int, float]]
    ground: tuple[Ground, ...]


def sums(
    tx: Connection, organisation_id: UUID, site_id: UUID, month: date, least_people: int
) -> Sums:
    """Add a month of a site up; ``month`` is its first day."""
    values: dict[str, Any] = {
        "organisation": organisation_id,
        "site": site_id,
        "month": month,
        "least": least_people,
        "measures": [str(measure) for measure in Measure],
    }
    tx.execute(_TIMEOUT, {"ms": str(COUNT_TIMEOUT_MS)})
    cells: dict[Measure, dict[Path, Cell]] = {measure: {} for measure in Measure}
    small: dict[Measure, dict[Path, Crowd]] = {measure: {} for measure in Measure}
    medians: dict[Path, tuple[int, float]] = {}
    for row in tx.execute(_COUNT, values):
        measure, path = Measure(row.measure), tuple(row.path)
        crowd = Crowd(row.people, row.anyone)
        if row.what == "cell":
            cells[measure][path] = Cell(crowd, float(row.amount))
        elif row.what == "small":
            small[measure][path] = crowd
        else:
            medians[path] = (row.people, float(row.amount))
    return Sums(cells, small, medians, _ground(tx, values, cells[Measure.BOOKED]))


def _ground(
    tx: Connection, values: Mapping[str, Any], cells: Mapping[Path, Cell]
) -> tuple[Ground, ...]:
    """All that can be booked, and what is gone by now but was used then."""
    return tuple(
        Ground(row.kind, row.floor_id, row.floor_name, row.zone_id, row.zone_name)
        for row in tx.execute(_GROUND, values)
        if row.is_there or (row.kind, "at", str(row.floor_id), str(row.zone_id or "")) in cells
    )
