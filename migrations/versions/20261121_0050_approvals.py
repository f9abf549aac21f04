"""Bookings that somebody must approve, private bookings, and notes.

A rule may want approval. Such a booking begins as ``requested`` and takes nothing, so that several
can be asked for one time; what approving one of them refuses is found by the same look that every
booking is refused by. A trigger notes whom it was asked of and by when somebody must answer, so
that no statement can forget it, and a sweep finds who is to be told by one small index.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261121_0050"
down_revision = "20261121_0052"
branch_labels = None
depends_on = None

_LIVE = "('held', 'confirmed', 'checked_in')"
_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_INVOKER = "SET search_path = pg_catalog, public, pg_temp"
STATES = "'held', 'confirmed', 'checked_in', 'cancelled', 'released'"

RULES = """
ALTER TABLE booking_rule
  ADD COLUMN approval text,
  ADD COLUMN approvers_group_id uuid,
  ADD CONSTRAINT booking_rule_approval_known CHECK (approval IN ('needed', 'not_needed')),
  ADD CONSTRAINT booking_rule_approvers_of_approval CHECK (
    approvers_group_id IS NULL OR (approval IS NOT NULL AND approval = 'needed')),
  ADD CONSTRAINT booking_rule_approvers_group_fkey
    FOREIGN KEY (organisation_id, approvers_group_id)
    REFERENCES person_group (organisation_id, id) ON DELETE RESTRICT;

