"""The hot reads of booking: what a rule must know about a space, and a floor's schedule.

Range and spatial operators are not leakproof, so under a policy their indexes go unused. These
functions therefore run as ``floorplans_definer``, past the policies, and every one of them names
``current_organisation()`` itself. They are PL/pgSQL because its plans are kept for a session.

A search path that does not name ``pg_temp`` begins with it, so that a temporary table could stand
in for one of ours: every function here names it last, and the older ones are mended.
"""

from __future__ import annotations

from alembic import op

revision = "20261120_0006"
down_revision = "20261120_0005"
branch_labels = None
depends_on = None

# The digest tells a repeated request from another request under the same key, also after the
# booking itself was changed.
DIGEST = """
ALTER TABLE booking
  ADD COLUMN idempotency_digest bytea,
  ADD CONSTRAINT booking_idempotency_digest_is_sha256 CHECK (
    octet_length(idempotency_digest) = 32),
  ADD CONSTRAINT booking_idempotency_digest_of_key CHECK (
    idempotency_digest IS NULL OR idempotency_key IS NOT NULL);
"""

# An area closes what it overlaps, not what it merely touches: neighbours share walls. A closed
# room closes the desks within it.
CLOSED = """
CREATE FUNCTION closed_spaces(on_floor uuid, wanted tstzrange)
RETURNS TABLE (space_id uuid, closure_id uuid, reason text, during tstzrange)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF NOT EXISTS (
    SELECT FROM closure c
    WHERE c.organisation_id = organisation AND c.floor_id = on_floor AND c.during && wanted
  ) THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT h.space_id, c.id, c.reason, c.during
  FROM closure c
  JOIN space_shape h
    ON h.organisation_id = organisation AND h.floor_id = on_floor AND h.is_live
  WHERE c.organisation_id = organisation AND c.floor_id = on_floor AND c.during && wanted
    AND CASE
      WHEN c.space_id IS NOT NULL THEN c.space_id IN (h.space_id, h.within_space_id)
      WHEN c.zone_id IS NOT NULL THEN EXISTS (
        SELECT FROM zone_shape z
        WHERE z.organisation_id = organisation AND z.zone_id = c.zone_id AND z.is_live
          AND ST_Intersects(z.geom, h.anchor))
      WHEN c.area IS NOT NULL THEN
        ST_Intersects(c.area, h.geom) AND NOT ST_Touches(c.area, h.geom)
      ELSE true END;
END $$;
"""

FACTS = """
CREATE FUNCTION space_facts(
  wanted_space uuid, wanted tstzrange, by_person uuid, by_key text, apart_from uuid)
RETURNS TABLE (
  id uuid, floor_id uuid, kind text, name text, bookable boolean, is_live boolean,
  floor_name text, building_name text, time_zone text,
  book_ahead_days integer, longest_booking_hours integer,
  closed_reason text, closed_until timestamptz, is_taken boolean,
  prior_id uuid, prior_digest bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN QUERY
  SELECT s.id, s.floor_id, s.kind, s.name, s.bookable, s.ended_at IS NULL,
    f.name, b.name, t.time_zone, o.book_ahead_days, o.longest_booking_hours,
    c.reason, upper(c.during),
    is_space_taken(s.id, wanted, apart_from),
    p.id, p.idempotency_digest
  FROM space s
  JOIN floor f ON f.organisation_id = organisation AND f.id = s.floor_id
  JOIN building b ON b.organisation_id = organisation AND b.id = f.building_id
  JOIN site t ON t.organisation_id = organisation AND t.id = f.site_id
  JOIN organisation o ON o.id = organisation
  LEFT JOIN booking p ON p.organisation_id = organisation AND p.person_id = by_person
    AND p.idempotency_key = by_key
  LEFT JOIN LATERAL (
    SELECT x.reason, x.during FROM closed_spaces(s.floor_id, wanted) x WHERE x.space_id = s.id
    ORDER BY upper(x.during) DESC LIMIT 1
  ) c ON true
  WHERE s.organisation_id = organisation AND s.id = wanted_space;
END $$;

CREATE FUNCTION is_space_taken(wanted_space uuid, wanted tstzrange, apart_from uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN EXISTS (
    SELECT FROM booking k
    WHERE k.organisation_id = organisation AND k.space_id = wanted_space AND k.during && wanted
      AND k.state IN ('held', 'confirmed', 'checked_in')
      AND k.id IS DISTINCT FROM apart_from);
END $$;

-- Always in the same order, so that two who swap never wait for each other. Runs as the caller,
-- whose policy and grants decide what may be locked. One row a statement: an array of unknown
-- length is planned anew each time, which costs five times the lock.
CREATE FUNCTION lock_spaces(one uuid, other uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  PERFORM FROM space
  WHERE organisation_id = organisation AND id = LEAST(one, other) FOR NO KEY UPDATE;
  IF other <> one THEN
    PERFORM FROM space
    WHERE organisation_id = organisation AND id = GREATEST(one, other) FOR NO KEY UPDATE;
  END IF;
END $$;

CREATE FUNCTION locked_space_facts(
  wanted_space uuid, wanted tstzrange, by_person uuid, by_key text, apart_from uuid,
  other_space uuid)
RETURNS TABLE (
  id uuid, floor_id uuid, kind text, name text, bookable boolean, is_live boolean,
  floor_name text, building_name text, time_zone text,
  book_ahead_days integer, longest_booking_hours integer,
  closed_reason text, closed_until timestamptz, is_taken boolean,
  prior_id uuid, prior_digest bytea)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Whoever comes too late is told at once, without waiting for the others who came too late.
  IF by_key IS NULL AND is_space_taken(wanted_space, wanted, apart_from) THEN
    RETURN QUERY
    SELECT f.id, f.floor_id, f.kind, f.name, f.bookable, f.is_live, f.floor_name,
      f.building_name, f.time_zone, f.book_ahead_days, f.longest_booking_hours,
      f.closed_reason, f.closed_until, true, f.prior_id, f.prior_digest
    FROM space_facts(wanted_space, wanted, by_person, by_key, apart_from) f;
    RETURN;
  END IF;
  PERFORM lock_spaces(wanted_space, other_space);
  RETURN QUERY SELECT * FROM space_facts(wanted_space, wanted, by_person, by_key, apart_from);
END $$;
"""

