"""Assigned desks: a space that is one person's on some weekdays, until they leave it to others.

A day of an assignment is its person's unless it was released, or its person is away.
``assigned_days`` is the one place that says so. ``assigned_spaces`` adds what lies inside and
around, for all that looks for free spaces; ``is_assigned_away`` says it of one space to one
person, for whoever books. The trigger that writes takings asks it as well, so no statement that
books can forget.

Whoever makes a day somebody's own again locks the space as whoever books it does, so of both one
comes first and the other sees it. An organisation that assigns nothing pays for one look into an
empty index at each booking.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, confine, isolate, restore_function, rewrite_function

revision = "20261121_0052"
down_revision = "20261121_0054"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_LIVE = "('held', 'confirmed', 'checked_in')"

TABLES = """
CREATE TABLE assignment (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  space_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  person_id uuid NOT NULL,
  weekdays int4multirange NOT NULL,
  days daterange NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT assignment_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT assignment_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT assignment_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT assignment_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  -- Monday is 1.
  CONSTRAINT assignment_weekdays_of_week CHECK (
    weekdays <@ int4range(1, 8) AND NOT isempty(weekdays)),
  CONSTRAINT assignment_days_begin CHECK (NOT isempty(days) AND NOT lower_inf(days)),
  CONSTRAINT assignment_no_overlap EXCLUDE USING gist
    (organisation_id WITH =, space_id WITH =, weekdays WITH &&, days WITH &&)
);
CREATE INDEX assignment_floor_idx ON assignment (organisation_id, floor_id);
CREATE INDEX assignment_person_idx ON assignment (organisation_id, person_id);

-- A day that differs from the rest: released by its person, or theirs although they are away.
CREATE TABLE assigned_day (
  organisation_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  day date NOT NULL,
  is_released boolean NOT NULL,
  CONSTRAINT assigned_day_pkey PRIMARY KEY (organisation_id, assignment_id, day),
  CONSTRAINT assigned_day_assignment_fkey FOREIGN KEY (organisation_id, assignment_id)
    REFERENCES assignment (organisation_id, id) ON DELETE CASCADE
);

-- When a person is away; never why.
CREATE TABLE absence (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  days daterange NOT NULL,
  source text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT absence_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT absence_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT absence_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT absence_source_known CHECK (source IN ('hand', 'calendar')),
  CONSTRAINT absence_days_sane CHECK (
    NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)
    AND upper(days) - lower(days) <= 1100)
);
CREATE INDEX absence_person_idx ON absence (organisation_id, person_id, lower(days));
"""
TENANT_TABLES = ("assignment", "assigned_day", "absence")

RIGHTS = """
-- Whose a space is never changes; that is another assignment.
REVOKE UPDATE ON assignment, absence FROM floorplans_app;
GRANT SELECT, INSERT, DELETE, UPDATE (weekdays, days) ON assignment TO floorplans_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON assigned_day TO floorplans_app;
GRANT SELECT, INSERT, DELETE, UPDATE (days) ON absence TO floorplans_app;
GRANT SELECT ON assignment, assigned_day, absence TO floorplans_definer;
GRANT INSERT ON assigned_day TO floorplans_definer;
GRANT EXECUTE ON FUNCTION lock_spaces(uuid, uuid) TO floorplans_definer;
"""

# A day begins at its first moment: where a clock is put back over midnight, the earlier of both;
# where it skips midnight, at the change.
DAYS = f"""
CREATE FUNCTION day_hours(day date, time_zone text) RETURNS tstzrange
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT tstzrange(min(x.at) FILTER (WHERE x.day = 0), min(x.at) FILTER (WHERE x.day = 1))
  FROM (
    SELECT n AS day, CASE
      WHEN (m.at - interval '1 hour') AT TIME ZONE time_zone >= (day + n)::timestamp
      THEN m.at - interval '1 hour' ELSE m.at END AS at
    FROM generate_series(0, 1) n
    CROSS JOIN LATERAL (SELECT (day + n)::timestamp AT TIME ZONE time_zone AS at) m
  ) x
$$;

-- ``only_spaces`` asks about these alone, for whoever needs no more.
CREATE FUNCTION assigned_days(on_floor uuid, wanted tstzrange, only_spaces uuid[] DEFAULT NULL)
RETURNS TABLE (
  space_id uuid, assignment_id uuid, person_id uuid, who text, day date, during tstzrange)
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
  zone text;
