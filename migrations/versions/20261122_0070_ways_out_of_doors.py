"""What staff say of stairs and lifts themselves, of entrances, and of ways out of doors.

As words about connectors these name a place by its floor and where it is, in metres of the site's
CRS, so that they hold for the next plan too.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import isolate

revision = "20261122_0070"
down_revision = "20261122_0069"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE connector_fact (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  floor_id uuid NOT NULL,
  east double precision NOT NULL,
  north double precision NOT NULL,
  kind text NOT NULL,
  goes text NOT NULL,
  clear_m double precision,
  is_for_wheelchairs boolean NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT connector_fact_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT connector_fact_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT connector_fact_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT connector_fact_kind_known CHECK (kind IN ('stairs', 'lift', 'escalator', 'ramp')),
  CONSTRAINT connector_fact_goes_known CHECK (
    goes = 'both' OR kind = 'escalator' AND goes IN ('up', 'down')),
  CONSTRAINT connector_fact_width_sane CHECK (clear_m BETWEEN 0.3 AND 10)
);
CREATE INDEX connector_fact_floor_idx ON connector_fact (organisation_id, floor_id);
GRANT SELECT, INSERT, DELETE ON connector_fact TO floorplans_app;

CREATE TABLE entrance_word (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  floor_id uuid NOT NULL,
  east double precision NOT NULL,
  north double precision NOT NULL,
  is_entrance boolean NOT NULL,
  name text,
  created_by uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT entrance_word_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT entrance_word_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT entrance_word_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT
);
CREATE INDEX entrance_word_floor_idx ON entrance_word (organisation_id, floor_id);
GRANT SELECT, INSERT, DELETE ON entrance_word TO floorplans_app;

CREATE TABLE outdoor_way (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  one_floor_id uuid NOT NULL,
  one_east double precision NOT NULL,
  one_north double precision NOT NULL,
  other_floor_id uuid NOT NULL,
  other_east double precision NOT NULL,
  other_north double precision NOT NULL,
  is_barred boolean NOT NULL,
  length_m double precision,
  has_steps boolean NOT NULL,
  is_covered boolean NOT NULL,
  line double precision[] NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT outdoor_way_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT outdoor_way_one_floor_fkey FOREIGN KEY (organisation_id, one_floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT outdoor_way_other_floor_fkey FOREIGN KEY (organisation_id, other_floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT outdoor_way_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT outdoor_way_length_sane CHECK (length_m BETWEEN 0 AND 5000),
  CONSTRAINT outdoor_way_line_paired CHECK (cardinality(line) % 2 = 0)
);
CREATE INDEX outdoor_way_one_floor_idx ON outdoor_way (organisation_id, one_floor_id);
CREATE INDEX outdoor_way_other_floor_idx ON outdoor_way (organisation_id, other_floor_id);
GRANT SELECT, INSERT, DELETE ON outdoor_way TO floorplans_app;
"""
TENANT_TABLES = ("connector_fact", "entrance_word", "outdoor_way")


def upgrade() -> None:
    op.execute(TABLES)
    isolate(op.get_bind(), *TENANT_TABLES)


def downgrade() -> None:
    for table in reversed(TENANT_TABLES):
        op.execute(f"DROP TABLE {table}")
