"""Batches of files that were brought in together, and pictures that lie under drafts."""

from __future__ import annotations

from alembic import op

revision = "20261121_0019"
down_revision = "20261121_0018"
branch_labels = None
depends_on = None

BATCHES = """
CREATE TABLE plan_batch (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  name text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  CONSTRAINT plan_batch_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT plan_batch_site_fkey FOREIGN KEY (organisation_id, site_id)
    REFERENCES site (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT plan_batch_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_batch_name_length CHECK (length(name) BETWEEN 1 AND 120)
);
ALTER TABLE plan_batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_batch FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_batch_of_organisation ON plan_batch
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_batch TO floorplans_app;
"""
# A file keeps its line when its plan goes with its floor: it was brought in, and is gone.
FILES = """
CREATE TABLE plan_batch_file (
  organisation_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  number integer NOT NULL,
  file_name text NOT NULL,
  building text NOT NULL,
  floor text NOT NULL,
  view text,
  plan_revision_id uuid,
  is_own boolean NOT NULL DEFAULT false,
  refusal jsonb,
  CONSTRAINT plan_batch_file_pkey PRIMARY KEY (organisation_id, batch_id, number),
  CONSTRAINT plan_batch_file_batch_fkey FOREIGN KEY (organisation_id, batch_id)
    REFERENCES plan_batch (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT plan_batch_file_plan_revision_fkey FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE SET NULL (plan_revision_id),
  CONSTRAINT plan_batch_file_number_positive CHECK (number >= 1),
  CONSTRAINT plan_batch_file_refusal_object CHECK (
    refusal IS NULL OR jsonb_typeof(refusal) = 'object')
);
CREATE INDEX plan_batch_file_plan_idx ON plan_batch_file (organisation_id, plan_revision_id);
ALTER TABLE plan_batch_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_batch_file FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_batch_file_of_organisation ON plan_batch_file
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_batch_file TO floorplans_app;
"""
UNDERLAYS = """
CREATE TABLE plan_underlay (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  media_type text NOT NULL,
  content bytea NOT NULL,
  CONSTRAINT plan_underlay_pkey PRIMARY KEY (organisation_id, plan_revision_id),
  CONSTRAINT plan_underlay_plan_revision_fkey FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT plan_underlay_media_type_known CHECK (media_type IN ('image/png', 'image/jpeg'))
);
ALTER TABLE plan_underlay ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE plan_underlay ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_underlay FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_underlay_of_organisation ON plan_underlay
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_underlay TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(BATCHES)
    op.execute(FILES)
    op.execute(UNDERLAYS)


def downgrade() -> None:
    op.execute("DROP TABLE plan_underlay")
    op.execute("DROP TABLE plan_batch_file")
    op.execute("DROP TABLE plan_batch")
