"""Booking for others: who lets colleagues do it, who did it, and what was booked as a team."""

from __future__ import annotations

from alembic import op

revision = "20261121_0046"
down_revision = "20261121_0043"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE person ADD COLUMN lets_book boolean NOT NULL DEFAULT false;
ALTER TABLE booking
  ADD COLUMN booked_by uuid,
  ADD COLUMN team_id uuid,
  ADD CONSTRAINT booking_booked_by_fkey FOREIGN KEY (organisation_id, booked_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  ADD CONSTRAINT booking_team_is_booked_by CHECK (team_id IS NULL OR booked_by IS NOT NULL);
CREATE INDEX booking_team_idx ON booking (organisation_id, team_id) WHERE team_id IS NOT NULL;
CREATE INDEX booking_booked_by_idx ON booking (organisation_id, booked_by)
  WHERE booked_by IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("ALTER TABLE booking DROP COLUMN team_id, DROP COLUMN booked_by")
    op.execute("ALTER TABLE person DROP COLUMN lets_book")
