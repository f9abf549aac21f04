"""Days that are over are shown on the plan that was in force then, with the spaces it had.

What the spaces of a plan were like is kept when another plan takes its place
(``planned_space``, which knew only plans to come). The schedule of a floor and its closures then
ask the whole time line: which plan was, is and will be in force (``plans_in_force``). Hours within
the present plan, which are nearly all, run the statements that they ran before.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import earlier

revision = "20261121_0025"
down_revision = "20261121_0040"
branch_labels = None
depends_on = None

# Of plans that were replaced before, the spaces are as they were last: nobody kept more. The owner
# of the tables is under their policies.
_READ = ("plan_revision", "space_shape", "space")
KEPT = """
INSERT INTO planned_space (organisation_id, plan_revision_id, space_id, floor_id, category, number,
  name, capacity, bookable, features)
SELECT h.organisation_id, h.plan_revision_id, s.id, s.floor_id, s.category, s.number, s.name,
  s.capacity, s.bookable, s.features
FROM plan_revision r
JOIN space_shape h ON h.organisation_id = r.organisation_id AND h.plan_revision_id = r.id
JOIN space s ON s.organisation_id = h.organisation_id AND s.id = h.space_id
WHERE r.state = 'superseded'
ON CONFLICT ON CONSTRAINT planned_space_pkey DO NOTHING
"""

# Whether the present plan holds in all of these hours: none takes over before they end, and none
# began after they did.
_ONE_PLAN = """NOT EXISTS (
    SELECT FROM plan_revision r
    WHERE r.organisation_id = organisation AND r.floor_id = {floor} AND r.state = 'scheduled'
      AND r.effective_from < coalesce({to_at}, 'infinity'))
    AND NOT EXISTS (
      SELECT FROM plan_in_force t
      WHERE t.organisation_id = organisation AND t.floor_id = {floor}
        AND t.from_at > coalesce({from_at}, '-infinity'))"""

# A closure closes by the shapes of each plan while that is in force.
CLOSED = f"""
CREATE OR REPLACE FUNCTION closed_spaces(on_floor uuid, wanted tstzrange)
RETURNS TABLE (space_id uuid, closure_id uuid, reason text, during tstzrange)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF NOT EXISTS (
    SELECT FROM closure c
    WHERE c.organisation_id = organisation AND c.floor_id = on_floor AND c.during && wanted
  ) THEN
    RETURN;
  END IF;
  IF {_ONE_PLAN.format(floor="on_floor", from_at="lower(wanted)", to_at="upper(wanted)")} THEN
    RETURN QUERY
    SELECT h.space_id, c.id, c.reason, c.during
    FROM closure c
    JOIN space_shape h
      ON h.organisation_id = organisation AND h.floor_id = on_floor AND h.is_live
    WHERE c.organisation_id = organisation AND c.floor_id = on_floor AND c.during && wanted
      AND CASE
        WHEN c.space_id IS NOT NULL THEN c.space_id IN (h.space_id, h.within_space_id)
        WHEN c.zone_id IS NOT NULL THEN EXISTS (
          SELECT FROM zone_shape z
          WHERE z.organisation_id = organisation AND z.zone_id = c.zone_id AND z.is_live
            AND ST_Intersects(z.geom, h.anchor))
        WHEN c.area IS NOT NULL THEN
          ST_Intersects(c.area, h.geom) AND NOT ST_Touches(c.area, h.geom)
        ELSE true END;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT y.space_id, y.closure_id, y.reason, y.during
  FROM (
    SELECT h.space_id, c.id AS closure_id, c.reason,
      unnest(range_agg(c.during * tstzrange(p.from_at, p.to_at))) AS during
    FROM plans_in_force(on_floor) p
    JOIN closure c ON c.organisation_id = organisation AND c.floor_id = on_floor
      AND c.during && wanted AND c.during && tstzrange(p.from_at, p.to_at)
    JOIN space_shape h ON h.organisation_id = organisation AND h.floor_id = on_floor
      AND h.plan_revision_id = p.plan_revision_id
    WHERE CASE
      WHEN c.space_id IS NOT NULL THEN c.space_id IN (h.space_id, h.within_space_id)
      WHEN c.zone_id IS NOT NULL THEN EXISTS (
        SELECT FROM zone_shape z
        WHERE z.organisation_id = organisation AND z.zone_id = c.zone_id
          AND z.plan_revision_id = p.plan_revision_id AND ST_Intersects(z.geom, h.anchor))
      WHEN c.area IS NOT NULL THEN
        ST_Intersects(c.area, h.geom) AND NOT ST_Touches(c.area, h.geom)
      ELSE true END
    GROUP BY h.space_id, c.id, c.reason
  ) y
  WHERE y.during && wanted;
