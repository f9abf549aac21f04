"""Facts about the spaces of each plan, worked out when it is published."""

from __future__ import annotations

from alembic import op

revision = "20261121_0018"
down_revision = "20261121_0017"
branch_labels = None
depends_on = None

# What the drawing does not tell is null, which is not "no".
TABLE = """
CREATE TABLE space_fact (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  space_id uuid NOT NULL,
  net_area_m2 double precision,
  window_m double precision,
  near_window boolean,
  door_m double precision,
  near_door boolean,
  back_to_wall boolean,
  step_free boolean,
  door_clear_m double precision,
  CONSTRAINT space_fact_pkey PRIMARY KEY (organisation_id, plan_revision_id, space_id),
  CONSTRAINT space_fact_shape_fkey FOREIGN KEY (organisation_id, plan_revision_id, space_id)
    REFERENCES space_shape (organisation_id, plan_revision_id, space_id) ON DELETE CASCADE,
  CONSTRAINT space_fact_measures CHECK (
    coalesce(net_area_m2, 0) >= 0 AND coalesce(window_m, 0) >= 0
    AND coalesce(door_m, 0) >= 0 AND coalesce(door_clear_m, 0) >= 0)
);
ALTER TABLE space_fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE space_fact FORCE ROW LEVEL SECURITY;
CREATE POLICY space_fact_of_organisation ON space_fact
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, DELETE ON space_fact TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE space_fact")
