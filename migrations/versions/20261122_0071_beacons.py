"""Beacons: where the things hang that systems of indoor position hear. No position is here."""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import isolate

revision = "20261122_0071"
down_revision = "20261122_0068"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE beacon (
  organisation_id uuid NOT NULL,
  name text NOT NULL,
  floor_id uuid NOT NULL,
  east double precision NOT NULL,
  north double precision NOT NULL,
  at_1_m_dbm double precision NOT NULL,
  CONSTRAINT beacon_pkey PRIMARY KEY (organisation_id, name),
  CONSTRAINT beacon_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT beacon_name_sane CHECK (length(btrim(name)) BETWEEN 1 AND 100 AND name = lower(name)),
  CONSTRAINT beacon_strength_sane CHECK (at_1_m_dbm BETWEEN -120 AND 20)
);
CREATE INDEX beacon_floor_idx ON beacon (organisation_id, floor_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON beacon TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(TABLE)
    isolate(op.get_bind(), "beacon")


def downgrade() -> None:
    op.execute("DROP TABLE beacon")
