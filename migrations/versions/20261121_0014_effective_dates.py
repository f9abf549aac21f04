"""Plans that take over on a date: "from Monday this is the floor".

A scheduled plan lies beside the present one, whole: its shapes, its map, and what its spaces are
like (``planned_space``). Which plan is in force is a function of time, and every read and every
booking asks it for its own hours. So nothing has to run when the date comes.

All of it hangs on one look-up in a partial index that is empty on most floors; where it finds
nothing, the statements are what they were.
"""

from __future__ import annotations

from types import ModuleType

from alembic import op

from floorplans.rewriting import earlier

revision = "20261121_0014"
down_revision = "20261121_0013"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

STATES = """
ALTER TABLE plan_revision
  ADD COLUMN effective_from timestamptz,
  DROP CONSTRAINT plan_revision_state_known,
  DROP CONSTRAINT plan_revision_draft_present,
  DROP CONSTRAINT plan_revision_map_present,
  ADD CONSTRAINT plan_revision_state_known CHECK (state IN
    ('reading', 'refused', 'draft', 'scheduled', 'published', 'superseded', 'discarded')),
  ADD CONSTRAINT plan_revision_draft_present CHECK (
    state NOT IN ('draft', 'scheduled', 'published', 'superseded') OR draft IS NOT NULL),
  ADD CONSTRAINT plan_revision_map_present CHECK (
    state NOT IN ('scheduled', 'published', 'superseded')
    OR (map_digest IS NOT NULL AND map_document IS NOT NULL)),
  ADD CONSTRAINT plan_revision_effective_known CHECK (
    state <> 'scheduled' OR (effective_from IS NOT NULL AND isfinite(effective_from)));
-- Two plans of a floor never take over at one moment.
CREATE UNIQUE INDEX plan_revision_scheduled
  ON plan_revision (organisation_id, floor_id, effective_from) WHERE state = 'scheduled';
"""

# What the spaces of a scheduled plan will be like. A space that only it has stands in ``space``
# already, ended, so that bookings can point at it.
PLANNED = """
CREATE TABLE planned_space (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  space_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  category text NOT NULL,
  number text,
  name text NOT NULL,
  capacity integer NOT NULL,
  bookable boolean NOT NULL,
  features text[] NOT NULL DEFAULT '{}',
  CONSTRAINT planned_space_pkey PRIMARY KEY (organisation_id, plan_revision_id, space_id),
  CONSTRAINT planned_space_plan_revision_fkey FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT planned_space_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT planned_space_capacity_positive CHECK (capacity >= 1)
);
CREATE INDEX planned_space_space_idx ON planned_space (organisation_id, space_id);
ALTER TABLE planned_space ENABLE ROW LEVEL SECURITY;
ALTER TABLE planned_space FORCE ROW LEVEL SECURITY;
CREATE POLICY planned_space_of_organisation ON planned_space
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT ON planned_space TO floorplans_app;
GRANT SELECT ON planned_space TO floorplans_definer;
GRANT DELETE ON planned_space, space_shape, zone_shape, plan_background, opening, connector
  TO floorplans_definer;
"""