BEGIN
  IF NOT EXISTS (
    SELECT FROM assignment a WHERE a.organisation_id = organisation AND a.floor_id = on_floor
  ) THEN
    RETURN;
  END IF;
  zone := (
    SELECT t.time_zone FROM floor f
    JOIN site t ON t.organisation_id = organisation AND t.id = f.site_id
    WHERE f.organisation_id = organisation AND f.id = on_floor);
  RETURN QUERY
  SELECT a.space_id, a.id, a.person_id, CASE WHEN p.shows_name THEN p.name END, d.day, d.during
  FROM (
    SELECT n.at::date AS day, day_hours(n.at::date, zone) AS during
    FROM generate_series(
      (lower(wanted) AT TIME ZONE zone)::date - 1,
      (upper(wanted) AT TIME ZONE zone)::date + 1, interval '1 day') n (at)
  ) d
  JOIN assignment a ON a.organisation_id = organisation AND a.floor_id = on_floor
    AND a.days @> d.day AND a.weekdays @> extract(isodow FROM d.day)::integer
    AND (only_spaces IS NULL OR a.space_id = ANY (only_spaces))
  JOIN person p ON p.organisation_id = organisation AND p.id = a.person_id AND p.left_at IS NULL
  LEFT JOIN assigned_day x ON x.organisation_id = organisation AND x.assignment_id = a.id
    AND x.day = d.day
  WHERE d.during && wanted
    AND NOT coalesce(x.is_released, EXISTS (
      SELECT FROM absence b
      WHERE b.organisation_id = organisation AND b.person_id = a.person_id AND b.days @> d.day));
END $$;

-- Every space that cannot be had because of an assignment: the assigned one, and what it would
-- take along. ``assigned_id`` is the assigned one.
CREATE FUNCTION assigned_spaces(on_floor uuid, wanted tstzrange)
RETURNS TABLE (space_id uuid, assigned_id uuid, person_id uuid, who text, during tstzrange)
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF NOT EXISTS (
    SELECT FROM assignment a WHERE a.organisation_id = organisation AND a.floor_id = on_floor
  ) THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH own AS MATERIALIZED (SELECT d.* FROM assigned_days(on_floor, wanted) d)
  SELECT o.space_id, o.space_id, o.person_id, o.who, o.during FROM own o
  UNION ALL
  SELECT t.space_id, o.space_id, NULL::uuid, NULL::text, o.during
  FROM (
    SELECT s.id FROM (SELECT DISTINCT u.space_id AS id FROM own u) s
    WHERE has_company(s.id)
  ) c
  CROSS JOIN LATERAL taken_along(organisation, c.id) t
  JOIN own o ON o.space_id = c.id;
END $$;

-- Whether a space, or one that is taken along with it, is somebody else's in these hours.
CREATE FUNCTION is_assigned_away(wanted_space uuid, by_person uuid, wanted tstzrange)
RETURNS boolean
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
  reach uuid[] := ARRAY[wanted_space];
  on_floor uuid := (
    SELECT s.floor_id FROM space s
    WHERE s.organisation_id = organisation AND s.id = wanted_space);
BEGIN
  IF NOT EXISTS (
    SELECT FROM assignment a WHERE a.organisation_id = organisation AND a.floor_id = on_floor
  ) THEN
    RETURN false;
  END IF;
  IF has_company(wanted_space) THEN
    reach := reach || ARRAY(SELECT t.space_id FROM taken_along(organisation, wanted_space) t);
  END IF;
  RETURN EXISTS (
    SELECT FROM assigned_days(on_floor, wanted, reach) d
    WHERE d.person_id IS DISTINCT FROM by_person);
END $$;

-- Whether others have taken a space, or what lies in or around it, on a day.
CREATE FUNCTION is_day_taken(wanted_assignment uuid, wanted_day date) RETURNS boolean
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN EXISTS (
    SELECT FROM assignment a
    JOIN floor f ON f.organisation_id = organisation AND f.id = a.floor_id
    JOIN site t ON t.organisation_id = organisation AND t.id = f.site_id
    JOIN taking k ON k.organisation_id = organisation AND k.space_id = a.space_id
      AND k.during && day_hours(wanted_day, t.time_zone)
    JOIN booking b ON b.organisation_id = organisation AND b.id = k.booking_id
      AND b.person_id <> a.person_id
    WHERE a.organisation_id = organisation AND a.id = wanted_assignment);
