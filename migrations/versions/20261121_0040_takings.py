"""What a booking takes: rows that one exclusion constraint compares.

A booking says who has which space and when; its takings say what that takes of the floor: the space
or one of its places, all that lies inside it, and, so that nobody takes those as a whole, what lies
around it or too near. A trigger writes them, so no statement that books can leave them out.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, confine, isolate, restore_function, rewrite_function

revision = "20261121_0040"
down_revision = "20261121_0034"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_LIVE = "('held', 'confirmed', 'checked_in')"


def _has_company(space: str) -> str:
    """Whether taking a space takes anything else: nearly always not, and then nothing is asked."""
    return f"""(EXISTS (
      SELECT FROM space_part p WHERE p.organisation_id = organisation AND p.whole_id = {space})
    OR EXISTS (
      SELECT FROM space_part p WHERE p.organisation_id = organisation AND p.part_id = {space})
    OR space_distance({space}) > 0)"""


TABLES = """
ALTER TABLE space
  ADD COLUMN places integer NOT NULL DEFAULT 1,
  ADD COLUMN zone_id uuid,
  ADD COLUMN is_composite boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT space_places_sane CHECK (places BETWEEN 1 AND 10000),
  ADD CONSTRAINT space_zone_fkey FOREIGN KEY (organisation_id, zone_id, floor_id)
    REFERENCES zone (organisation_id, id, floor_id) ON DELETE RESTRICT,
  ADD CONSTRAINT space_zone_is_composite CHECK (zone_id IS NULL OR is_composite),
  ADD CONSTRAINT space_composite_is_taken_whole CHECK (NOT is_composite OR places = 1);
-- A zone is booked as one space.
CREATE UNIQUE INDEX space_zone_key ON space (organisation_id, zone_id) WHERE zone_id IS NOT NULL;
CREATE INDEX space_places_idx ON space (organisation_id, floor_id) WHERE places > 1;
CREATE INDEX space_composite_idx ON space (organisation_id, floor_id) WHERE is_composite;

