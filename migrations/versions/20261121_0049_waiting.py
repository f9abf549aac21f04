"""Wait lists: who waits for a place in hours in which it is taken, in which order, and what came.

A row for each person and wish. ``wait_served`` runs within the statement that books and refuses
whoever's turn it is not, so the order is held here, however many workers go through a list. An
offer is a booking that its person has not answered yet: nobody else can be offered its place.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import isolate

revision = "20261121_0049"
down_revision = "20261121_0051"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_OPEN = "('waiting', 'offered')"

WAITS = f"""
CREATE TABLE wait (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY,
  person_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  space_id uuid,
  kind text NOT NULL,
  zone_id uuid,
  during tstzrange NOT NULL,
  books_itself boolean NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  booking_id uuid,
  answer_by timestamptz,
  refusal jsonb,
  passed_version bigint NOT NULL DEFAULT -1,
  over_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT wait_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT wait_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT wait_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT wait_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE CASCADE,
  CONSTRAINT wait_zone_fkey FOREIGN KEY (organisation_id, zone_id, floor_id)
    REFERENCES zone (organisation_id, id, floor_id) ON DELETE CASCADE,
  CONSTRAINT wait_booking_fkey FOREIGN KEY (organisation_id, booking_id)
    REFERENCES booking (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT wait_one_wish CHECK (space_id IS NULL OR zone_id IS NULL),
  CONSTRAINT wait_kind_known CHECK (kind IN
    ('desk', 'room', 'booth', 'parking', 'locker', 'area')),
  CONSTRAINT wait_during_bounded CHECK (
    NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
  CONSTRAINT wait_over_within CHECK (over_at <= upper(during)),
  CONSTRAINT wait_state_known CHECK (state IN
    ('waiting', 'offered', 'booked', 'declined', 'unanswered', 'left', 'over')),
  CONSTRAINT wait_offer_has_booking CHECK (
    state NOT IN ('offered', 'booked', 'declined', 'unanswered') OR booking_id IS NOT NULL),
  CONSTRAINT wait_offer_has_deadline CHECK ((state = 'offered') <= (answer_by IS NOT NULL)),
  -- A person waits once for the same in the same hours.
  CONSTRAINT wait_once EXCLUDE USING gist (
    organisation_id WITH =, person_id WITH =, floor_id WITH =, kind WITH =,
    (coalesce(space_id, zone_id, '00000000-0000-0000-0000-000000000000'::uuid)) WITH =,
    during WITH &&) WHERE (state IN {_OPEN})
);
CREATE INDEX wait_open_idx ON wait (organisation_id, floor_id, number) WHERE state IN {_OPEN};
CREATE INDEX wait_person_idx ON wait (organisation_id, person_id, changed_at);
CREATE INDEX wait_space_idx ON wait (organisation_id, space_id) WHERE space_id IS NOT NULL;
CREATE INDEX wait_zone_idx ON wait (organisation_id, zone_id) WHERE zone_id IS NOT NULL;
CREATE INDEX wait_ended_idx ON wait (changed_at) WHERE state NOT IN {_OPEN};
CREATE UNIQUE INDEX wait_booking_idx ON wait (organisation_id, booking_id)
  WHERE booking_id IS NOT NULL;

-- Up to which version of a floor its list was gone through.
CREATE TABLE wait_floor (
  organisation_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  served_version bigint NOT NULL DEFAULT -1,
  served_at timestamptz NOT NULL,
  CONSTRAINT wait_floor_pkey PRIMARY KEY (organisation_id, floor_id),
  CONSTRAINT wait_floor_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE
);
REVOKE ALL ON wait, wait_floor FROM floorplans_app;
GRANT SELECT, INSERT, UPDATE ON wait TO floorplans_app;
GRANT SELECT, INSERT, UPDATE ON wait_floor TO floorplans_app;
GRANT SELECT, DELETE ON wait TO floorplans_definer;
GRANT SELECT ON wait_floor TO floorplans_definer;
"""

# Whether a wish can be met by a space, taken or free, and which of those are free.
MEETS = """
CREATE FUNCTION lies_in_zone(one uuid, wanted_zone uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM zone_shape z
    JOIN space_shape h ON h.organisation_id = z.organisation_id AND h.space_id = one AND h.is_live
    WHERE z.organisation_id = current_organisation() AND z.zone_id = wanted_zone AND z.is_live
      AND ST_Intersects(z.geom, h.anchor));
END $$;

CREATE FUNCTION wait_is_for(wanted wait, one uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF wanted.space_id IS NOT NULL THEN
    RETURN wanted.space_id = one;
  END IF;
  RETURN EXISTS (
    SELECT FROM space s
    WHERE s.organisation_id = wanted.organisation_id AND s.id = one
      AND s.floor_id = wanted.floor_id AND s.kind = wanted.kind)
    AND (wanted.zone_id IS NULL OR lies_in_zone(one, wanted.zone_id));
END $$;

CREATE FUNCTION free_for_wish(
  on_floor uuid, one uuid, of_kind text, in_zone uuid, hours tstzrange)
RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
  found uuid[];
BEGIN
  IF one IS NOT NULL THEN
    found := CASE WHEN is_space_taken(one, hours, NULL) THEN '{}' ELSE ARRAY[one] END;
  ELSE
    found := free_of_floor(on_floor, hours, of_kind, '{}', NULL);
  END IF;
  IF cardinality(found) = 0 THEN
    RETURN found;
  END IF;
  RETURN ARRAY(
    SELECT s.id FROM space s
    WHERE s.organisation_id = organisation AND s.id = ANY(found)
      AND (in_zone IS NULL OR lies_in_zone(s.id, in_zone))
      AND s.id NOT IN (SELECT c.space_id FROM closed_spaces(on_floor, hours) c)
    ORDER BY s.name, s.id LIMIT 500);
END $$;

-- Whether nobody who asked earlier could have this space now; who was gone past cannot.
CREATE FUNCTION wait_is_first(
  own wait, one uuid, apart_from uuid, at_version bigint, at timestamptz)
RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN NOT EXISTS (
    SELECT FROM wait w
    CROSS JOIN LATERAL (
      SELECT tstzrange(greatest(lower(w.during), at), upper(w.during)) AS hours OFFSET 0) h
    WHERE w.organisation_id = own.organisation_id AND w.floor_id = own.floor_id
      AND w.state = 'waiting' AND w.number < own.number AND w.during && own.during
      AND w.passed_version < at_version AND w.over_at > at
      AND CASE WHEN wait_is_for(w, one) THEN NOT is_space_taken(one, h.hours, apart_from)
        AND one NOT IN (SELECT c.space_id FROM closed_spaces(w.floor_id, h.hours) c)
      ELSE false END);
END $$;
"""

# Runs within the statement that books, after it: what it refuses is not booked.
SERVED = """
CREATE FUNCTION wait_served(
  of_organisation uuid, of_wait uuid, at_version bigint, booked_as uuid, booked_space uuid,
  answered_by timestamptz, at timestamptz)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  own wait;
BEGIN
  SELECT * INTO own FROM wait w
  WHERE w.organisation_id = of_organisation AND w.id = of_wait AND w.state = 'waiting'
    AND (w.books_itself OR answered_by IS NOT NULL)
  FOR UPDATE;
  IF NOT FOUND OR NOT wait_is_first(own, booked_space, booked_as, at_version, at) THEN
    RAISE EXCEPTION 'it is not the turn of this wait' USING ERRCODE = 'FP049';
  END IF;
  UPDATE wait
  SET state = CASE WHEN answered_by IS NULL THEN 'booked' ELSE 'offered' END,
    booking_id = booked_as, answer_by = answered_by, refusal = NULL, changed_at = at
  WHERE organisation_id = of_organisation AND id = of_wait;
  PERFORM tell_of_bookings(
    CASE WHEN answered_by IS NULL THEN 'waited' ELSE 'offered' END, NULL, ARRAY[booked_as], NULL,
    NULL, at, at, CASE WHEN answered_by IS NULL THEN '{}'
      ELSE jsonb_build_object('answer_by', to_char(
        answered_by AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')) END);
  RETURN true;
END $$;
"""

# The list of a floor is gone through again when its version has counted on: every change that a
# map would show does that, so none that frees something can be forgotten. In between, what follows
# from rules, from clocks and from other floors is looked at now and then.
DUE = f"""
CREATE FUNCTION floors_to_serve(at timestamptz, looked_before timestamptz)
RETURNS TABLE (organisation_id uuid, floor_id uuid)
LANGUAGE sql STABLE {_DEFINER} AS $$
  SELECT DISTINCT w.organisation_id, w.floor_id
  FROM wait w
  JOIN wait_floor f ON f.organisation_id = w.organisation_id AND f.floor_id = w.floor_id
  LEFT JOIN floor_version v ON v.organisation_id = w.organisation_id AND v.floor_id = w.floor_id
  WHERE w.state IN {_OPEN}
    AND (coalesce(v.version, 0) > f.served_version OR f.served_at <= looked_before
      OR w.state = 'waiting' AND w.over_at <= at OR w.state = 'offered' AND w.answer_by <= at)
$$;

CREATE FUNCTION forget_waits(before timestamptz) RETURNS bigint
LANGUAGE sql VOLATILE {_DEFINER} AS $$
  WITH gone AS (
    DELETE FROM wait WHERE state NOT IN {_OPEN} AND changed_at < before RETURNING 1)
  SELECT count(*) FROM gone
$$;
"""

# Wakes the worker at once where somebody waits for what may have become free. Only sooner than its
# own rounds: nothing depends on it.
WAKE = f"""
CREATE FUNCTION wake_waiting() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
BEGIN
  IF EXISTS (
    SELECT FROM wait w
    WHERE w.organisation_id = OLD.organisation_id AND w.floor_id = OLD.floor_id
      AND w.state IN {_OPEN} AND w.during && OLD.during)
  THEN
    PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW(
      'waiting', 'serve_waiting', 0, NULL, NULL, jsonb_build_object(
        'organisation_id', OLD.organisation_id, 'floor_id', OLD.floor_id),
      NULL)::procrastinate_job_to_defer_v1]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER booking_wakes_waiting AFTER UPDATE OF space_id, during, state ON booking
  FOR EACH ROW
  WHEN (OLD.state IN ('held', 'confirmed', 'checked_in') AND
    (OLD.space_id, OLD.during, OLD.state) IS DISTINCT FROM (NEW.space_id, NEW.during, NEW.state))
  EXECUTE FUNCTION wake_waiting();
CREATE TRIGGER closure_wakes_waiting AFTER DELETE OR UPDATE ON closure
  FOR EACH ROW EXECUTE FUNCTION wake_waiting();
GRANT INSERT ON procrastinate_jobs, procrastinate_events TO floorplans_definer;
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq
  TO floorplans_definer;
"""
TENANT_TABLES = ("wait", "wait_floor")
DEFINERS = (
    "floors_to_serve(timestamptz, timestamptz)",
    "forget_waits(timestamptz)",
)
INVOKERS = (
    "lies_in_zone(uuid, uuid)",
    "free_for_wish(uuid, uuid, text, uuid, tstzrange)",
    "wait_is_for(wait, uuid)",
    "wait_is_first(wait, uuid, uuid, bigint, timestamptz)",
    "wait_served(uuid, uuid, bigint, uuid, uuid, timestamptz, timestamptz)",
)


def upgrade() -> None:
    for statement in (WAITS, MEETS, SERVED, DUE, WAKE):
        op.execute(statement)
    isolate(op.get_bind(), *TENANT_TABLES)
    for function in (*DEFINERS, "wake_waiting()"):
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
    for function in (*DEFINERS, *INVOKERS, "wake_waiting()"):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    for function in (*DEFINERS, *INVOKERS):
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    op.execute("DROP TRIGGER closure_wakes_waiting ON closure")
    op.execute("DROP TRIGGER booking_wakes_waiting ON booking")
    op.execute("REVOKE INSERT ON procrastinate_jobs, procrastinate_events FROM floorplans_definer")
    op.execute(
        "REVOKE USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq"
        " FROM floorplans_definer"
    )
    for function in ("wake_waiting()", *DEFINERS, *reversed(INVOKERS)):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP TABLE wait, wait_floor")