# The text is put together here and sent as it is: a floor of a thousand desks takes a fifth of
# the time of handing out rows. to_json escapes names and writes instants as ISO 8601.
# What takes the bookable spaces of a floor over some days. Instants are seconds since 1970. The
# counter is read first: what is newer than it can only be told once too often, never forgotten.
SCHEDULE = """
CREATE FUNCTION floor_schedule(wanted_floor uuid, from_at timestamptz, to_at timestamptz)
RETURNS TABLE (version bigint, time_zone text, spaces json, takings json, closures json)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
  wanted tstzrange := tstzrange(from_at, to_at);
BEGIN
  RETURN QUERY
  SELECT COALESCE(v.version, 0), t.time_zone,
    (SELECT json_agg(s.id ORDER BY s.id) FROM space s
     WHERE s.organisation_id = organisation AND s.floor_id = wanted_floor
       AND s.bookable AND s.ended_at IS NULL),
    (SELECT json_agg(json_build_array(k.space_id, extract(epoch FROM lower(k.during)),
         extract(epoch FROM upper(k.during)), k.state, k.person_id, k.id,
         -- One look-up by key for each: a join is planned as a loop over all people.
         (SELECT p.name FROM person p
          WHERE p.organisation_id = organisation AND p.id = k.person_id AND p.shows_name)))
     FROM booking k
     WHERE k.organisation_id = organisation AND k.floor_id = wanted_floor
       AND k.state IN ('held', 'confirmed', 'checked_in') AND k.during && wanted),
    (SELECT json_agg(json_build_array(c.space_id, extract(epoch FROM lower(c.during)),
         extract(epoch FROM upper(c.during)), c.reason))
     FROM closed_spaces(wanted_floor, wanted) c)
  FROM floor f
  JOIN site t ON t.organisation_id = organisation AND t.id = f.site_id
  LEFT JOIN floor_version v ON v.organisation_id = organisation AND v.floor_id = f.id
  WHERE f.organisation_id = organisation AND f.id = wanted_floor;
END $$;
"""