# A plan of NULL is the one that was published last: it holds until the first scheduled one.
PLANS = f"""
CREATE FUNCTION floor_plans(on_floor uuid)
RETURNS TABLE (plan_id uuid, during tstzrange)
LANGUAGE plpgsql STABLE ROWS 2 {_DEFINER} AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN QUERY
  SELECT r.id, tstzrange(r.effective_from,
    lead(r.effective_from) OVER (ORDER BY r.effective_from))
  FROM plan_revision r
  WHERE r.organisation_id = organisation AND r.floor_id = on_floor AND r.state = 'scheduled'
  UNION ALL
  SELECT NULL::uuid, tstzrange(NULL, (
    SELECT min(r.effective_from) FROM plan_revision r
    WHERE r.organisation_id = organisation AND r.floor_id = on_floor AND r.state = 'scheduled'));
END $$;

CREATE FUNCTION plan_at(on_floor uuid, at timestamptz) RETURNS uuid
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN (
    SELECT r.id FROM plan_revision r
    WHERE r.organisation_id = organisation AND r.floor_id = on_floor AND r.state = 'scheduled'
      AND r.effective_from <= at
    ORDER BY r.effective_from DESC LIMIT 1);
END $$;

-- Which spaces of a floor can be booked while which plan is in force: the one place that says it
-- for many spaces. Bookings are held and confirmed by it.
CREATE FUNCTION bookable_spaces(on_floor uuid, wanted tstzrange)
RETURNS TABLE (space_id uuid, during tstzrange)
LANGUAGE plpgsql STABLE ROWS 1000 {_DEFINER} AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
  plan record;
BEGIN
  FOR plan IN SELECT p.plan_id, p.during FROM floor_plans(on_floor) p WHERE p.during && wanted LOOP
    IF plan.plan_id IS NULL THEN
      RETURN QUERY
      SELECT s.id, plan.during FROM space s
      WHERE s.organisation_id = organisation AND s.floor_id = on_floor AND s.bookable
        AND s.ended_at IS NULL;
    ELSE
      RETURN QUERY
      SELECT q.space_id, plan.during FROM planned_space q
      WHERE q.organisation_id = organisation AND q.plan_revision_id = plan.plan_id AND q.bookable;
    END IF;
  END LOOP;
END $$;

-- The same for one space: what it is like when the hours begin, from when on it can no longer be
-- booked (within them, or since before where it is gone already), and, where it is not there when
-- they begin, from when on it will be.
CREATE FUNCTION space_in_plans(wanted_space uuid, on_floor uuid, wanted tstzrange)
RETURNS TABLE (
  name text, bookable boolean, is_live boolean, gone_from timestamptz, there_from timestamptz)
LANGUAGE plpgsql STABLE ROWS 1 {_DEFINER} AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN QUERY
  WITH plan AS MATERIALIZED (
    SELECT p.during,
      CASE WHEN p.plan_id IS NULL THEN s.name ELSE coalesce(q.name, s.name) END AS name,
      CASE WHEN p.plan_id IS NULL THEN s.ended_at IS NULL ELSE q.space_id IS NOT NULL END AS there,
      CASE WHEN p.plan_id IS NULL THEN s.bookable ELSE coalesce(q.bookable, s.bookable) END
        AS bookable
    FROM floor_plans(on_floor) p
    JOIN space s ON s.organisation_id = organisation AND s.id = wanted_space
    LEFT JOIN planned_space q ON q.organisation_id = organisation
      AND q.plan_revision_id = p.plan_id AND q.space_id = wanted_space
  )
  SELECT f.name, f.bookable, f.there,
    CASE WHEN f.there THEN
      (SELECT min(lower(l.during)) FROM plan l
       WHERE l.during && wanted AND lower(l.during) > lower(wanted)
         AND NOT (l.there AND l.bookable))
    ELSE
      (SELECT max(upper(l.during)) FROM plan l
       WHERE upper(l.during) <= lower(wanted) AND l.there AND l.bookable)
    END,
    (SELECT min(lower(l.during)) FROM plan l
     WHERE NOT f.there AND l.there AND lower(l.during) > lower(wanted))
  FROM plan f WHERE f.during @> lower(wanted);
END $$;

-- Only of a draft: what was ever shown, or will be, is never lost.
CREATE FUNCTION clear_draft(wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF NOT EXISTS (SELECT FROM plan_revision r
    WHERE r.organisation_id = organisation AND r.id = wanted AND r.state = 'draft') THEN
    RETURN;
  END IF;
  DELETE FROM planned_space WHERE organisation_id = organisation AND plan_revision_id = wanted;
  DELETE FROM space_shape WHERE organisation_id = organisation AND plan_revision_id = wanted;
  DELETE FROM zone_shape WHERE organisation_id = organisation AND plan_revision_id = wanted;
  DELETE FROM plan_background WHERE organisation_id = organisation AND plan_revision_id = wanted;
  DELETE FROM opening WHERE organisation_id = organisation AND plan_revision_id = wanted;
  DELETE FROM connector WHERE organisation_id = organisation AND plan_revision_id = wanted;
END $$;
"""

