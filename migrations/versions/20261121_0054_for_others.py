"""Deadlines as rules, leave to book for somebody, and one message about several bookings.

Until when bookings can be changed and cancelled is a term like the others of a rule. Whoever is
written as the one who booked for somebody must have been allowed to, whichever statement writes it.
A message gathers what one act does to several bookings of a person: each of them is added in the
transaction that changes it.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261121_0054"
down_revision = "20261121_0049"
branch_labels = None
depends_on = None

DEADLINES = """
ALTER TABLE booking_rule
  ADD COLUMN change_by_min integer,
  ADD COLUMN cancel_by_min integer,
  ADD CONSTRAINT booking_rule_change_by_sane CHECK (change_by_min BETWEEN 1 AND 44640),
  ADD CONSTRAINT booking_rule_cancel_by_sane CHECK (cancel_by_min BETWEEN 1 AND 44640);
"""
TERMS = Passage(
    "'buffer_min', r.buffer_min, 'distance_m', r.distance_m,",
    "'change_by_min', r.change_by_min, 'cancel_by_min', r.cancel_by_min,\n"
    "          'buffer_min', r.buffer_min, 'distance_m', r.distance_m,",
)

# A booking by its own person has nobody here, so that it costs them nothing.
FOR_OTHERS = """
CREATE FUNCTION booking_for_others() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM person p
    WHERE p.organisation_id = NEW.organisation_id AND p.id = NEW.person_id AND p.lets_book
  ) AND NOT EXISTS (
    SELECT FROM person p
    WHERE p.organisation_id = NEW.organisation_id AND p.id = NEW.booked_by
      AND p.role IN ('facility', 'admin')
  ) THEN
    RAISE EXCEPTION 'person % does not let colleagues book for them', NEW.person_id
      USING ERRCODE = 'FP054', CONSTRAINT = 'booking_for_others';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER booking_for_others BEFORE INSERT OR UPDATE OF booked_by ON booking
  FOR EACH ROW WHEN (NEW.booked_by <> NEW.person_id)
  EXECUTE FUNCTION booking_for_others();

-- Of what was booked in this statement, for somebody else. Both are told.
CREATE FUNCTION booked_for(made uuid, by_person uuid, at timestamptz) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE booking SET booked_by = by_person
  WHERE organisation_id = current_organisation() AND id = made;
  RETURN tell_of_bookings('booked', 'confirmation', ARRAY[made], by_person, NULL, at, at, '{}')
    + tell_of_bookings('booked', 'confirmation', ARRAY[made], by_person, by_person, at, at, '{}');
END $$;
"""

GATHERING = """
ALTER TABLE message ADD COLUMN gathers uuid;
CREATE INDEX message_gathers_idx ON message (organisation_id, gathers, person_id)
  WHERE gathers IS NOT NULL AND ended_at IS NULL;
DROP INDEX message_waiting_idx;
CREATE INDEX message_waiting_idx ON message (organisation_id, person_id, booking_id, number)
  WHERE ended_at IS NULL;