END $$;
"""

GUARDS = f"""
-- Two people cannot have a room and a desk in it either. Places of a pool are nobody's own.
CREATE FUNCTION assignment_is_alone() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
BEGIN
  PERFORM lock_spaces(NEW.space_id, NULL);
  IF (SELECT s.places FROM space s
      WHERE s.organisation_id = NEW.organisation_id AND s.id = NEW.space_id) > 1 THEN
    RAISE check_violation USING CONSTRAINT = 'assignment_of_one_place',
      MESSAGE = 'a space that several book at once is nobody''s own';
  END IF;
  IF EXISTS (
    SELECT FROM taken_along(NEW.organisation_id, NEW.space_id) t
    JOIN assignment a ON a.organisation_id = NEW.organisation_id AND a.space_id = t.space_id
    WHERE a.person_id <> NEW.person_id AND a.weekdays && NEW.weekdays AND a.days && NEW.days
  ) THEN
    RAISE exclusion_violation USING CONSTRAINT = 'assignment_no_overlap',
      MESSAGE = 'what lies inside or around it is assigned to somebody else';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assignment_is_alone BEFORE INSERT OR UPDATE ON assignment
  FOR EACH ROW EXECUTE FUNCTION assignment_is_alone();

-- A day that was left to others comes back only while nobody has taken it.
CREATE FUNCTION assigned_day_is_free() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE
  its assigned_day := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  own assignment;
BEGIN
  IF TG_OP <> 'DELETE' AND NEW.is_released THEN
    RETURN NEW;
  END IF;
  SELECT a.* INTO own FROM assignment a
  WHERE a.organisation_id = its.organisation_id AND a.id = its.assignment_id;
  -- It goes with its assignment.
  IF NOT FOUND THEN
    RETURN its;
  END IF;
  PERFORM FROM space s
  WHERE s.organisation_id = its.organisation_id AND s.id = own.space_id FOR NO KEY UPDATE;
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT FROM absence b
    WHERE b.organisation_id = its.organisation_id AND b.person_id = own.person_id
      AND b.days @> its.day)
  THEN
    RETURN its;
  END IF;
  IF is_day_taken(its.assignment_id, its.day) THEN
    RAISE exclusion_violation USING CONSTRAINT = 'assigned_day_is_free',
      MESSAGE = 'somebody has taken the space on this day';
  END IF;
  RETURN its;
END $$;
CREATE TRIGGER assigned_day_is_free BEFORE INSERT OR UPDATE OR DELETE ON assigned_day
  FOR EACH ROW EXECUTE FUNCTION assigned_day_is_free();

-- Who is back earlier finds the days that others have taken released.
CREATE FUNCTION absence_ends() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
BEGIN
  PERFORM FROM space s
  WHERE s.organisation_id = OLD.organisation_id AND s.id IN (
    SELECT a.space_id FROM assignment a
    WHERE a.organisation_id = OLD.organisation_id AND a.person_id = OLD.person_id)
  ORDER BY s.id FOR NO KEY UPDATE;
  INSERT INTO assigned_day (organisation_id, assignment_id, floor_id, day, is_released)
  SELECT a.organisation_id, a.id, a.floor_id, n.at::date, true
  FROM assignment a
  CROSS JOIN LATERAL generate_series(
    greatest(lower(a.days), lower(OLD.days)),
    least(upper(a.days), upper(OLD.days)) - 1, interval '1 day') n (at)
  WHERE a.organisation_id = OLD.organisation_id AND a.person_id = OLD.person_id
    AND a.weekdays @> extract(isodow FROM n.at)::integer
    AND NOT (TG_OP = 'UPDATE' AND NEW.days @> n.at::date)
    AND NOT EXISTS (
      SELECT FROM absence b
      WHERE b.organisation_id = OLD.organisation_id AND b.person_id = OLD.person_id
        AND b.id <> OLD.id AND b.days @> n.at::date)
    AND is_day_taken(a.id, n.at::date)
  ON CONFLICT DO NOTHING;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER absence_ends BEFORE UPDATE OR DELETE ON absence
  FOR EACH ROW EXECUTE FUNCTION absence_ends();
"""

# Maps of a floor hear of all that changes whose a space is.
NEWS = f"""
CREATE CONSTRAINT TRIGGER assignment_floor_changed
  AFTER INSERT OR UPDATE OR DELETE ON assignment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION floor_changed();
