"""Ways through floors, kept with their plans; what people say of connectors, and their outages.

A row of ``floor_ways`` without bytes says that they could not be made by that engine. A connector
is named by its floor and where it is, in metres of the site's CRS, so that a word about it holds
for the next plan too.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261122_0066"
down_revision = "20261122_0065"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE floor_ways (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  radius_cm integer NOT NULL,
  engine integer NOT NULL,
  packed bytea,
  space_ids uuid[] NOT NULL,
  made_at timestamptz NOT NULL,
  CONSTRAINT floor_ways_pkey PRIMARY KEY (organisation_id, plan_revision_id, radius_cm),
  CONSTRAINT floor_ways_plan_revision_fkey FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT floor_ways_radius_positive CHECK (radius_cm > 0)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON floor_ways TO floorplans_app;
GRANT SELECT ON floor_ways TO floorplans_definer;

CREATE TABLE connector_word (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  is_same boolean NOT NULL,
  one_floor_id uuid NOT NULL,
  one_east double precision NOT NULL,
  one_north double precision NOT NULL,
  other_floor_id uuid NOT NULL,
  other_east double precision NOT NULL,
  other_north double precision NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT connector_word_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT connector_word_one_floor_fkey FOREIGN KEY (organisation_id, one_floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT connector_word_other_floor_fkey FOREIGN KEY (organisation_id, other_floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT connector_word_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT connector_word_two_floors CHECK (one_floor_id <> other_floor_id)
);
CREATE INDEX connector_word_one_floor_idx ON connector_word (organisation_id, one_floor_id);
CREATE INDEX connector_word_other_floor_idx ON connector_word (organisation_id, other_floor_id);
GRANT SELECT, INSERT, DELETE ON connector_word TO floorplans_app;

CREATE TABLE connector_outage (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  floor_id uuid NOT NULL,
  east double precision NOT NULL,
  north double precision NOT NULL,
  during tstzrange NOT NULL,
  reason text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT connector_outage_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT connector_outage_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT connector_outage_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT connector_outage_during_not_empty CHECK (NOT isempty(during))
);
CREATE INDEX connector_outage_floor_idx ON connector_outage (organisation_id, floor_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON connector_outage TO floorplans_app;
"""

# Plans that are in force or will be, of all organisations, without ways by this engine or a newer.
DUE = """
CREATE FUNCTION ways_to_make(engine_now integer, widths integer, at_most integer)
RETURNS TABLE (organisation_id uuid, plan_revision_id uuid)
LANGUAGE sql STABLE ROWS 10 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.organisation_id, r.id
  FROM plan_revision r
  WHERE r.state IN ('published', 'scheduled')
    AND (SELECT count(*) FROM floor_ways w
         WHERE w.organisation_id = r.organisation_id AND w.plan_revision_id = r.id
           AND w.engine >= engine_now) < widths
  ORDER BY r.organisation_id, r.id LIMIT at_most
$$;
"""
FUNCTION = "ways_to_make(integer, integer, integer)"
TENANT_TABLES = ("floor_ways", "connector_word", "connector_outage")


def upgrade() -> None:
    op.execute(TABLES)
    isolate(op.get_bind(), *TENANT_TABLES)
    op.execute(DUE)
    confine(op.get_bind(), FUNCTION)
    op.execute(f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO floorplans_app")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {FUNCTION}")
    for table in reversed(TENANT_TABLES):
        op.execute(f"DROP TABLE {table}")
