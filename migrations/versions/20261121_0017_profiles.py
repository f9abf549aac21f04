"""Profiles of drawings that are saved, and which plan is read with one."""

from __future__ import annotations

from alembic import op

revision = "20261121_0017"
down_revision = "20261121_0015"
branch_labels = None
depends_on = None

PROFILES = """
CREATE TABLE plan_profile (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  profile jsonb NOT NULL,
  fingerprint jsonb NOT NULL,
  file_name text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT plan_profile_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT plan_profile_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT plan_profile_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_profile_name_length CHECK (length(name) BETWEEN 1 AND 120),
  CONSTRAINT plan_profile_profile_object CHECK (jsonb_typeof(profile) = 'object'),
  CONSTRAINT plan_profile_fingerprint_object CHECK (jsonb_typeof(fingerprint) = 'object')
);
CREATE UNIQUE INDEX plan_profile_name_key ON plan_profile (organisation_id, lower(name));
ALTER TABLE plan_profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_profile FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_profile_of_organisation ON plan_profile
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_profile TO floorplans_app;
"""
USES = """
CREATE TABLE plan_profile_use (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  profile_id uuid NOT NULL,
  by_itself boolean NOT NULL,
  CONSTRAINT plan_profile_use_pkey PRIMARY KEY (organisation_id, plan_revision_id),
  CONSTRAINT plan_profile_use_plan_revision_fkey
    FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT plan_profile_use_profile_fkey FOREIGN KEY (organisation_id, profile_id)
    REFERENCES plan_profile (organisation_id, id) ON DELETE CASCADE
);
ALTER TABLE plan_profile_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_profile_use FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_profile_use_of_organisation ON plan_profile_use
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_profile_use TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(PROFILES)
    op.execute(USES)


def downgrade() -> None:
    op.execute("DROP TABLE plan_profile_use")
    op.execute("DROP TABLE plan_profile")
