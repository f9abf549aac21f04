"""Bookings that were held before each hold had a row of its own get theirs.

Without one they are in no list of whom a plan affects, and what comes of them is not noted. Holding
changes a booking at the very instant at which the plan is published, so that tells which plan took
the place. Where that plan has been published again since, the present one stands for it: the place
is not on that one either.
"""

from __future__ import annotations

from alembic import op

revision = "20261121_0039"
down_revision = "20261121_0028"
branch_labels = None
depends_on = None

# The owner of the tables is under their policies.
TABLES = ("booking", "plan_revision", "booking_hold")

HOLDS = """
INSERT INTO booking_hold (organisation_id, id, booking_id, floor_id, space_id, during,
  plan_revision_id, held_at)
SELECT b.organisation_id, gen_random_uuid(), b.id, b.floor_id, b.space_id, b.during, r.id,
  b.changed_at
FROM booking b
CROSS JOIN LATERAL (
  SELECT p.id FROM plan_revision p
  WHERE p.organisation_id = b.organisation_id AND p.floor_id = b.floor_id
    AND (p.state = 'published'
      OR (p.state IN ('scheduled', 'superseded') AND p.published_at = b.changed_at))
  ORDER BY p.published_at = b.changed_at DESC NULLS LAST, p.number DESC
  LIMIT 1) r
WHERE b.state = 'held' AND NOT EXISTS (
  SELECT FROM booking_hold h
  WHERE h.organisation_id = b.organisation_id AND h.booking_id = b.id AND h.answer IS NULL);
"""


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(HOLDS)
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """The rows stay: they are as true as those that were written later."""
