"""Every time that a plan was in force: from when, until when, and by whom.

A plan that was published, replaced and brought back was in force twice, and its own row knows only
the last time. So each time is a row, written by the database itself whenever a plan becomes the
published one. The application can read these rows and nothing else; it ends one by beginning the
next.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine

revision = "20261121_0028"
down_revision = "20261121_0024"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE plan_in_force (
  organisation_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  number integer NOT NULL,
  plan_revision_id uuid NOT NULL,
  from_at timestamptz NOT NULL,
  published_by uuid,
  CONSTRAINT plan_in_force_pkey PRIMARY KEY (organisation_id, floor_id, number),
  CONSTRAINT plan_in_force_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_in_force_plan_revision_fkey FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_in_force_published_by_fkey FOREIGN KEY (organisation_id, published_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_in_force_number_positive CHECK (number >= 1),
  CONSTRAINT plan_in_force_from_finite CHECK (isfinite(from_at))
);
REVOKE ALL ON plan_in_force FROM floorplans_app;
GRANT SELECT ON plan_in_force TO floorplans_app;
GRANT SELECT, INSERT ON plan_in_force TO floorplans_definer;
"""

# Of what was before this table, only the last time of each plan is known, and no more is claimed.
# The owner of the tables is under their policies.
EARLIER = """
ALTER TABLE plan_revision NO FORCE ROW LEVEL SECURITY;
INSERT INTO plan_in_force (organisation_id, floor_id, number, plan_revision_id, from_at,
  published_by)
SELECT organisation_id, floor_id,
  row_number() OVER (
    PARTITION BY organisation_id, floor_id
    ORDER BY state = 'published', published_at, plan_revision.number),
  id, published_at, published_by
FROM plan_revision
WHERE state IN ('published', 'superseded') AND published_at IS NOT NULL;
ALTER TABLE plan_revision FORCE ROW LEVEL SECURITY;
"""

SECURED = """
ALTER TABLE plan_in_force ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_in_force FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_in_force_of_organisation ON plan_in_force
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
"""

# The floor's one published plan is held by a unique index, so two of these never run at once. The
# clocks of two servers may differ by a little: no time begins before the one that it ends.
WRITTEN = """
CREATE FUNCTION plan_came_into_force() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO plan_in_force (organisation_id, floor_id, number, plan_revision_id, from_at,
    published_by)
  SELECT NEW.organisation_id, NEW.floor_id, coalesce(max(t.number), 0) + 1, NEW.id,
    greatest(coalesce(NEW.published_at, now()), max(t.from_at)), NEW.published_by
  FROM plan_in_force t
  WHERE t.organisation_id = NEW.organisation_id AND t.floor_id = NEW.floor_id;
  RETURN NULL;
END $$;
CREATE TRIGGER plan_revision_published AFTER INSERT ON plan_revision
  FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION plan_came_into_force();
CREATE TRIGGER plan_revision_published_again AFTER UPDATE OF state ON plan_revision
  FOR EACH ROW WHEN (NEW.state = 'published' AND OLD.state <> 'published')
  EXECUTE FUNCTION plan_came_into_force();
"""

# A floor's whole time line, without gaps and in its order: what was, what is, and the plans that
# take over on a date, also where nothing has noted yet that it has come. to_at is NULL for the
# last one; times that took no time have from_at = to_at.
TOLD = """
CREATE FUNCTION plans_in_force(on_floor uuid)
RETURNS TABLE (
  plan_revision_id uuid, from_at timestamptz, to_at timestamptz, published_by uuid)
LANGUAGE sql STABLE ROWS 10 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH begun AS (
    SELECT t.plan_revision_id, t.number, t.from_at, t.published_by
    FROM plan_in_force t
    WHERE t.organisation_id = current_organisation() AND t.floor_id = on_floor
    UNION ALL
    SELECT r.id, NULL, r.effective_from, r.published_by
    FROM plan_revision r
    WHERE r.organisation_id = current_organisation() AND r.floor_id = on_floor
      AND r.state = 'scheduled'
  )
  SELECT x.plan_revision_id, x.from_at,
    CASE WHEN x.next_at IS NOT NULL THEN greatest(x.from_at, x.next_at) END, x.published_by
  FROM (
    SELECT b.*, lead(b.from_at) OVER (ORDER BY b.number NULLS LAST, b.from_at) AS next_at
    FROM begun b) x
  ORDER BY x.number NULLS LAST, x.from_at
$$;
"""

FUNCTIONS = ("plan_came_into_force()", "plans_in_force(uuid)")


def upgrade() -> None:
    for statement in (TABLE, EARLIER, SECURED, WRITTEN, TOLD):
        op.execute(statement)
    confine(op.get_bind(), *FUNCTIONS)
    op.execute("GRANT EXECUTE ON FUNCTION plans_in_force(uuid) TO floorplans_app")


def downgrade() -> None:
    op.execute("DROP TRIGGER plan_revision_published_again ON plan_revision")
    op.execute("DROP TRIGGER plan_revision_published ON plan_revision")
    for function in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP TABLE plan_in_force")