_LATER = """EXISTS (
    SELECT FROM plan_revision r
    WHERE r.organisation_id = organisation AND r.floor_id = {floor} AND r.state = 'scheduled'
      AND r.effective_from < coalesce({to_at}, 'infinity'))"""

# A closure that lasts beyond a date closes by the shapes of each plan while that is in force.
CLOSED = f"""
CREATE OR REPLACE FUNCTION closed_spaces(on_floor uuid, wanted tstzrange)
RETURNS TABLE (space_id uuid, closure_id uuid, reason text, during tstzrange)
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF NOT EXISTS (
    SELECT FROM closure c
    WHERE c.organisation_id = organisation AND c.floor_id = on_floor AND c.during && wanted
  ) THEN
    RETURN;
  END IF;
  IF NOT {_LATER.format(floor="on_floor", to_at="upper(wanted)")} THEN
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
    RETURN;
  END IF;
  RETURN QUERY
  SELECT y.space_id, y.closure_id, y.reason, y.during
  FROM (
    SELECT h.space_id, c.id AS closure_id, c.reason,
      unnest(range_agg(c.during * p.during)) AS during
    FROM floor_plans(on_floor) p
    JOIN closure c ON c.organisation_id = organisation AND c.floor_id = on_floor
      AND c.during && wanted AND c.during && p.during
    JOIN space_shape h ON h.organisation_id = organisation AND h.floor_id = on_floor
      AND CASE WHEN p.plan_id IS NULL THEN h.is_live ELSE h.plan_revision_id = p.plan_id END
    WHERE CASE
      WHEN c.space_id IS NOT NULL THEN c.space_id IN (h.space_id, h.within_space_id)
      WHEN c.zone_id IS NOT NULL THEN EXISTS (
        SELECT FROM zone_shape z
        WHERE z.organisation_id = organisation AND z.zone_id = c.zone_id
          AND CASE WHEN p.plan_id IS NULL THEN z.is_live ELSE z.plan_revision_id = p.plan_id END
          AND ST_Intersects(z.geom, h.anchor))
      WHEN c.area IS NOT NULL THEN
        ST_Intersects(c.area, h.geom) AND NOT ST_Touches(c.area, h.geom)
      ELSE true END
    GROUP BY h.space_id, c.id, c.reason
  ) y
  WHERE y.during && wanted;
END $$;
"""

_FACTS_COLUMNS = """
  id uuid, floor_id uuid, kind text, name text, bookable boolean, is_live boolean,
  floor_name text, building_name text, time_zone text,
  book_ahead_days integer, longest_booking_hours integer,
  closed_reason text, closed_until timestamptz, is_taken boolean,
  prior_id uuid, prior_digest bytea, gone_from timestamptz, there_from timestamptz"""