CREATE TABLE message_part (
  organisation_id uuid NOT NULL,
  message_id uuid NOT NULL,
  booking_id uuid NOT NULL,
  kind text NOT NULL,
  sequence integer NOT NULL,
  space_id uuid NOT NULL,
  during tstzrange NOT NULL,
  CONSTRAINT message_part_pkey PRIMARY KEY (organisation_id, message_id, booking_id),
  CONSTRAINT message_part_message_fkey FOREIGN KEY (organisation_id, message_id)
    REFERENCES message (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT message_part_booking_fkey FOREIGN KEY (organisation_id, booking_id)
    REFERENCES booking (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT message_part_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT message_part_kind_plain CHECK (kind ~ '^[a-z_]{1,40}$')
);
CREATE INDEX message_part_booking_idx ON message_part (organisation_id, booking_id);
REVOKE ALL ON message_part FROM floorplans_app;
GRANT SELECT, INSERT, UPDATE ON message_part TO floorplans_app;
ALTER TABLE message_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_part FORCE ROW LEVEL SECURITY;
CREATE POLICY message_part_of_organisation ON message_part
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());

-- Like tell_of_bookings, but what the same act did before is in the same message, unless that is
-- on its way already: then another one follows. Whoever ends the act lets it leave at once; of an
-- act that was cut short it leaves when it is due.
CREATE FUNCTION gather_of_bookings(
  act uuid, told_kind text, topic text, bookings uuid[], by_person uuid, to_person uuid,
  at timestamptz, due timestamptz)
RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  one record;
  gathered uuid;
  told integer := 0;
BEGIN
  IF NOT (SELECT sends FROM mail_post) THEN
    RETURN 0;
  END IF;
  FOR one IN
    SELECT b.organisation_id, b.id, b.sequence, b.space_id, b.during, p.id AS person_id
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
            AND u.topic = gather_of_bookings.topic))
    ORDER BY lower(b.during), b.id
  LOOP
    SELECT m.id INTO gathered FROM message m
    WHERE m.organisation_id = one.organisation_id AND m.gathers = act
      AND m.person_id = one.person_id AND m.ended_at IS NULL AND m.leased_until IS NULL
      AND m.attempts = 0
    FOR UPDATE;
    IF NOT FOUND THEN
      gathered := gen_random_uuid();
      INSERT INTO message (organisation_id, id, booking_id, person_id, kind, by_person_id,
        sequence, space_id, during, gathers, created_at, due_at)
      VALUES (one.organisation_id, gathered, one.id, one.person_id, 'several', by_person,
        one.sequence, one.space_id, one.during, act, at, due);
    END IF;
    INSERT INTO message_part (organisation_id, message_id, booking_id, kind, sequence, space_id,
      during)
    VALUES (one.organisation_id, gathered, one.id, told_kind, one.sequence, one.space_id,
      one.during)
    ON CONFLICT (organisation_id, message_id, booking_id) DO UPDATE SET kind = excluded.kind,
      sequence = excluded.sequence, space_id = excluded.space_id, during = excluded.during;
    told := told + 1;
  END LOOP;
  RETURN told;
END $$;
"""
# What tells of several leaves after all that was written to its person before, and before the rest.
IN_ORDER = Passage(
    """WHERE e.organisation_id = m.organisation_id AND e.booking_id = m.booking_id
          AND e.person_id = m.person_id AND e.number < m.number""",
    """WHERE e.organisation_id = m.organisation_id AND e.person_id = m.person_id
          AND (e.booking_id = m.booking_id OR e.gathers IS NOT NULL OR m.gathers IS NOT NULL)
          AND e.number < m.number""",
)
FUNCTIONS = (
    "booking_for_others()",
    "booked_for(uuid, uuid, timestamptz)",
    "gather_of_bookings(uuid, text, text, uuid[], uuid, uuid, timestamptz, timestamptz)",
)


def upgrade() -> None:
    for statement in (DEADLINES, FOR_OTHERS, GATHERING):
        op.execute(statement)
    for function in FUNCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")
    rewrite_function(op.get_bind(), "booking_rules", TERMS)
    rewrite_function(op.get_bind(), "take_message", IN_ORDER)


def downgrade() -> None:
    restore_function(op.get_bind(), "take_message", IN_ORDER)
    restore_function(op.get_bind(), "booking_rules", TERMS)
    op.execute("DROP TRIGGER booking_for_others ON booking")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP TABLE message_part")
    op.execute("DELETE FROM message WHERE gathers IS NOT NULL")
    op.execute("DROP INDEX message_gathers_idx")
    op.execute("DROP INDEX message_waiting_idx")
    op.execute("ALTER TABLE message DROP COLUMN gathers")
    op.execute(
        "CREATE INDEX message_waiting_idx ON message"
        " (organisation_id, booking_id, person_id, number) WHERE ended_at IS NULL"
    )
    op.execute("ALTER TABLE booking_rule DROP COLUMN change_by_min, DROP COLUMN cancel_by_min")