CREATE CONSTRAINT TRIGGER assigned_day_floor_changed
  AFTER INSERT OR UPDATE OR DELETE ON assigned_day
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION floor_changed();

CREATE FUNCTION assigned_person_changed() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE
  organisation uuid := coalesce(NEW.organisation_id, OLD.organisation_id);
  person uuid := CASE WHEN TG_TABLE_NAME = 'person' THEN (to_jsonb(NEW) ->> 'id')::uuid
    ELSE (to_jsonb(coalesce(NEW, OLD)) ->> 'person_id')::uuid END;
  changed_floor uuid;
  counted bigint;
BEGIN
  FOR changed_floor IN
    SELECT DISTINCT a.floor_id FROM assignment a
    WHERE a.organisation_id = organisation AND a.person_id = person ORDER BY a.floor_id
  LOOP
    INSERT INTO floor_version AS v (organisation_id, floor_id, version)
    VALUES (organisation, changed_floor, 1)
    ON CONFLICT (organisation_id, floor_id) DO UPDATE SET version = v.version + 1
    RETURNING version INTO counted;
    PERFORM pg_notify('floor_changed',
      organisation::text || ' ' || changed_floor::text || ' ' || counted::text);
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER absence_floor_changed
  AFTER INSERT OR UPDATE OR DELETE ON absence
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION assigned_person_changed();
CREATE CONSTRAINT TRIGGER assigned_person_changed
  AFTER UPDATE OF shows_name, name, left_at ON person
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.shows_name IS DISTINCT FROM NEW.shows_name OR OLD.name <> NEW.name
    OR OLD.left_at IS DISTINCT FROM NEW.left_at)
  EXECUTE FUNCTION assigned_person_changed();
"""

_NOT_ASSIGNED = "SELECT a.space_id FROM assigned_spaces({}, wanted) a"
_FREE = (
    Passage(
        """        AND s.id NOT IN (
          SELECT k.space_id FROM taking k""",
        f"""        AND s.id NOT IN ({_NOT_ASSIGNED.format("on_floor")})
        AND s.id NOT IN (
          SELECT k.space_id FROM taking k""",
    ),
    Passage(
        """      SELECT u.id FROM unnest(fitting) u (id)
      WHERE NOT EXISTS (""",
        f"""      SELECT u.id FROM unnest(fitting) u (id)
      WHERE u.id NOT IN ({_NOT_ASSIGNED.format("on_floor")}) AND NOT EXISTS (""",
    ),
    Passage(
        """        AND k.during && wanted AND NOT k.is_place
    )
    SELECT s.id FROM space s""",
        f"""        AND k.during && wanted AND NOT k.is_place
      UNION ALL {_NOT_ASSIGNED.format("on_floor")}
    )
    SELECT s.id FROM space s""",
    ),
)
_NEAR = (
    Passage(
        "closed := ARRAY(SELECT c.space_id FROM closed_spaces(candidate.id, wanted) c);",
        f"""closed := ARRAY(SELECT c.space_id FROM closed_spaces(candidate.id, wanted) c
      UNION ALL {_NOT_ASSIGNED.format("candidate.id")});""",
    ),
)
_NEXT = (
    Passage(
        "SELECT FROM closed_spaces(on_floor, wanted) c WHERE c.space_id = e.space_id)",
        f"""SELECT FROM closed_spaces(on_floor, wanted) c WHERE c.space_id = e.space_id)
      AND e.space_id NOT IN ({_NOT_ASSIGNED.format("on_floor")})""",
        2,
    ),
)
_FACTS = (
    Passage(
        "    is_space_taken(s.id, wanted, apart_from),\n",
        """    is_space_taken(s.id, wanted, apart_from) OR CASE WHEN EXISTS (
      SELECT FROM assignment a WHERE a.organisation_id = organisation AND a.floor_id = s.floor_id
    ) THEN is_assigned_away(s.id, by_person, wanted) AND NOT EXISTS (
      -- What is shortened was there before.
      SELECT FROM booking k WHERE k.organisation_id = organisation AND k.id = apart_from
        AND k.space_id = s.id AND k.during @> wanted) ELSE false END,
""",
    ),
)
_INSERT = (
    "  INSERT INTO taking"
    " (organisation_id, booking_id, space_id, floor_id, slots, is_place, during)\n"
    "  VALUES (NEW.organisation_id, NEW.id, NEW.space_id, NEW.floor_id,\n"
)
_FOUND = (
    Passage(
        "FROM ground g CROSS JOIN LATERAL closed_spaces(g.floor_id, wanted) c)",
        """FROM ground g CROSS JOIN LATERAL closed_spaces(g.floor_id, wanted) c
      UNION ALL SELECT a.space_id
      FROM ground g CROSS JOIN LATERAL assigned_spaces(g.floor_id, wanted) a)""",
    ),
)
_STRETCHES = (
    Passage(
        "FROM ground g CROSS JOIN LATERAL closed_spaces(g.floor_id, span) c\n",
        """FROM ground g CROSS JOIN LATERAL closed_spaces(g.floor_id, span) c
      UNION ALL
      SELECT a.space_id, a.during
      FROM ground g CROSS JOIN LATERAL assigned_spaces(g.floor_id, span) a
