"""Bookings that a new plan held, and how their people answered; what proves a plan to be itself.

A booking keeps its row when its person moves it to another place. Where it was, which plan took
that place, and what came of it is a row of its own, which nothing removes.
"""

from __future__ import annotations

from alembic import op

revision = "20261121_0015"
down_revision = "20261121_0014"
branch_labels = None
depends_on = None

HOLDS = """
CREATE TABLE booking_hold (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  booking_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  space_id uuid NOT NULL,
  during tstzrange NOT NULL,
  plan_revision_id uuid NOT NULL,
  held_at timestamptz NOT NULL,
  answer text,
  answered_at timestamptz,
  moved_to uuid,
  CONSTRAINT booking_hold_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT booking_hold_booking_fkey FOREIGN KEY (organisation_id, booking_id)
    REFERENCES booking (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT booking_hold_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT booking_hold_plan_revision_fkey FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT booking_hold_moved_to_fkey FOREIGN KEY (organisation_id, moved_to)
    REFERENCES space (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT booking_hold_answer_known CHECK (answer IN ('moved', 'cancelled', 'returned')),
  CONSTRAINT booking_hold_answer_dated CHECK ((answer IS NULL) = (answered_at IS NULL)),
  CONSTRAINT booking_hold_moved_somewhere CHECK (
    (moved_to IS NOT NULL) = (coalesce(answer, '') = 'moved'))
);
-- A booking is held once at a time.
CREATE UNIQUE INDEX booking_hold_open_idx ON booking_hold (organisation_id, booking_id)
  WHERE answer IS NULL;
CREATE INDEX booking_hold_plan_idx ON booking_hold (organisation_id, plan_revision_id);
ALTER TABLE booking_hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE booking_hold FORCE ROW LEVEL SECURITY;
CREATE POLICY booking_hold_of_organisation ON booking_hold
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE ON booking_hold TO floorplans_app;
"""

# state_hash stands for all that a plan made of its floor, left_hash for that and the bookings on it
# at the moment when another plan replaced it.
PROOF = """
ALTER TABLE plan_revision
  ADD COLUMN engine_version text,
  ADD COLUMN state_hash text,
  ADD COLUMN left_hash text,
  ADD CONSTRAINT plan_revision_state_hash_is_sha256 CHECK (state_hash ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT plan_revision_left_hash_is_sha256 CHECK (left_hash ~ '^[0-9a-f]{64}$');
"""


def upgrade() -> None:
    op.execute(HOLDS)
    op.execute(PROOF)


def downgrade() -> None:
    op.execute(
        "ALTER TABLE plan_revision DROP COLUMN engine_version, DROP COLUMN state_hash,"
        " DROP COLUMN left_hash"
    )
    op.execute("DROP TABLE booking_hold")