END $$;
"""

# ``plans`` are the floor's plans from the one that these days begin in, by the instant from which
# they hold; before the first there was none. ``there`` are the times in which a space could or can
# be booked: told only when more than the present plan holds in these days.
SCHEDULE = f"""
CREATE OR REPLACE FUNCTION floor_schedule(
  wanted_floor uuid, from_at timestamptz, to_at timestamptz)
RETURNS TABLE (version bigint, time_zone text, spaces json, takings json, closures json,
  plans json, there json)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
  wanted tstzrange := tstzrange(from_at, to_at);
  one_plan boolean := {
    _ONE_PLAN.format(
        floor="wanted_floor", from_at="floor_schedule.from_at", to_at="floor_schedule.to_at"
    )
};
BEGIN
  RETURN QUERY
  WITH turn AS MATERIALIZED (
    SELECT r.id, r.state, r.map_digest, p.from_at, tstzrange(p.from_at, p.to_at) AS during
    FROM plans_in_force(wanted_floor) p
    JOIN plan_revision r ON r.organisation_id = organisation AND r.id = p.plan_revision_id
    WHERE p.to_at IS NULL OR (p.from_at < p.to_at AND p.to_at > lower(wanted))
  ), stay AS MATERIALIZED (
    SELECT x.space_id, unnest(range_agg(x.during)) AS during
    FROM (
      SELECT q.space_id, t.during
      FROM turn t
      JOIN planned_space q ON q.organisation_id = organisation AND q.plan_revision_id = t.id
        AND q.bookable
      WHERE NOT one_plan AND t.during && wanted AND t.state <> 'published'
      UNION ALL
      SELECT s.id, t.during
      FROM turn t
      JOIN space s ON s.organisation_id = organisation AND s.floor_id = wanted_floor
        AND s.bookable AND s.ended_at IS NULL
      WHERE NOT one_plan AND t.during && wanted
        -- A zone, or rooms that were joined, are of no plan: they stay while their parts do.
        AND (t.state = 'published' OR t.state = 'scheduled' AND s.is_composite)
    ) x GROUP BY x.space_id
  )
  SELECT COALESCE(v.version, 0), t.time_zone,
    CASE WHEN one_plan THEN
      (SELECT json_agg(s.id ORDER BY s.id) FROM space s
       WHERE s.organisation_id = organisation AND s.floor_id = wanted_floor
         AND s.bookable AND s.ended_at IS NULL)
    ELSE
      (SELECT json_agg(x.space_id ORDER BY x.space_id)
       FROM (SELECT DISTINCT y.space_id FROM stay y) x)
    END,
    {{takings}},
    (SELECT json_agg(json_build_array(c.space_id, extract(epoch FROM lower(c.during)),
         extract(epoch FROM upper(c.during)), c.reason))
     FROM closed_spaces(wanted_floor, wanted) c),
    (SELECT json_agg(json_build_array(extract(epoch FROM x.from_at), x.map_digest)
       ORDER BY x.from_at) FROM turn x),
    CASE WHEN NOT one_plan THEN
      (SELECT json_agg(json_build_array(x.space_id, extract(epoch FROM lower(x.during)),
           extract(epoch FROM upper(x.during)))) FROM stay x)
    END
  FROM floor f
  JOIN site t ON t.organisation_id = organisation AND t.id = f.site_id
  LEFT JOIN floor_version v ON v.organisation_id = organisation AND v.floor_id = f.id
  WHERE f.organisation_id = organisation AND f.id = wanted_floor;
END $$;
"""


def upgrade() -> None:
    for table in (*_READ, "planned_space"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(KEPT)
    for table in (*_READ, "planned_space"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    # Replacing keeps the owner and the grants.
    op.execute(CLOSED)
    _, takings = _takings()
    op.execute(SCHEDULE.replace("{takings}", takings))


def downgrade() -> None:
    before = earlier(__file__, "20261121_0014_effective_dates.py")
    schedule = before.SCHEDULE.replace(*_takings())
    op.execute(before.CLOSED)
    op.execute(schedule.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    # What was kept of plans that are over stays: nothing before this asks for it.


def _takings() -> tuple[str, str]:
    """How what takes a space was told first, and how it is told since."""
    ((first, since, _),) = dict(earlier(__file__, "20261121_0040_takings.py").CHANGED)[
        "floor_schedule"
    ]
    return first, since
