"""The outbox of mail, what people do not want to be told, and personal calendar feeds.

A message is a row that the booking's own transaction writes, so it exists exactly if the booking
was committed. It names people and bookings and holds no address and no text: both are read when
it is sent.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import isolate

revision = "20261121_0033"
down_revision = "20261121_0032"
branch_labels = None
depends_on = None

# Programs that keep calendars take an entry for newer by this number (RFC 5545, section 3.8.7.4).
SEQUENCE = """
ALTER TABLE booking ADD COLUMN sequence integer NOT NULL DEFAULT 0;
CREATE FUNCTION booking_counts_its_changes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.sequence := OLD.sequence + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER booking_sequence BEFORE UPDATE OF space_id, during, state ON booking
  FOR EACH ROW
  WHEN ((OLD.space_id, OLD.during, OLD.state)
    IS DISTINCT FROM (NEW.space_id, NEW.during, NEW.state))
  EXECUTE FUNCTION booking_counts_its_changes();
"""

# Whether anybody sends mail: said by the process that would, when it starts.
MAIL_POST = """
CREATE TABLE mail_post (
  id boolean NOT NULL DEFAULT true,
  sends boolean NOT NULL,
  CONSTRAINT mail_post_pkey PRIMARY KEY (id),
  CONSTRAINT mail_post_one_row CHECK (id)
);
INSERT INTO mail_post (sends) VALUES (false);
GRANT SELECT, UPDATE ON mail_post TO floorplans_app;
GRANT SELECT ON mail_post TO floorplans_definer;
"""

TABLES = """
CREATE TABLE message (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY,
  booking_id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL,
  by_person_id uuid,
  sequence integer NOT NULL,
  space_id uuid NOT NULL,
  during tstzrange NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  leased_until timestamptz,
  trouble text,
  outcome text,
  ended_at timestamptz,
  CONSTRAINT message_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT message_booking_fkey FOREIGN KEY (organisation_id, booking_id)
    REFERENCES booking (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT message_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT message_by_person_fkey FOREIGN KEY (organisation_id, by_person_id)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT message_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT message_kind_plain CHECK (kind ~ '^[a-z_]{1,40}$'),
  CONSTRAINT message_details_object CHECK (jsonb_typeof(details) = 'object'),
  CONSTRAINT message_outcome_known CHECK (
    outcome IN ('sent', 'needless', 'refused', 'too_late')),
  CONSTRAINT message_outcome_with_time CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
CREATE INDEX message_due_idx ON message (due_at, number) WHERE ended_at IS NULL;
CREATE INDEX message_waiting_idx ON message (organisation_id, booking_id, person_id, number)
  WHERE ended_at IS NULL;
CREATE INDEX message_booking_idx ON message (organisation_id, booking_id);
CREATE INDEX message_ended_idx ON message (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE unwanted_message (
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  topic text NOT NULL,
  CONSTRAINT unwanted_message_pkey PRIMARY KEY (organisation_id, person_id, topic),
  CONSTRAINT unwanted_message_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT unwanted_message_topic_plain CHECK (topic ~ '^[a-z_]{1,40}$')
);

CREATE TABLE calendar_feed (
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  digest bytea NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT calendar_feed_pkey PRIMARY KEY (organisation_id, person_id),
  CONSTRAINT calendar_feed_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT calendar_feed_digest_key UNIQUE (digest),
  CONSTRAINT calendar_feed_digest_is_sha256 CHECK (length(digest) = 32)
);
GRANT SELECT, INSERT, UPDATE ON message TO floorplans_app;
GRANT SELECT, INSERT, DELETE ON unwanted_message TO floorplans_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feed TO floorplans_app;
GRANT SELECT, UPDATE, DELETE ON message TO floorplans_definer;
GRANT SELECT ON calendar_feed TO floorplans_definer;
"""
TENANT_TABLES = ("message", "unwanted_message", "calendar_feed")

# One message for each booking, in the transaction that changed it, as it is then. What people do by
# themselves is confirmed unless they do not want that; what others do is told in any case.
TELL = """
CREATE FUNCTION tell_of_bookings(
  told_kind text, topic text, bookings uuid[], by_person uuid, to_person uuid, at timestamptz,
  due timestamptz, told_details jsonb)
RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told integer := 0;
BEGIN
  IF (SELECT sends FROM mail_post) THEN
    INSERT INTO message (organisation_id, id, booking_id, person_id, kind, by_person_id, sequence,
      space_id, during, details, created_at, due_at)
    SELECT b.organisation_id, gen_random_uuid(), b.id, p.id, told_kind, by_person, b.sequence,
      b.space_id, b.during, told_details, at, due
    FROM booking b
    JOIN person p ON p.organisation_id = b.organisation_id
      AND p.id = coalesce(to_person, b.person_id)
    WHERE b.organisation_id = current_organisation() AND b.id = ANY(bookings)
      AND p.left_at IS NULL
      AND (topic IS NULL
        OR topic = 'confirmation' AND by_person IS DISTINCT FROM p.id
        OR NOT EXISTS (
          SELECT FROM unwanted_message u
          WHERE u.organisation_id = b.organisation_id AND u.person_id = p.id
            AND u.topic = tell_of_bookings.topic))
    ORDER BY lower(b.during), b.id;
    GET DIAGNOSTICS told = ROW_COUNT;
  END IF;
  RETURN told;
END $$;
"""

# For the one who posts, who works for all organisations. A lease keeps two of them from the same
# message, and hands it on when the first one dies. Messages about one booking leave in their order.
POST = """
CREATE FUNCTION take_message(at timestamptz, lease interval)
RETURNS TABLE (organisation_id uuid, message_id uuid)
LANGUAGE sql VOLATILE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE message AS taken SET leased_until = at + lease, attempts = taken.attempts + 1
  WHERE (taken.organisation_id, taken.id) = (
    SELECT m.organisation_id, m.id FROM message m
    WHERE m.ended_at IS NULL AND m.due_at <= at
      AND (m.leased_until IS NULL OR m.leased_until <= at)
      AND NOT EXISTS (
        SELECT FROM message e
        WHERE e.organisation_id = m.organisation_id AND e.booking_id = m.booking_id
          AND e.person_id = m.person_id AND e.number < m.number AND e.ended_at IS NULL
          AND (e.attempts > 0 OR e.due_at <= at))
    ORDER BY m.due_at, m.number LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING taken.organisation_id, taken.id
$$;

CREATE FUNCTION forget_messages(before timestamptz) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH gone AS (DELETE FROM message WHERE ended_at < before RETURNING 1)
  SELECT count(*) FROM gone
$$;

CREATE FUNCTION post_state()
RETURNS TABLE (sends boolean, waiting bigint, tried bigint, trouble text, oldest_at timestamptz,
  refused bigint, too_late bigint)
LANGUAGE sql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (SELECT sends FROM mail_post),
    count(*) FILTER (WHERE ended_at IS NULL),
    count(*) FILTER (WHERE ended_at IS NULL AND attempts > 1),
    mode() WITHIN GROUP (ORDER BY m.trouble) FILTER (WHERE ended_at IS NULL),
    min(created_at) FILTER (WHERE ended_at IS NULL),
    count(*) FILTER (WHERE outcome = 'refused'),
    count(*) FILTER (WHERE outcome = 'too_late')
  FROM message m
$$;

CREATE FUNCTION feed_of(wanted bytea)
RETURNS TABLE (organisation_id uuid, person_id uuid)
LANGUAGE sql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.organisation_id, p.id FROM calendar_feed c
  JOIN person p ON p.organisation_id = c.organisation_id AND p.id = c.person_id
  WHERE c.digest = wanted AND p.left_at IS NULL
$$;
"""
DEFINERS = (
    "take_message(timestamptz, interval)",
    "forget_messages(timestamptz)",
    "post_state()",
    "feed_of(bytea)",
)
INVOKERS = (
    "tell_of_bookings(text, text, uuid[], uuid, uuid, timestamptz, timestamptz, jsonb)",
    "booking_counts_its_changes()",
)


def upgrade() -> None:
    for statement in (SEQUENCE, MAIL_POST, TABLES, TELL, POST):
        op.execute(statement)
    isolate(op.get_bind(), *TENANT_TABLES)
    for function in DEFINERS:
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
    for function in (*DEFINERS, *INVOKERS):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    for function in (*DEFINERS, INVOKERS[0]):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP TABLE calendar_feed, unwanted_message, message, mail_post")
    op.execute("DROP TRIGGER booking_sequence ON booking")
    op.execute("DROP FUNCTION booking_counts_its_changes()")
    op.execute("ALTER TABLE booking DROP COLUMN sequence")
