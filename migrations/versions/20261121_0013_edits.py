"""What people do to a draft in the studio: a log over what was read, with a state for undoing."""

from __future__ import annotations

from alembic import op

revision = "20261121_0013"
down_revision = "20261121_0012"
branch_labels = None
depends_on = None

# Entries are never removed: a number that came back would make a stale page look like a fresh one.
TABLE = """
CREATE TABLE plan_edit (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  number integer NOT NULL,
  action jsonb NOT NULL,
  metres_per_unit double precision NOT NULL,
  state text NOT NULL DEFAULT 'done',
  created_by uuid,
  created_at timestamptz NOT NULL,
  CONSTRAINT plan_edit_pkey PRIMARY KEY (organisation_id, plan_revision_id, number),
  CONSTRAINT plan_edit_plan_revision_fkey FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT plan_edit_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_edit_number_positive CHECK (number >= 1),
  CONSTRAINT plan_edit_state_known CHECK (state IN ('done', 'undone', 'dropped')),
  CONSTRAINT plan_edit_action_named CHECK (
    coalesce(jsonb_typeof(action -> 'do') = 'string', false)),
  CONSTRAINT plan_edit_unit_sane CHECK (metres_per_unit > 0 AND metres_per_unit <= 1e6)
);
ALTER TABLE plan_edit ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_edit FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_edit_of_organisation ON plan_edit
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE ON plan_edit TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE plan_edit")