FACTS = f"""
CREATE FUNCTION space_facts(
  wanted_space uuid, wanted tstzrange, by_person uuid, by_key text, apart_from uuid)
RETURNS TABLE ({_FACTS_COLUMNS})
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
  has_plans boolean := EXISTS (
    SELECT FROM space s
    JOIN plan_revision r ON r.organisation_id = organisation AND r.floor_id = s.floor_id
      AND r.state = 'scheduled'
    WHERE s.organisation_id = organisation AND s.id = wanted_space);
BEGIN
  RETURN QUERY
  SELECT s.id, s.floor_id, s.kind, w.name, w.bookable, w.is_live,
    f.name, b.name, t.time_zone, o.book_ahead_days, o.longest_booking_hours,
    c.reason, upper(c.during),
    is_space_taken(s.id, wanted, apart_from),
    p.id, p.idempotency_digest, w.gone_from, w.there_from
  FROM space s
  -- One of the two is never begun.
  CROSS JOIN LATERAL (
    SELECT s.name, s.bookable, s.ended_at IS NULL AS is_live, NULL::timestamptz AS gone_from,
      NULL::timestamptz AS there_from
    WHERE NOT has_plans
    UNION ALL
    SELECT x.name, x.bookable, x.is_live, x.gone_from, x.there_from
    FROM space_in_plans(s.id, s.floor_id, wanted) x WHERE has_plans
  ) w
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

CREATE FUNCTION locked_space_facts(
  wanted_space uuid, wanted tstzrange, by_person uuid, by_key text, apart_from uuid,
  other_space uuid)
RETURNS TABLE ({_FACTS_COLUMNS})
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Whoever comes too late is told at once, without waiting for the others who came too late.
  IF by_key IS NULL AND is_space_taken(wanted_space, wanted, apart_from) THEN
    RETURN QUERY
    SELECT f.id, f.floor_id, f.kind, f.name, f.bookable, f.is_live, f.floor_name,
      f.building_name, f.time_zone, f.book_ahead_days, f.longest_booking_hours,
      f.closed_reason, f.closed_until, true, f.prior_id, f.prior_digest, f.gone_from, f.there_from
    FROM space_facts(wanted_space, wanted, by_person, by_key, apart_from) f;
    RETURN;
  END IF;
  PERFORM lock_spaces(wanted_space, other_space);
  RETURN QUERY SELECT * FROM space_facts(wanted_space, wanted, by_person, by_key, apart_from);
END $$;

CREATE FUNCTION book_as_seen(
  organisation uuid, wanted_space uuid, wanted tstzrange, by_person uuid, by_key text,
  by_digest bytea, booking_id uuid, at timestamptz, as_seen text)
RETURNS TABLE (booked boolean, {_FACTS_COLUMNS}, seen text)
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
    prior_id, prior_digest, gone_from, there_from, seen
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

# ``plans`` are all plans of the floor by the instant from which they hold, ``there`` the times in
# which a space can be booked: told only when another plan takes over before the days are over.
SCHEDULE = f"""
CREATE FUNCTION floor_schedule(wanted_floor uuid, from_at timestamptz, to_at timestamptz)
RETURNS TABLE (version bigint, time_zone text, spaces json, takings json, closures json,
  plans json, there json)
LANGUAGE plpgsql STABLE ROWS 1 {_DEFINER} SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
  wanted tstzrange := tstzrange(from_at, to_at);
  later boolean := {_LATER.format(floor="wanted_floor", to_at="to_at")};
BEGIN
  RETURN QUERY
  SELECT COALESCE(v.version, 0), t.time_zone,
    CASE WHEN later THEN
      (SELECT json_agg(x.space_id ORDER BY x.space_id)
       FROM (SELECT DISTINCT y.space_id FROM bookable_spaces(wanted_floor, wanted) y) x)
    ELSE
      (SELECT json_agg(s.id ORDER BY s.id) FROM space s
       WHERE s.organisation_id = organisation AND s.floor_id = wanted_floor
         AND s.bookable AND s.ended_at IS NULL)
    END,
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
     FROM closed_spaces(wanted_floor, wanted) c),
    (SELECT json_agg(json_build_array(x.from_s, x.map_digest) ORDER BY x.from_s NULLS FIRST)
     FROM (
       SELECT NULL::double precision AS from_s, r.map_digest FROM plan_revision r
       WHERE r.organisation_id = organisation AND r.floor_id = wanted_floor
         AND r.state = 'published'
       UNION ALL
       SELECT extract(epoch FROM r.effective_from)::double precision, r.map_digest
       FROM plan_revision r
       WHERE r.organisation_id = organisation AND r.floor_id = wanted_floor
         AND r.state = 'scheduled') x),
    CASE WHEN later THEN
      (SELECT json_agg(json_build_array(x.space_id, extract(epoch FROM lower(x.during)),
           extract(epoch FROM upper(x.during))))
       FROM (
         SELECT y.space_id, unnest(range_agg(y.during)) AS during
         FROM bookable_spaces(wanted_floor, wanted) y GROUP BY y.space_id) x)
    END
  FROM floor f
  JOIN site t ON t.organisation_id = organisation AND t.id = f.site_id
  LEFT JOIN floor_version v ON v.organisation_id = organisation AND v.floor_id = f.id
  WHERE f.organisation_id = organisation AND f.id = wanted_floor;
END $$;
"""

# A space that only a scheduled plan has can be searched around too.
ORIGIN_OF_SPACE = """
    SELECT f.id, f.site_id, f.building_id, f.ordinal, h.anchor
    FROM space_shape h JOIN floor f ON f.organisation_id = organisation AND f.id = h.floor_id
    WHERE h.organisation_id = organisation AND h.space_id = near_space AND h.is_live;