# Whoever stops showing their name must vanish from maps that answer "not modified" too, those of
# days that are over among them: anybody may look at last week.
NAMES = """
CREATE FUNCTION person_shown() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  changed_floor uuid;
  counted bigint;
BEGIN
  FOR changed_floor IN
    SELECT DISTINCT k.floor_id FROM booking k
    WHERE k.organisation_id = NEW.organisation_id AND k.person_id = NEW.id
    ORDER BY k.floor_id
  LOOP
    INSERT INTO floor_version AS v (organisation_id, floor_id, version)
    VALUES (NEW.organisation_id, changed_floor, 1)
    ON CONFLICT (organisation_id, floor_id) DO UPDATE SET version = v.version + 1
    RETURNING version INTO counted;
    PERFORM pg_notify('floor_changed',
      NEW.organisation_id::text || ' ' || changed_floor::text || ' ' || counted::text);
  END LOOP;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER person_shown
  AFTER UPDATE OF shows_name, name ON person
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.shows_name IS DISTINCT FROM NEW.shows_name OR (NEW.shows_name AND OLD.name <> NEW.name))
  EXECUTE FUNCTION person_shown();
"""

# A booking is one statement and a transaction by itself. The caller says what it has judged, by the
# digest of an earlier answer: if the space is still like that under the lock, the booking is
# written. Else nothing is, and the answer says what is so now, to be judged and asked again.
BOOK = """
CREATE FUNCTION book_as_seen(
  organisation uuid, wanted_space uuid, wanted tstzrange, by_person uuid, by_key text,
  by_digest bytea, booking_id uuid, at timestamptz, as_seen text)
RETURNS TABLE (
  booked boolean,
  id uuid, floor_id uuid, kind text, name text, bookable boolean, is_live boolean,
  floor_name text, building_name text, time_zone text,
  book_ahead_days integer, longest_booking_hours integer,
  closed_reason text, closed_until timestamptz, is_taken boolean,
  prior_id uuid, prior_digest bytea, seen text)
LANGUAGE plpgsql VOLATILE ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('app.organisation_id', organisation::text, true);
  -- Whoever comes too late is told at once, without waiting for the others who came too late.
  IF as_seen IS NOT NULL AND NOT is_space_taken(wanted_space, wanted, NULL) THEN
    PERFORM lock_spaces(wanted_space, NULL);
  ELSE
    as_seen := NULL;
  END IF;
  SELECT false, f.*, md5(f::text)
  INTO booked, id, floor_id, kind, name, bookable, is_live, floor_name, building_name, time_zone,
    book_ahead_days, longest_booking_hours, closed_reason, closed_until, is_taken,
    prior_id, prior_digest, seen
  FROM space_facts(wanted_space, wanted, by_person, by_key, NULL) f;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF seen = as_seen THEN
    INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state,
                         idempotency_key, idempotency_digest, created_at, changed_at)
    VALUES (organisation, booking_id, wanted_space, floor_id, by_person, wanted, 'confirmed',
            by_key, by_digest, at, at)
    ON CONFLICT DO NOTHING;
    booked := FOUND;
  END IF;
  RETURN NEXT;
END $$;
"""

OLDER_DEFINERS = (
    "floor_changed()",
    "sign_in_lookup(text)",
    "session_actor(bytea, timestamptz, timestamptz)",
    "token_actor(bytea, timestamptz)",
)
DEFINERS = (
    "closed_spaces(uuid, tstzrange)",
    "is_space_taken(uuid, tstzrange, uuid)",
    "space_facts(uuid, tstzrange, uuid, text, uuid)",
    "floor_schedule(uuid, timestamptz, timestamptz)",
)
INVOKERS = (
    "lock_spaces(uuid, uuid)",
    "locked_space_facts(uuid, tstzrange, uuid, text, uuid, uuid)",
    "book_as_seen(uuid, uuid, tstzrange, uuid, text, bytea, uuid, timestamptz, text)",
)


def upgrade() -> None:
    for statement in (DIGEST, CLOSED, FACTS, SCHEDULE, NAMES, BOOK):
        op.execute(statement)
    op.execute("ALTER FUNCTION person_shown() OWNER TO floorplans_definer")
    for function in OLDER_DEFINERS:
        op.execute(f"ALTER FUNCTION {function} SET search_path = pg_catalog, public, pg_temp")
    for function in DEFINERS:
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
    for function in (*DEFINERS, *INVOKERS):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    for function in OLDER_DEFINERS:
        op.execute(f"ALTER FUNCTION {function} SET search_path = pg_catalog, public")
    op.execute("DROP TRIGGER person_shown ON person")
    op.execute("DROP FUNCTION person_shown()")
    for function in reversed((*DEFINERS, *INVOKERS)):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(
        "ALTER TABLE booking DROP CONSTRAINT booking_idempotency_digest_of_key, "
        "DROP CONSTRAINT booking_idempotency_digest_is_sha256, DROP COLUMN idempotency_digest"
    )
