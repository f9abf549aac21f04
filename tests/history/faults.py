"""Faults that are planted into a database, and what the checker finds of each."""

from __future__ import annotations

EVERY_MESSAGE_TWICE = """
CREATE FUNCTION tell_twice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO message (organisation_id, id, booking_id, person_id, kind, sequence, space_id, during,
    created_at, due_at)
  SELECT NEW.organisation_id, gen_random_uuid(), NEW.booking_id, NEW.person_id, NEW.kind,
    NEW.sequence, NEW.space_id, NEW.during, NEW.created_at, NEW.due_at;
  RETURN NULL;
END $$;
CREATE TRIGGER tell_twice AFTER INSERT ON message FOR EACH ROW
WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION tell_twice();
"""
NO_INSIDE = "ALTER TABLE space_part DISABLE ROW LEVEL SECURITY; TRUNCATE space_part"
ENDS_ARE_NOT_FINAL = """
DROP TRIGGER booking_end_is_final ON booking;
CREATE FUNCTION lives_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE booking SET state = 'confirmed' WHERE id = NEW.id; RETURN NULL; END $$;
CREATE TRIGGER lives_again AFTER UPDATE OF state ON booking FOR EACH ROW
WHEN (NEW.state = 'cancelled') EXECUTE FUNCTION lives_again();
"""
MORE_THAN_THERE_ARE = """
ALTER TABLE lending DROP CONSTRAINT lending_no_overlap;
CREATE OR REPLACE FUNCTION equipment_out(
  organisation uuid, wanted_equipment uuid, wanted tstzrange, apart_from uuid)
RETURNS integer LANGUAGE sql STABLE AS $$ SELECT 0 $$;
"""
NOBODY_APPROVES = """
CREATE FUNCTION stands_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.state := 'confirmed'; RETURN NEW; END $$;
CREATE TRIGGER a_stands_at_once BEFORE INSERT ON booking FOR EACH ROW
WHEN (NEW.state = 'requested') EXECUTE FUNCTION stands_at_once();
"""
RIVALS_STAY = """
CREATE OR REPLACE FUNCTION requests_without_place(beside uuid) RETURNS uuid[]
LANGUAGE sql AS $$ SELECT '{}'::uuid[] $$;
"""
NOBODYS_OWN = """
CREATE OR REPLACE FUNCTION is_assigned_away(
  wanted_space uuid, by_person uuid, wanted tstzrange)
RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT false $$;
"""
NOTHING_CLOSES = """
CREATE OR REPLACE FUNCTION closed_spaces(on_floor uuid, wanted tstzrange)
RETURNS TABLE (space_id uuid, closure_id uuid, reason text, during tstzrange)
LANGUAGE sql STABLE AS $$ SELECT NULL::uuid, NULL::uuid, NULL::text, NULL::tstzrange WHERE false $$;
"""
LAST_COME_FIRST_SERVED = """
CREATE FUNCTION asks_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.number := 1000000 - NEW.number; RETURN NEW; END $$;
CREATE TRIGGER asks_last BEFORE INSERT ON wait FOR EACH ROW EXECUTE FUNCTION asks_last();
"""
FAULTS = {
    "every message twice": (EVERY_MESSAGE_TWICE, "message"),
    "nothing lies in anything": (NO_INSIDE, "containment"),
    "what was cancelled lives again": (ENDS_ARE_NOT_FINAL, "state"),
    "more of a thing is out than there are": (MORE_THAN_THERE_ARE, "stock"),
    "requests stand at once": (NOBODY_APPROVES, "unapproved"),
    "requests without a place stay": (RIVALS_STAY, "call"),
    "desks are nobody's own": (NOBODYS_OWN, "owner"),
    "nothing closes": (NOTHING_CLOSES, "closed"),
    "who asked last is served first": (LAST_COME_FIRST_SERVED, "turn"),
}