"""
ORIGIN_OF_ANY_SPACE = """
    SELECT f.id, f.site_id, f.building_id, f.ordinal, h.anchor
    FROM space_shape h JOIN floor f ON f.organisation_id = organisation AND f.id = h.floor_id
    WHERE h.organisation_id = organisation AND h.space_id = near_space AND h.is_live;
    IF NOT FOUND THEN
      RETURN QUERY
      SELECT f.id, f.site_id, f.building_id, f.ordinal, h.anchor
      FROM planned_space q
      JOIN plan_revision r ON r.organisation_id = organisation AND r.id = q.plan_revision_id
        AND r.state = 'scheduled'
      JOIN space_shape h ON h.organisation_id = organisation AND h.plan_revision_id = r.id
        AND h.space_id = q.space_id
      JOIN floor f ON f.organisation_id = organisation AND f.id = r.floor_id
      WHERE q.organisation_id = organisation AND q.space_id = near_space
      ORDER BY r.effective_from LIMIT 1;
    END IF;
"""

# Of the space that is searched around, the place where it is in these hours.
WHERE_IT_IS_THEN = """\
  IF near_space IS NOT NULL THEN
    SELECT h.anchor INTO there FROM space_shape h
    WHERE h.organisation_id = organisation
      AND h.plan_revision_id = plan_at(origin.floor_id, from_at) AND h.space_id = near_space;
    origin.point := coalesce(there, origin.point);
  END IF;
"""

# Where another plan takes over before the hours end, all free spaces are handed out by their ids:
# a date is rare, and the spatial index knows only the shapes of the present plan.
FREE_BEYOND = f"""
  IF {_LATER.format(floor="on_floor", to_at="upper(wanted)")} THEN
    plan := plan_at(on_floor, lower(wanted));
    RETURN ARRAY(
      SELECT s.id
      FROM (
        SELECT y.space_id FROM bookable_spaces(on_floor, wanted) y GROUP BY y.space_id
        HAVING range_agg(y.during) @> wanted
      ) x
      JOIN space s ON s.organisation_id = organisation AND s.id = x.space_id
      LEFT JOIN planned_space q ON q.organisation_id = organisation AND q.plan_revision_id = plan
        AND q.space_id = s.id
      WHERE (wanted_kind IS NULL OR s.kind = wanted_kind)
        AND CASE WHEN plan IS NULL THEN s.features ELSE q.features END @> wanted_features
        AND s.id NOT IN (
          SELECT k.space_id FROM booking k
          WHERE k.organisation_id = organisation AND k.floor_id = on_floor
            AND k.during && wanted AND k.state IN ('held', 'confirmed', 'checked_in'))
      LIMIT at_most);
  END IF;
"""

# With another plan in force, its shapes.
OF_PLAN = """
    plan := plan_at(on_floor, lower(wanted));
    IF plan IS NOT NULL THEN
      RETURN QUERY
      SELECT h.space_id, ST_Distance(h.anchor, origin) AS away_m
      FROM space_shape h
      WHERE h.organisation_id = organisation AND h.plan_revision_id = plan
        AND h.space_id = ANY (free)
        AND ST_Distance(h.anchor, origin) <= reach_m AND h.space_id <> ALL (closed)
      ORDER BY away_m LIMIT wanted_count;
      RETURN;
    END IF;
"""

NEXT_FREE_BEYOND = f"""
  IF {_LATER.format(floor="on_floor", to_at="to_at")} THEN
    RETURN (
      SELECT min(e.ends_at)
      FROM (
        SELECT k.space_id, max(upper(k.during)) AS ends_at
        FROM booking k
        WHERE k.organisation_id = organisation AND k.floor_id = on_floor AND k.during && wanted
          AND k.state IN ('held', 'confirmed', 'checked_in')
        GROUP BY k.space_id
        HAVING max(upper(k.during)) < to_at
      ) e
      JOIN space s ON s.organisation_id = organisation AND s.id = e.space_id
      JOIN (
        SELECT y.space_id, range_agg(y.during) AS during
        FROM bookable_spaces(on_floor, wanted) y GROUP BY y.space_id
      ) x ON x.space_id = e.space_id AND x.during @> tstzrange(e.ends_at, to_at)
      LEFT JOIN planned_space q ON q.organisation_id = organisation
        AND q.plan_revision_id = plan_at(on_floor, from_at) AND q.space_id = s.id
      WHERE coalesce(q.features, s.features) @> wanted_features
        AND (wanted_kind IS NULL OR s.kind = wanted_kind)
        AND NOT EXISTS (
          SELECT FROM closed_spaces(on_floor, wanted) c WHERE c.space_id = e.space_id));
  END IF;
