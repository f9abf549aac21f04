"""Reminders shortly before a booking begins: found by a sweep, written once."""

from __future__ import annotations

from alembic import op

revision = "20261121_0041"
down_revision = "20261121_0025"
branch_labels = None
depends_on = None

ONCE = """
CREATE UNIQUE INDEX message_reminder_idx ON message (organisation_id, booking_id, during)
  WHERE kind = 'reminder';
CREATE INDEX booking_begins_idx ON booking (lower(during)) WHERE state = 'confirmed';
"""

# Of all organisations. Whoever books for the same hour needs no reminder of it. The index above
# lets one through, whoever asks how often and how many at once.
REMIND = """
GRANT INSERT ON message TO floorplans_definer;
GRANT SELECT ON unwanted_message TO floorplans_definer;
CREATE FUNCTION remind_of_bookings(at timestamptz, ahead interval, made_before interval)
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told integer := 0;
BEGIN
  IF (SELECT sends FROM mail_post) THEN
    INSERT INTO message (organisation_id, id, booking_id, person_id, kind, sequence, space_id,
      during, created_at, due_at)
    SELECT b.organisation_id, gen_random_uuid(), b.id, p.id, 'reminder', b.sequence, b.space_id,
      b.during, at, at
    FROM booking b
    JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
    WHERE b.state = 'confirmed' AND lower(b.during) > at AND lower(b.during) <= at + ahead
      AND b.created_at <= lower(b.during) - made_before AND p.left_at IS NULL
      AND NOT EXISTS (
        SELECT FROM unwanted_message u
        WHERE u.organisation_id = b.organisation_id AND u.person_id = p.id
          AND u.topic = 'reminder')
      AND NOT EXISTS (
        SELECT FROM message m
        WHERE m.organisation_id = b.organisation_id AND m.booking_id = b.id
          AND m.during = b.during AND m.kind = 'reminder')
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS told = ROW_COUNT;
  END IF;
  RETURN told;
END $$;
ALTER FUNCTION remind_of_bookings(timestamptz, interval, interval) OWNER TO floorplans_definer;
REVOKE ALL ON FUNCTION remind_of_bookings(timestamptz, interval, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remind_of_bookings(timestamptz, interval, interval) TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(ONCE)
    op.execute(REMIND)


def downgrade() -> None:
    op.execute("DROP FUNCTION remind_of_bookings(timestamptz, interval, interval)")
    op.execute("REVOKE SELECT ON unwanted_message FROM floorplans_definer")
    op.execute("REVOKE INSERT ON message FROM floorplans_definer")
    op.execute("DROP INDEX booking_begins_idx")
    op.execute("DROP INDEX message_reminder_idx")