CREATE TABLE booking_rule_approver (
  organisation_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT booking_rule_approver_pkey PRIMARY KEY (organisation_id, rule_id, person_id),
  CONSTRAINT booking_rule_approver_rule_fkey FOREIGN KEY (organisation_id, rule_id)
    REFERENCES booking_rule (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT booking_rule_approver_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE
);
CREATE INDEX booking_rule_approver_person_idx
  ON booking_rule_approver (organisation_id, person_id);
ALTER TABLE booking_rule_approver ENABLE ROW LEVEL SECURITY;
ALTER TABLE booking_rule_approver FORCE ROW LEVEL SECURITY;
CREATE POLICY booking_rule_approver_of_organisation ON booking_rule_approver
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON booking_rule_approver TO floorplans_app;
GRANT SELECT ON booking_rule_approver TO floorplans_definer;
"""

# ``tell_at`` is when those who answer are told next; ``answer_by`` when nobody can any more.
BOOKINGS = f"""
ALTER TABLE booking
  ADD COLUMN is_private boolean NOT NULL DEFAULT false,
  ADD COLUMN note text,
  ADD COLUMN asked_of uuid,
  ADD COLUMN asked_at timestamptz,
  ADD COLUMN answer_by timestamptz,
  ADD COLUMN tell_at timestamptz,
  ADD COLUMN answered_by uuid,
  ADD COLUMN answered_at timestamptz,
  ADD COLUMN answer text,
  DROP CONSTRAINT booking_state_known,
  ADD CONSTRAINT booking_state_known CHECK (state IN ({STATES}, 'requested', 'declined')),
  ADD CONSTRAINT booking_note_sane CHECK (
    length(note) BETWEEN 1 AND 500 AND note = btrim(note)),
  ADD CONSTRAINT booking_answer_sane CHECK (
    length(answer) BETWEEN 1 AND 500 AND answer = btrim(answer)),
  ADD CONSTRAINT booking_request_is_timed CHECK (
    state <> 'requested' OR (asked_at IS NOT NULL AND answer_by IS NOT NULL)),
  ADD CONSTRAINT booking_asked_of_fkey FOREIGN KEY (organisation_id, asked_of)
    REFERENCES booking_rule (organisation_id, id) ON DELETE SET NULL (asked_of),
  ADD CONSTRAINT booking_answered_by_fkey FOREIGN KEY (organisation_id, answered_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  -- Who has asked for a place once gains nothing by asking for it again.
  ADD CONSTRAINT booking_asked_once EXCLUDE USING gist (
    organisation_id WITH =, space_id WITH =, person_id WITH =, during WITH &&)
    WHERE (state = 'requested');
ALTER TABLE series
  ADD COLUMN is_private boolean NOT NULL DEFAULT false,
  ADD COLUMN note text,
  ADD CONSTRAINT series_note_sane CHECK (length(note) BETWEEN 1 AND 500 AND note = btrim(note));
CREATE INDEX booking_requested_idx ON booking (organisation_id, floor_id)
  WHERE state = 'requested';
CREATE INDEX booking_asked_of_idx ON booking (organisation_id, asked_of)
  WHERE asked_of IS NOT NULL;
CREATE INDEX booking_answered_by_idx ON booking (organisation_id, answered_by)
  WHERE answered_by IS NOT NULL;
CREATE INDEX booking_answer_due_idx ON booking (answer_by) WHERE state = 'requested';
CREATE INDEX booking_tell_due_idx ON booking (tell_at)
  WHERE state = 'requested' AND tell_at IS NOT NULL;
"""

# People who left answer nothing; where a rule names nobody who is here, facility staff answer.
APPROVERS = f"""
CREATE FUNCTION approvers_of(organisation uuid, of_rule uuid) RETURNS TABLE (person_id uuid)
LANGUAGE sql STABLE ROWS 5 {_INVOKER} AS $$
  WITH named AS MATERIALIZED (
    SELECT p.id FROM person p
    WHERE p.organisation_id = organisation AND p.left_at IS NULL AND p.id IN (
      SELECT a.person_id FROM booking_rule_approver a
      WHERE a.organisation_id = organisation AND a.rule_id = of_rule
      UNION ALL
      SELECT m.person_id FROM booking_rule r
      JOIN group_member m ON m.organisation_id = organisation AND m.group_id = r.approvers_group_id
      WHERE r.organisation_id = organisation AND r.id = of_rule)
  )
  SELECT n.id FROM named n
  UNION ALL
  SELECT p.id FROM person p
  WHERE p.organisation_id = organisation AND p.left_at IS NULL AND p.role IN ('facility', 'admin')
    AND NOT EXISTS (SELECT FROM named)
$$;
"""

# A request waits until its hours begin; what is asked at the last minute, or for hours that run,
# waits an hour. Who answers is told at once, and once more after a day or half of the time.
ASKING = f"""
CREATE FUNCTION booking_asks() RETURNS trigger
LANGUAGE plpgsql {_INVOKER} AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = 'requested' AND NEW.space_id = OLD.space_id AND NEW.during = OLD.during THEN
      RETURN NEW;
    END IF;
  END IF;
  NEW.asked_of := (booking_rules(NEW.space_id, NEW.person_id, lower(NEW.during))
    -> 'approval' ->> 'id')::uuid;
  NEW.asked_at := NEW.changed_at;
  NEW.answer_by := least(upper(NEW.during),
    greatest(lower(NEW.during), NEW.changed_at + interval '1 hour'));
  NEW.tell_at := NEW.changed_at;
  NEW.answered_by := NULL;
  NEW.answered_at := NULL;
  NEW.answer := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER booking_asks BEFORE INSERT OR UPDATE OF space_id, during, state ON booking
  FOR EACH ROW WHEN (NEW.state = 'requested') EXECUTE FUNCTION booking_asks();

-- The requests that cannot be approved any more once this booking stands; locked in the order of
-- their ids, as everybody who answers several does.
CREATE FUNCTION requests_without_place(beside uuid) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE {_INVOKER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN ARRAY(
    SELECT o.id FROM booking b
    JOIN booking o ON o.organisation_id = organisation AND o.floor_id = b.floor_id
      AND o.state = 'requested' AND o.id <> b.id
      -- The longest time that a space needs between bookings is a day.
      AND lower(o.during) < upper(b.during) + interval '1 day'
      AND upper(o.during) > lower(b.during) - interval '1 day'
    WHERE b.organisation_id = organisation AND b.id = beside
      AND is_space_taken(o.space_id, o.during, NULL)
    ORDER BY o.id FOR UPDATE OF o);
END $$;

-- Whom approving a request would refuse: it is approved, looked at and taken back, so that it
-- cannot differ from what approving does. NULL where it cannot be approved, because it is taken.
CREATE FUNCTION refused_with(request uuid) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE {_INVOKER} AS $$
DECLARE
  organisation uuid := current_organisation();
  found_ids uuid[];
BEGIN
  BEGIN
    PERFORM lock_spaces(b.space_id, NULL) FROM booking b
    WHERE b.organisation_id = organisation AND b.id = request;
    IF (SELECT is_space_taken(b.space_id, b.during, NULL) FROM booking b
        WHERE b.organisation_id = organisation AND b.id = request) THEN
      RETURN NULL;
    END IF;
    UPDATE booking SET state = 'confirmed'
    WHERE organisation_id = organisation AND id = request AND state = 'requested';
    found_ids := requests_without_place(request);
    RAISE EXCEPTION 'only asked' USING ERRCODE = 'FP005';
  EXCEPTION
    WHEN SQLSTATE 'FP005' THEN NULL;
    WHEN exclusion_violation THEN found_ids := NULL;
    -- What it brings along is out, or does not go there any more.
    WHEN SQLSTATE 'FP002' OR SQLSTATE 'FP003' THEN found_ids := NULL;
  END;
  RETURN found_ids;
END $$;
"""

# Written with the booking, in the statement that books it.
NOTES = f"""
CREATE FUNCTION note_booking(noted uuid, words text, privately boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE {_INVOKER} AS $$
BEGIN
  UPDATE booking SET note = words, is_private = privately
  WHERE organisation_id = current_organisation() AND id = noted;
  RETURN true;
END $$;
"""

# For the clock, which works for all organisations. What somebody holds this moment, to answer it or
# to take it back, has its turn in the next round.
SWEEPS = f"""
CREATE FUNCTION organisations_to_expire(at timestamptz) RETURNS TABLE (organisation_id uuid)
LANGUAGE sql STABLE ROWS 5 {_DEFINER} AS $$
  SELECT DISTINCT b.organisation_id FROM booking b
  WHERE b.state = 'requested' AND b.answer_by <= at
$$;

-- A series is told once: by its first date, with how many more there are.
CREATE FUNCTION ask_approvers(at timestamptz) RETURNS integer
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
  told integer := 0;
BEGIN
  IF NOT (SELECT sends FROM mail_post) THEN
    RETURN 0;
  END IF;
  WITH due AS MATERIALIZED (
    SELECT b.organisation_id, b.id FROM booking b
    WHERE b.state = 'requested' AND b.tell_at <= at AND b.answer_by > at
    ORDER BY b.organisation_id, b.id LIMIT 500 FOR UPDATE SKIP LOCKED
  ), counted AS (
    UPDATE booking b SET tell_at = CASE WHEN b.tell_at = b.asked_at
      THEN b.asked_at + least(interval '1 day', (b.answer_by - b.asked_at) / 2) END
    FROM due d WHERE b.organisation_id = d.organisation_id AND b.id = d.id
    RETURNING b.organisation_id, b.id, b.person_id, b.asked_of, b.space_id, b.during, b.sequence,
      b.tell_at IS NULL AS again
  ), grouped AS (
    SELECT c.*, count(*) OVER of_series - 1 AS more, row_number() OVER of_series AS place
    FROM counted c
    LEFT JOIN series_date s ON s.organisation_id = c.organisation_id AND s.booking_id = c.id
    WINDOW of_series AS (
      PARTITION BY c.organisation_id, c.asked_of, c.again, coalesce(s.series_id, c.id)
      ORDER BY lower(c.during), c.id
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
  )
  INSERT INTO message (organisation_id, id, booking_id, person_id, kind, by_person_id, sequence,
    space_id, during, details, created_at, due_at)
  SELECT g.organisation_id, gen_random_uuid(), g.id, a.person_id,
    CASE WHEN g.again THEN 'asked_again' ELSE 'asked' END, g.person_id, g.sequence, g.space_id,
    g.during, jsonb_build_object('more', g.more), at, at
  FROM grouped g
  CROSS JOIN LATERAL approvers_of(g.organisation_id, g.asked_of) a
  WHERE g.place = 1 AND a.person_id <> g.person_id
  ORDER BY lower(g.during), g.id;
  GET DIAGNOSTICS told = ROW_COUNT;
  RETURN told;
END $$;
"""

# What is final, and what a request can become: it is answered, changed or taken back.
FINAL = """
DROP TRIGGER booking_end_is_final ON booking;
CREATE TRIGGER booking_end_is_final BEFORE UPDATE OF state ON booking FOR EACH ROW
  WHEN (OLD.state IN ('cancelled', 'released', 'declined') AND NEW.state <> OLD.state
    OR OLD.state = 'checked_in'
      AND NEW.state IN ('released', 'confirmed', 'held', 'requested', 'declined')
    OR OLD.state = 'requested' AND NEW.state IN ('held', 'checked_in', 'released')
    OR OLD.state IN ('held', 'confirmed') AND NEW.state = 'declined')
  EXECUTE FUNCTION booking_end_is_final();
"""
FINAL_BEFORE = """
DROP TRIGGER booking_end_is_final ON booking;
CREATE TRIGGER booking_end_is_final BEFORE UPDATE OF state ON booking FOR EACH ROW
  WHEN (OLD.state IN ('cancelled', 'released') AND NEW.state <> OLD.state
    OR OLD.state = 'checked_in' AND NEW.state IN ('released', 'confirmed', 'held'))
  EXECUTE FUNCTION booking_end_is_final();
"""

WRITTEN = Passage(
    "by_person, wanted, 'confirmed',",
    "by_person, wanted,\n            CASE WHEN rules -> 'approval' ->> 'says' = 'needed' "
    "THEN 'requested' ELSE 'confirmed' END,",
)
SAID = Passage(
    "          'quiet', CASE WHEN r.quiet_m IS NOT NULL",
    """          'approval', CASE WHEN r.approval = 'needed'
            AND by_person IN (SELECT a.person_id FROM approvers_of(organisation, r.id) a)
            THEN 'own' ELSE r.approval END,
          'quiet', CASE WHEN r.quiet_m IS NOT NULL""",
)
COUNTED = Passage(
    f"k.state IN {_LIVE} AND k.id",
    "k.state IN ('held', 'confirmed', 'checked_in', 'requested') AND k.id",
)
NAMED = Passage("AND p.shows_name)", "AND p.shows_name\n              AND NOT b.is_private)")
TOLD = Passage(
    "tell_of_bookings('booked', 'confirmation', ARRAY[made], by_person,",
    """tell_of_bookings((
      SELECT CASE b.state WHEN 'requested' THEN 'requested' ELSE 'booked' END FROM booking b
      WHERE b.organisation_id = current_organisation() AND b.id = made),
    'confirmation', ARRAY[made], by_person,""",
    2,
)
CHANGED = (
    ("book_as_seen", WRITTEN),
    ("booking_rules", SAID),
    ("booking_load", COUNTED),
    ("floor_schedule", NAMED),
    ("booked_for", TOLD),
)

DEFINERS = ("organisations_to_expire(timestamptz)", "ask_approvers(timestamptz)")
INVOKERS = (
    "approvers_of(uuid, uuid)",
    "requests_without_place(uuid)",
    "refused_with(uuid)",
    "note_booking(uuid, text, boolean)",
)


def upgrade() -> None:
    for statement in (RULES, BOOKINGS, APPROVERS, ASKING, NOTES, SWEEPS, FINAL):
        op.execute(statement)
    op.execute("GRANT UPDATE (tell_at) ON booking TO floorplans_definer")
    for function in DEFINERS:
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
    for function in (*DEFINERS, *INVOKERS, "booking_asks()"):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")
    op.execute("GRANT EXECUTE ON FUNCTION approvers_of(uuid, uuid) TO floorplans_definer")
    for name, passage in CHANGED:
        rewrite_function(op.get_bind(), name, passage)


def downgrade() -> None:
    for name, passage in reversed(CHANGED):
        restore_function(op.get_bind(), name, passage)
    op.execute("DROP TRIGGER booking_asks ON booking")
    for function in (*DEFINERS, *reversed(INVOKERS), "booking_asks()"):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(FINAL_BEFORE)
    # What was never approved is no booking to those who know of no requests.
    op.execute("ALTER TABLE booking DISABLE TRIGGER booking_end_is_final")
    op.execute("UPDATE booking SET state = 'cancelled' WHERE state IN ('requested', 'declined')")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("ALTER TABLE booking ENABLE TRIGGER booking_end_is_final")
    op.execute(f"""
    ALTER TABLE booking
      DROP COLUMN is_private, DROP COLUMN note, DROP COLUMN asked_of, DROP COLUMN asked_at,
      DROP COLUMN answer_by, DROP COLUMN tell_at, DROP COLUMN answered_by,
      DROP COLUMN answered_at, DROP COLUMN answer,
      DROP CONSTRAINT IF EXISTS booking_asked_once,
      DROP CONSTRAINT booking_state_known,
      ADD CONSTRAINT booking_state_known CHECK (state IN ({STATES}))""")
    op.execute("ALTER TABLE series DROP COLUMN is_private, DROP COLUMN note")
    op.execute("DROP INDEX booking_requested_idx")
    op.execute("DROP TABLE booking_rule_approver")
    op.execute("ALTER TABLE booking_rule DROP COLUMN approvers_group_id, DROP COLUMN approval")