"""

NEW_DEFINERS = (
    "floor_plans(uuid)",
    "plan_at(uuid, timestamptz)",
    "bookable_spaces(uuid, tstzrange)",
    "space_in_plans(uuid, uuid, tstzrange)",
    "clear_draft(uuid)",
)
CHANGED_DEFINERS = (
    "space_facts(uuid, tstzrange, uuid, text, uuid)",
    "floor_schedule(uuid, timestamptz, timestamptz)",
)
CHANGED_INVOKERS = (
    "locked_space_facts(uuid, tstzrange, uuid, text, uuid, uuid)",
    "book_as_seen(uuid, uuid, tstzrange, uuid, text, bytea, uuid, timestamptz, text)",
)


def upgrade() -> None:
    nearest = earlier(__file__, "20261120_0007_nearest.py")
    for statement in (STATES, PLANNED, PLANS, CLOSED):
        op.execute(statement)
    for function in (*CHANGED_INVOKERS, *CHANGED_DEFINERS, "nearest_free"):
        op.execute(f"DROP FUNCTION {function}")
    for statement in (FACTS, SCHEDULE):
        op.execute(statement)
    # Replacing keeps the owner and the grants.
    op.execute(_replacing(_origin(nearest)))
    op.execute(_replacing(_free_of_floor(nearest)))
    op.execute(_replacing(_of_floor(nearest)))
    op.execute(_replacing(_next_free(nearest)))
    op.execute(_nearest(nearest))
    for function in (*NEW_DEFINERS, *CHANGED_DEFINERS, "nearest_free"):
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
    for function in (*NEW_DEFINERS, *CHANGED_DEFINERS, *CHANGED_INVOKERS, "nearest_free"):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    before = earlier(__file__, "20261120_0006_availability.py")
    nearest = earlier(__file__, "20261120_0007_nearest.py")
    hot = (*before.DEFINERS, *before.INVOKERS, *nearest.FUNCTIONS)
    for function in (*reversed(hot), *NEW_DEFINERS):
        op.execute(f"DROP FUNCTION {function}")
    _forget_dates()
    for statement in (
        *(before.CLOSED, before.FACTS, before.SCHEDULE, before.BOOK),
        *(nearest.ORIGIN, nearest.FREE_OF_FLOOR, nearest.OF_FLOOR, nearest.NEAREST),
        nearest.NEXT_FREE,
    ):
        op.execute(statement)
    for function in (*before.DEFINERS, *nearest.FUNCTIONS):
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
    for function in hot:
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def _forget_dates() -> None:
    """A scheduled plan becomes a draft again; the owner of the tables is under their policies."""
    op.execute("DROP TABLE planned_space")
    shapes = ("space_shape", "zone_shape", "plan_background", "opening", "connector")
    op.execute("ALTER TABLE plan_revision NO FORCE ROW LEVEL SECURITY")
    for table in shapes:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(
            f"DELETE FROM {table} h USING plan_revision r"
            " WHERE r.organisation_id = h.organisation_id AND r.id = h.plan_revision_id"
            " AND r.state IN ('scheduled', 'draft')"
        )
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"REVOKE DELETE ON {table} FROM floorplans_definer")
    op.execute("UPDATE plan_revision SET state = 'draft' WHERE state = 'scheduled'")
    # What the update has left to do must be done before the table can be altered.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("ALTER TABLE plan_revision FORCE ROW LEVEL SECURITY")
    op.execute("DROP INDEX plan_revision_scheduled")
    op.execute("""
        ALTER TABLE plan_revision
          DROP CONSTRAINT plan_revision_effective_known,
          DROP CONSTRAINT plan_revision_state_known,
          DROP CONSTRAINT plan_revision_draft_present,
          DROP CONSTRAINT plan_revision_map_present,
          DROP COLUMN effective_from,
          ADD CONSTRAINT plan_revision_state_known CHECK (state IN
            ('reading', 'refused', 'draft', 'published', 'superseded', 'discarded')),
          ADD CONSTRAINT plan_revision_draft_present CHECK (
            state NOT IN ('draft', 'published', 'superseded') OR draft IS NOT NULL),
          ADD CONSTRAINT plan_revision_map_present CHECK (
            state NOT IN ('published', 'superseded')
            OR (map_digest IS NOT NULL AND map_document IS NOT NULL))
    """)


def _replacing(statement: str) -> str:
    return statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def _changed(text: str, *changes: tuple[str, str]) -> str:
    """``text`` with each passage, which must be there exactly once, replaced."""
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(f"the passage is there {text.count(old)} times: {old}")
        text = text.replace(old, new)
    return text


def _origin(nearest: ModuleType) -> str:
    return _changed(nearest.ORIGIN, (ORIGIN_OF_SPACE.strip("\n"), ORIGIN_OF_ANY_SPACE.strip("\n")))


def _free_of_floor(nearest: ModuleType) -> str:
    return _changed(
        nearest.FREE_OF_FLOOR,
        ("  fitting uuid[];\nBEGIN\n", f"  fitting uuid[];\n  plan uuid;\nBEGIN{FREE_BEYOND}"),
    )


def _of_floor(nearest: ModuleType) -> str:
    return _changed(
        nearest.OF_FLOOR,
        ("current_organisation();\nBEGIN\n", "current_organisation();\n  plan uuid;\nBEGIN\n"),
        ("  IF free IS NOT NULL THEN\n", f"  IF free IS NOT NULL THEN{OF_PLAN}"),
    )


def _next_free(nearest: ModuleType) -> str:
    return _changed(
        nearest.NEXT_FREE,
        ("  found timestamptz;\nBEGIN\n", f"  found timestamptz;\nBEGIN{NEXT_FREE_BEYOND}"),
    )


def _nearest(nearest: ModuleType) -> str:
    """The search that asks of every floor whether another plan takes over, and tells which."""
    later = _LATER.format(floor="candidate.id", to_at="to_at").replace("\n    ", "\n      ")
    return _changed(
        nearest.NEAREST,
        (
            "looked_m double precision, is_complete boolean)",
            "looked_m double precision, is_complete boolean, plan_id uuid)",
        ),
        (
            "  free uuid[];\n",
            "  free uuid[];\n  later boolean;\n  plans uuid[] := '{}';\n  there geometry;\n",
        ),
        (
            "  FOR candidate IN\n",
            f"{WHERE_IT_IS_THEN}  FOR candidate IN\n",
        ),
        (
            (
                "    free := free_of_floor(candidate.id, wanted, wanted_kind, wanted_features,"
                " few + 1);\n"
            ),
            (
                f"    later := {later};\n"
                "    free := free_of_floor(candidate.id, wanted, wanted_kind, wanted_features,\n"
                "      CASE WHEN NOT later THEN few + 1 END);\n"
            ),
        ),
        (
            "CASE WHEN cardinality(free) <= few THEN free END",
            "CASE WHEN later OR cardinality(free) <= few THEN free END",
        ),
        (
            "      floors := floors || candidate.id;\n",
            (
                "      floors := floors || candidate.id;\n"
                "      plans := plans || CASE WHEN later THEN plan_at(candidate.id, from_at) END;\n"
            ),
        ),
        ("NULL::float8, looked, complete;", "NULL::float8, looked, complete, NULL::uuid;"),
        (
            "  SELECT u.s, u.f, u.d, u.w, looked, complete\n",
            "  SELECT u.s, u.f, u.d, u.w, looked, complete, u.p\n",
        ),
        (
            "unnest(spaces, floors, distances, walks, ranks) u (s, f, d, w, r)",
            "unnest(spaces, floors, distances, walks, ranks, plans) u (s, f, d, w, r, p)",
        ),
    )