-- What facility staff joined by hand: rooms with a folding wall between them.
CREATE TABLE joined_space (
  organisation_id uuid NOT NULL,
  space_id uuid NOT NULL,
  part_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  CONSTRAINT joined_space_pkey PRIMARY KEY (organisation_id, space_id, part_id),
  CONSTRAINT joined_space_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT joined_space_part_fkey FOREIGN KEY (organisation_id, part_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT joined_space_not_itself CHECK (space_id <> part_id)
);

-- Which bookable spaces lie inside which, at any depth. It follows from the plan in force, the
-- zones and what is joined; ``renew_parts`` is the only writer.
CREATE TABLE space_part (
  organisation_id uuid NOT NULL,
  whole_id uuid NOT NULL,
  part_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  CONSTRAINT space_part_pkey PRIMARY KEY (organisation_id, whole_id, part_id),
  CONSTRAINT space_part_whole_fkey FOREIGN KEY (organisation_id, whole_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE CASCADE,
  CONSTRAINT space_part_part_fkey FOREIGN KEY (organisation_id, part_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE CASCADE,
  CONSTRAINT space_part_not_itself CHECK (whole_id <> part_id)
);
CREATE INDEX space_part_part_idx ON space_part (organisation_id, part_id);
CREATE INDEX space_part_floor_idx ON space_part (organisation_id, floor_id);

-- Only the trigger writes it, from spaces that a booking or ``space_part`` refers to: a key to
-- ``space`` would be checked for nothing, at a tenth of what a booking costs.
-- ``slots`` without ends is the whole space; ``[n,n+1)`` its n-th place; beyond all places it is a
-- slot of this booking's own, which only keeps others from taking the whole.
CREATE TABLE taking (
  organisation_id uuid NOT NULL,
  booking_id uuid NOT NULL,
  space_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  slots int8range NOT NULL,
  is_place boolean NOT NULL,
  during tstzrange NOT NULL,
  CONSTRAINT taking_pkey PRIMARY KEY (organisation_id, booking_id, space_id),
  CONSTRAINT taking_booking_fkey FOREIGN KEY (organisation_id, booking_id)
    REFERENCES booking (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT taking_slots_not_empty CHECK (NOT isempty(slots)),
  CONSTRAINT taking_place_is_told CHECK (is_place = coalesce(upper(slots) <= 10001, false)),
  CONSTRAINT taking_during_not_empty CHECK (NOT isempty(during)),
  CONSTRAINT taking_no_overlap EXCLUDE USING gist
    (organisation_id WITH =, space_id WITH =, slots WITH &&, during WITH &&)
);
CREATE INDEX taking_floor_during_idx ON taking USING gist (organisation_id, floor_id, during);
CREATE SEQUENCE taking_slot AS bigint MINVALUE 1000000;
"""

RIGHTS = """
-- A set-up may grant the service all tables; these are the triggers' alone.
REVOKE INSERT, UPDATE, DELETE ON taking, space_part FROM floorplans_app;
GRANT SELECT ON taking, space_part TO floorplans_app;
GRANT SELECT, INSERT, DELETE ON joined_space TO floorplans_app;
GRANT SELECT, INSERT, DELETE ON taking, space_part TO floorplans_definer;
GRANT SELECT ON joined_space TO floorplans_definer;
GRANT USAGE ON SEQUENCE taking_slot TO floorplans_definer;
"""

# What else the taking of a space takes: ``is_whole`` tells whether for itself, or only so that
# nobody has it as a whole. A space with places does not mind who is inside it.
REACH = """
CREATE FUNCTION taken_along(organisation uuid, wanted_space uuid)
RETURNS TABLE (space_id uuid, is_whole boolean)
LANGUAGE plpgsql STABLE ROWS 5 AS $$
#variable_conflict use_column
DECLARE
  apart_m double precision := space_distance(wanted_space);
BEGIN
  RETURN QUERY
  WITH inside AS MATERIALIZED (
    SELECT p.part_id AS id FROM space_part p
    WHERE p.organisation_id = organisation AND p.whole_id = wanted_space
  )
  SELECT i.id, true FROM inside i
  UNION ALL
  SELECT DISTINCT p.whole_id, false
  FROM space_part p
  JOIN space s ON s.organisation_id = organisation AND s.id = p.whole_id AND s.places = 1
  WHERE p.organisation_id = organisation
    AND (p.part_id = wanted_space OR p.part_id IN (SELECT i.id FROM inside i))
    AND p.whole_id <> wanted_space AND p.whole_id NOT IN (SELECT i.id FROM inside i);
  IF apart_m > 0 THEN
    RETURN QUERY
    SELECT n.space_id, false
    FROM space_shape h
    JOIN space o ON o.organisation_id = organisation AND o.id = wanted_space
    JOIN space_shape n ON n.organisation_id = organisation AND n.floor_id = h.floor_id AND n.is_live
      AND n.space_id <> wanted_space AND ST_DWithin(n.geom, h.geom, apart_m)
    JOIN space s ON s.organisation_id = organisation AND s.id = n.space_id AND s.kind = o.kind
      AND s.bookable AND s.ended_at IS NULL AND s.places = 1
    WHERE h.organisation_id = organisation AND h.space_id = wanted_space AND h.is_live
      AND NOT EXISTS (
        SELECT FROM space_part p
        WHERE p.organisation_id = organisation
          AND (p.whole_id, p.part_id) IN ((wanted_space, n.space_id), (n.space_id, wanted_space)));
  END IF;
END $$;

-- The first place of a space that nobody has in these hours; null when all are taken.
CREATE FUNCTION free_place(
  organisation uuid, wanted_space uuid, wanted tstzrange, places integer, apart_from uuid)
RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT min(n) FROM generate_series(1::bigint, places) n
    WHERE NOT EXISTS (
        SELECT FROM taking k
        WHERE k.organisation_id = organisation AND k.space_id = wanted_space
          AND k.during && wanted AND k.slots @> n AND k.booking_id IS DISTINCT FROM apart_from));
END $$;
"""

TAKE = f"""
-- ``carefully`` leaves out what is taken already instead of failing.
CREATE FUNCTION take_along(
  organisation uuid, wanted_booking uuid, wanted_space uuid, on_floor uuid, wanted tstzrange,
  carefully boolean)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  each record;
  own bigint;
BEGIN
  FOR each IN SELECT t.space_id, t.is_whole FROM taken_along(organisation, wanted_space) t LOOP
    own := nextval('taking_slot');
    IF carefully THEN
      INSERT INTO taking (organisation_id, booking_id, space_id, floor_id, slots, is_place, during)
      VALUES (organisation, wanted_booking, each.space_id, on_floor,
        CASE WHEN each.is_whole THEN '(,)' ELSE int8range(own, own + 1) END, false, wanted)
      ON CONFLICT DO NOTHING;
    ELSE
      INSERT INTO taking (organisation_id, booking_id, space_id, floor_id, slots, is_place, during)
      VALUES (organisation, wanted_booking, each.space_id, on_floor,
        CASE WHEN each.is_whole THEN '(,)' ELSE int8range(own, own + 1) END, false, wanted);
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION booking_takes() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE
  organisation uuid := NEW.organisation_id;
  places integer;
  place bigint;
  wanted tstzrange;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.space_id = OLD.space_id AND NEW.during = OLD.during
      AND (NEW.state IN {_LIVE}) = (OLD.state IN {_LIVE})
    THEN
      RETURN NULL;
    END IF;
    DELETE FROM taking t WHERE t.organisation_id = NEW.organisation_id AND t.booking_id = NEW.id;
  END IF;
  IF NEW.state NOT IN {_LIVE} THEN
    RETURN NULL;
  END IF;
  wanted := tstzrange(lower(NEW.during), upper(NEW.during) + space_buffer(NEW.space_id));
  places := (SELECT s.places FROM space s
             WHERE s.organisation_id = NEW.organisation_id AND s.id = NEW.space_id);
  IF places > 1 THEN
    place := free_place(NEW.organisation_id, NEW.space_id, wanted, places, NULL);
    IF place IS NULL THEN
      RAISE exclusion_violation USING CONSTRAINT = 'taking_no_overlap',
        MESSAGE = 'all places of the space are taken';
    END IF;
  END IF;
  INSERT INTO taking (organisation_id, booking_id, space_id, floor_id, slots, is_place, during)
  VALUES (NEW.organisation_id, NEW.id, NEW.space_id, NEW.floor_id,
    CASE WHEN places > 1 THEN int8range(place, place + 1) ELSE '(,)' END, places > 1, wanted);
  IF {_has_company("NEW.space_id")} THEN
    PERFORM take_along(organisation, NEW.id, NEW.space_id, NEW.floor_id, wanted, false);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER booking_takes AFTER INSERT OR UPDATE OF space_id, floor_id, during, state ON booking
  FOR EACH ROW EXECUTE FUNCTION booking_takes();
"""

# After a plan came into force, or rooms were joined. Bookings to come take what they now must, as
# far as it is free: nobody loses a booking because a wall moved.
RENEW = f"""
CREATE FUNCTION renew_parts(on_floor uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
  changed uuid[];
  each record;
BEGIN
  WITH RECURSIVE inside (whole_id, part_id) AS (
    SELECT h.within_space_id, h.space_id FROM space_shape h
    WHERE h.organisation_id = organisation AND h.floor_id = on_floor AND h.is_live
      AND h.within_space_id IS NOT NULL
    UNION
    SELECT s.id, h.space_id
    FROM space s
    JOIN zone_shape z ON z.organisation_id = organisation AND z.zone_id = s.zone_id AND z.is_live
    JOIN space_shape h ON h.organisation_id = organisation AND h.floor_id = on_floor AND h.is_live
      AND ST_Intersects(z.geom, h.anchor)
    WHERE s.organisation_id = organisation AND s.floor_id = on_floor AND s.zone_id IS NOT NULL
    UNION
    SELECT j.space_id, j.part_id FROM joined_space j
    WHERE j.organisation_id = organisation AND j.floor_id = on_floor
  ), deep (whole_id, part_id) AS (
    SELECT i.whole_id, i.part_id FROM inside i
    UNION
    SELECT d.whole_id, i.part_id FROM deep d JOIN inside i ON i.whole_id = d.part_id
  ), wanted AS MATERIALIZED (
    SELECT d.whole_id, d.part_id
    FROM deep d
    JOIN space w ON w.organisation_id = organisation AND w.id = d.whole_id
      AND w.bookable AND w.ended_at IS NULL
    JOIN space p ON p.organisation_id = organisation AND p.id = d.part_id
      AND p.bookable AND p.ended_at IS NULL
    WHERE d.whole_id <> d.part_id
  ), gone AS (
    DELETE FROM space_part p
    WHERE p.organisation_id = organisation AND p.floor_id = on_floor
      AND NOT EXISTS (
        SELECT FROM wanted w WHERE w.whole_id = p.whole_id AND w.part_id = p.part_id)
    RETURNING p.whole_id, p.part_id
  ), fresh AS (
    INSERT INTO space_part (organisation_id, whole_id, part_id, floor_id)
    SELECT organisation, w.whole_id, w.part_id, on_floor FROM wanted w
    ON CONFLICT DO NOTHING
    RETURNING whole_id, part_id
  )
  SELECT array_agg(DISTINCT x.id) INTO changed
  FROM (SELECT * FROM gone UNION ALL SELECT * FROM fresh) c
  CROSS JOIN LATERAL (VALUES (c.whole_id), (c.part_id)) x (id);
  FOR each IN
    SELECT b.id, b.space_id, k.during
    FROM booking b
    JOIN taking k ON k.organisation_id = organisation AND k.booking_id = b.id
      AND k.space_id = b.space_id
    WHERE b.organisation_id = organisation AND b.floor_id = on_floor
      AND b.state IN {_LIVE} AND upper(b.during) > at
      AND (b.space_id = ANY (changed) OR space_distance(b.space_id) > 0)
    ORDER BY b.created_at, b.id
  LOOP
    DELETE FROM taking t
    WHERE t.organisation_id = organisation AND t.booking_id = each.id
      AND t.space_id <> each.space_id;
    PERFORM take_along(
      organisation, each.id, each.space_id, on_floor, each.during, true);
  END LOOP;
END $$;
"""

# The same three functions as before, over takings. Whoever books locks all that it takes, in the
# order of ids: two who meet wait for each other and never deadlock.
TAKEN = f"""
CREATE OR REPLACE FUNCTION is_space_taken(wanted_space uuid, wanted tstzrange, apart_from uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
  hours tstzrange := tstzrange(lower(wanted), upper(wanted) + space_buffer(wanted_space));
BEGIN
  IF EXISTS (
    SELECT FROM taking k
    WHERE k.organisation_id = organisation AND k.space_id = wanted_space AND k.during && hours
      AND k.booking_id IS DISTINCT FROM apart_from)
  THEN
    RETURN (
      SELECT s.places = 1 OR free_place(organisation, s.id, hours, s.places, apart_from) IS NULL
      FROM space s WHERE s.organisation_id = organisation AND s.id = wanted_space);
  END IF;
  RETURN {_has_company("wanted_space")} AND EXISTS (
    SELECT FROM taken_along(organisation, wanted_space) t
    JOIN taking k ON k.organisation_id = organisation AND k.space_id = t.space_id
      AND k.during && hours AND k.booking_id IS DISTINCT FROM apart_from
      AND (t.is_whole OR lower_inf(k.slots)));
END $$;

CREATE OR REPLACE FUNCTION lock_spaces(one uuid, other uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
  along uuid[];
  each uuid;
BEGIN
  IF NOT {_has_company("one")} AND (other IS NULL OR NOT {_has_company("other")}) THEN
    PERFORM FROM space
    WHERE organisation_id = organisation AND id = LEAST(one, other) FOR NO KEY UPDATE;
    IF other <> one THEN
      PERFORM FROM space
      WHERE organisation_id = organisation AND id = GREATEST(one, other) FOR NO KEY UPDATE;
    END IF;
    RETURN;
  END IF;
  along := ARRAY(
    SELECT one UNION SELECT t.space_id FROM taken_along(organisation, one) t
    UNION SELECT other WHERE other IS NOT NULL
    UNION SELECT t.space_id FROM taken_along(organisation, other) t
    ORDER BY 1);
  FOREACH each IN ARRAY along LOOP
    PERFORM FROM space WHERE organisation_id = organisation AND id = each FOR NO KEY UPDATE;
  END LOOP;
END $$;
"""

TAKEN_BEFORE = f"""
CREATE OR REPLACE FUNCTION is_space_taken(wanted_space uuid, wanted tstzrange, apart_from uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN EXISTS (
    SELECT FROM booking k
    WHERE k.organisation_id = organisation AND k.space_id = wanted_space AND k.during && wanted
      AND k.state IN {_LIVE} AND k.id IS DISTINCT FROM apart_from);
END $$;

CREATE OR REPLACE FUNCTION lock_spaces(one uuid, other uuid) RETURNS void
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
"""

# What is there already becomes takings; then nobody asks the old indexes any more.
MOVE = f"""
-- The owner of the tables is under their policies.
ALTER TABLE booking NO FORCE ROW LEVEL SECURITY;
INSERT INTO taking (organisation_id, booking_id, space_id, floor_id, slots, is_place, during)
SELECT b.organisation_id, b.id, b.space_id, b.floor_id, '(,)', false, b.during
FROM booking b WHERE b.state IN {_LIVE};
ALTER TABLE booking FORCE ROW LEVEL SECURITY;
ALTER TABLE booking DROP CONSTRAINT booking_no_overlap;
DROP INDEX booking_floor_during_idx;
CREATE INDEX booking_floor_idx ON booking (organisation_id, floor_id, upper(during))
  WHERE state IN {_LIVE};
"""
MOVE_BACK = f"""
DROP INDEX booking_floor_idx;
CREATE INDEX booking_floor_during_idx ON booking USING gist (organisation_id, floor_id, during)
  WHERE state IN {_LIVE};
ALTER TABLE booking ADD CONSTRAINT booking_no_overlap EXCLUDE USING gist
  (organisation_id WITH =, space_id WITH =, during WITH &&) WHERE (state IN {_LIVE});
"""

_OF_BOOKINGS = f"AND k.state IN {_LIVE}"
_HAS_PLACE = "(s.places = 1 OR free_place(organisation, s.id, wanted, s.places, NULL) IS NOT NULL)"
#: What earlier functions say of bookings, and what they say of takings now.
_NEAREST = (
    (
        "free_of_floor",
        (
            Passage("FROM booking k", "FROM taking k", 3),
            Passage(_OF_BOOKINGS, "AND NOT k.is_place", 3),
            Passage(
                "s.features @> wanted_features\n",
                f"s.features @> wanted_features AND {_HAS_PLACE}\n",
                2,
            ),
            Passage(
                "ELSE q.features END @> wanted_features\n",
                f"ELSE q.features END @> wanted_features\n        AND {_HAS_PLACE}\n",
            ),
        ),
    ),
    (
        "nearest_of_floor",
        (
            Passage("FROM booking k", "FROM taking k", 1),
            Passage(_OF_BOOKINGS, "AND NOT k.is_place", 1),
            Passage(
                "s.features @> wanted_features AND",
                f"s.features @> wanted_features AND {_HAS_PLACE} AND",
            ),
        ),
    ),
    (
        "next_free_at",
        (
            Passage("FROM booking k", "FROM taking k", 2),
            Passage(_OF_BOOKINGS, "AND NOT k.is_place", 2),
        ),
    ),
)

# A person and their name are told of what they booked and what lies inside it, not of what that
# keeps others from: a room is taken, and nobody's, while a desk in it is booked. Then until when
# the booking itself lasts, where the space needs time after it, and which of how many places it is.
_TAKINGS_BEFORE = """\
(SELECT json_agg(json_build_array(k.space_id, extract(epoch FROM lower(k.during)),
         extract(epoch FROM upper(k.during)), k.state, k.person_id, k.id,
         -- One look-up by key for each: a join is planned as a loop over all people.
         (SELECT p.name FROM person p
          WHERE p.organisation_id = organisation AND p.id = k.person_id AND p.shows_name)))
     FROM booking k
     WHERE k.organisation_id = organisation AND k.floor_id = wanted_floor
       AND k.state IN ('held', 'confirmed', 'checked_in') AND k.during && wanted)"""
_TAKINGS = """\
(SELECT json_agg(json_build_array(k.space_id, extract(epoch FROM lower(k.during)),
         extract(epoch FROM upper(k.during)), b.state,
         CASE WHEN k.is_place OR lower_inf(k.slots) THEN b.person_id END, b.id,
         -- One look-up by key for each: a join is planned as a loop over all people.
         CASE WHEN k.is_place OR lower_inf(k.slots) THEN
           (SELECT p.name FROM person p
            WHERE p.organisation_id = organisation AND p.id = b.person_id AND p.shows_name) END,
         CASE WHEN upper(k.during) > upper(b.during) THEN extract(epoch FROM upper(b.during)) END,
         CASE WHEN k.is_place THEN lower(k.slots) END,
         CASE WHEN k.is_place THEN
           (SELECT s.places FROM space s
            WHERE s.organisation_id = organisation AND s.id = k.space_id) END))
     FROM taking k
     JOIN booking b ON b.organisation_id = organisation AND b.id = k.booking_id
     WHERE k.organisation_id = organisation AND k.floor_id = wanted_floor
       AND k.during && wanted)"""
_SCHEDULE = (("floor_schedule", (Passage(_TAKINGS_BEFORE, _TAKINGS),)),)
# A zone, or rooms that were joined, are of no plan: they stay while their parts do.
_COMPOSITES = (
    (
        "bookable_spaces",
        (
            Passage(
                "q.plan_revision_id = plan.plan_id AND q.bookable;",
                """q.plan_revision_id = plan.plan_id AND q.bookable
      UNION ALL
      SELECT s.id, plan.during FROM space s
      WHERE s.organisation_id = organisation AND s.floor_id = on_floor AND s.bookable
        AND s.ended_at IS NULL AND s.is_composite;""",
            ),
        ),
    ),
)
CHANGED = (*_NEAREST, *_SCHEDULE, *_COMPOSITES)

TENANT_TABLES = ("taking", "space_part", "joined_space")
DEFINERS = (
    "taken_along(uuid, uuid)",
    "free_place(uuid, uuid, tstzrange, integer, uuid)",
    "take_along(uuid, uuid, uuid, uuid, tstzrange, boolean)",
    "booking_takes()",
    "renew_parts(uuid, timestamptz)",
)
#: What the application calls by itself; the others only from within these and the trigger.
CALLED = ("taken_along(uuid, uuid)", "renew_parts(uuid, timestamptz)")


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(MOVE)
    isolate(op.get_bind(), *TENANT_TABLES)
    for statement in (RIGHTS, REACH, TAKE, RENEW):
        op.execute(statement)
    confine(op.get_bind(), *DEFINERS)
    for function in CALLED:
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")
    op.execute(TAKEN)
    for name, changes in CHANGED:
        rewrite_function(op.get_bind(), name, *changes)


def downgrade() -> None:
    for name, changes in CHANGED:
        restore_function(op.get_bind(), name, *changes)
    op.execute("DROP TRIGGER booking_takes ON booking")
    op.execute(TAKEN_BEFORE)
    for function in reversed(DEFINERS):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(MOVE_BACK)
    op.execute("DROP TABLE taking, space_part, joined_space")
    op.execute("DROP SEQUENCE taking_slot")
    op.execute(
        "ALTER TABLE space DROP COLUMN is_composite, DROP COLUMN zone_id, DROP COLUMN places"
    )