""",
    ),
)
_WISH = (
    Passage(
        "SELECT c.space_id FROM closed_spaces(on_floor, hours) c)",
        """SELECT c.space_id FROM closed_spaces(on_floor, hours) c
        UNION ALL SELECT a.space_id FROM assigned_spaces(on_floor, hours) a)""",
    ),
)
_FIRST = (
    Passage(
        "SELECT c.space_id FROM closed_spaces(w.floor_id, h.hours) c)",
        """SELECT c.space_id FROM closed_spaces(w.floor_id, h.hours) c
          UNION ALL SELECT a.space_id FROM assigned_spaces(w.floor_id, h.hours) a)""",
    ),
)
# A booking that stood before an assignment stays, and may be shortened, checked in and ended.
_TAKES = (
    Passage(
        _INSERT,
        f"""  IF EXISTS (
    SELECT FROM assignment a WHERE a.organisation_id = organisation AND a.floor_id = NEW.floor_id
  ) AND NOT (TG_OP = 'UPDATE' AND NEW.space_id = OLD.space_id AND NEW.during <@ OLD.during
    AND OLD.state IN {_LIVE})
    AND is_assigned_away(NEW.space_id, NEW.person_id, NEW.during)
  THEN
    RAISE exclusion_violation USING CONSTRAINT = 'booking_leaves_assigned',
      MESSAGE = 'the space is assigned to somebody else in these hours';
  END IF;
{_INSERT}""",
    ),
)
CHANGED = (
    ("booking_takes", _TAKES),
    ("free_of_floor", _FREE),
    ("nearest_free", _NEAR),
    ("next_free_at", _NEXT),
    ("space_facts", _FACTS),
    ("places_found", _FOUND),
    ("free_stretches", _STRETCHES),
    ("free_for_wish", _WISH),
    ("wait_is_first", _FIRST),
)

DEFINERS = (
    "assigned_days(uuid, tstzrange, uuid[])",
    "assigned_spaces(uuid, tstzrange)",
    "is_assigned_away(uuid, uuid, tstzrange)",
    "is_day_taken(uuid, date)",
    "assignment_is_alone()",
    "assigned_day_is_free()",
    "absence_ends()",
    "assigned_person_changed()",
)
CALLED = DEFINERS[:4]


def upgrade() -> None:
    op.execute(TABLES)
    isolate(op.get_bind(), *TENANT_TABLES)
    for statement in (RIGHTS, DAYS, GUARDS, NEWS):
        op.execute(statement)
    confine(op.get_bind(), *DEFINERS)
    for function in CALLED:
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")
    op.execute("REVOKE ALL ON FUNCTION day_hours(date, text) FROM PUBLIC")
    op.execute(
        "GRANT EXECUTE ON FUNCTION day_hours(date, text) TO floorplans_app, floorplans_definer"
    )
    for name, passages in CHANGED:
        rewrite_function(op.get_bind(), name, *passages)


def downgrade() -> None:
    for name, passages in CHANGED:
        restore_function(op.get_bind(), name, *passages)
    op.execute("DROP TRIGGER assigned_person_changed ON person")
    op.execute(f"DROP TABLE {', '.join(reversed(TENANT_TABLES))}")
    for function in reversed(DEFINERS):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP FUNCTION day_hours(date, text)")
    op.execute("REVOKE EXECUTE ON FUNCTION lock_spaces(uuid, uuid) FROM floorplans_definer")
