"""How much places are used, month by month: counted once, kept as it was told, about nobody.

A month of a site is counted after it is over and never again, so that no two answers about it can
be held against each other. What is kept are sums over at least so many different people as the
organisation wants; whose they were is not in them.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261122_0058"
down_revision = "20261121_0057"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

CHOICE = """
ALTER TABLE organisation
  ADD COLUMN use_is_counted boolean NOT NULL DEFAULT true,
  ADD COLUMN use_least_people integer NOT NULL DEFAULT 5,
  ADD CONSTRAINT organisation_use_least_people_sane CHECK (use_least_people BETWEEN 3 AND 1000);
"""

TABLE = """
CREATE TABLE use_report (
  organisation_id uuid NOT NULL,
  site_id uuid NOT NULL,
  month date NOT NULL,
  least_people integer NOT NULL,
  counted_at timestamptz NOT NULL,
  document jsonb NOT NULL,
  CONSTRAINT use_report_pkey PRIMARY KEY (organisation_id, site_id, month),
  CONSTRAINT use_report_site_fkey FOREIGN KEY (organisation_id, site_id)
    REFERENCES site (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT use_report_month_is_its_first_day CHECK (extract(day FROM month) = 1),
  CONSTRAINT use_report_least_people_sane CHECK (least_people BETWEEN 3 AND 1000)
);
"""

# What was told stays as it was told: nobody counts a month anew.
RIGHTS = """
REVOKE ALL ON use_report FROM floorplans_app;
GRANT SELECT, INSERT ON use_report TO floorplans_app;
GRANT SELECT ON use_report TO floorplans_definer;
"""

# Which months are over, in which something was booked, and not counted: asked for all organisations
# at once. A month is over by the site's own clock.
DUE = f"""
CREATE FUNCTION use_to_count(at timestamptz, settled interval, months integer)
RETURNS TABLE (organisation_id uuid, site_id uuid, month date)
LANGUAGE plpgsql STABLE ROWS 10 {_DEFINER} AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT s.organisation_id, s.id, m.first::date
  FROM organisation o
  JOIN site s ON s.organisation_id = o.id
  CROSS JOIN LATERAL (
    SELECT date_trunc('month', (at - settled) AT TIME ZONE s.time_zone)
      - make_interval(months => g.back) AS first
    FROM generate_series(1, months) AS g(back)) m
  WHERE o.use_is_counted
    AND NOT EXISTS (
      SELECT FROM use_report r
      WHERE r.organisation_id = s.organisation_id AND r.site_id = s.id AND r.month = m.first::date)
    AND EXISTS (
      SELECT FROM floor f
      JOIN booking b ON b.organisation_id = f.organisation_id AND b.floor_id = f.id
        AND b.state IN ('held', 'confirmed', 'checked_in')
        AND upper(b.during) > m.first AT TIME ZONE s.time_zone
        AND lower(b.during) < (m.first + interval '1 month') AT TIME ZONE s.time_zone
      WHERE f.organisation_id = s.organisation_id AND f.site_id = s.id)
  ORDER BY m.first, s.id;
END $$;
"""
FUNCTION = "use_to_count(timestamptz, interval, integer)"


def upgrade() -> None:
    for statement in (CHOICE, TABLE, RIGHTS, DUE):
        op.execute(statement)
    isolate(op.get_bind(), "use_report")
    confine(op.get_bind(), FUNCTION)
    op.execute(f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO floorplans_app")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {FUNCTION}")
    op.execute("DROP TABLE use_report")
    op.execute("ALTER TABLE organisation DROP COLUMN use_least_people, DROP COLUMN use_is_counted")
