"""The nearest free spaces: floors in the order of what they can promise, the nearest on each.

The position is a bound argument of one call. Nothing here writes it, keeps it or puts it in a
message: a failure of the projection is told with a code of its own and without its cause.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine

revision = "20261120_0007"
down_revision = "20261120_0006"
branch_labels = None
depends_on = None

# Tells in one step which floors have the wanted kind at all.
KINDS = """
CREATE INDEX space_kind_idx ON space (organisation_id, floor_id, kind)
  WHERE bookable AND ended_at IS NULL
"""

# No row: there is no such floor or space, or no site within reach. FP001: it cannot be placed.
ORIGIN = """
CREATE FUNCTION nearest_origin(
  on_floor uuid, lon double precision, lat double precision, near_space uuid,
  near_entrance integer, reach_of_site_m double precision)
RETURNS TABLE (floor_id uuid, site_id uuid, building_id uuid, ordinal integer, point geometry)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF near_space IS NOT NULL THEN
    RETURN QUERY
    SELECT f.id, f.site_id, f.building_id, f.ordinal, h.anchor
    FROM space_shape h JOIN floor f ON f.organisation_id = organisation AND f.id = h.floor_id
    WHERE h.organisation_id = organisation AND h.space_id = near_space AND h.is_live;
  ELSIF near_entrance IS NOT NULL THEN
    RETURN QUERY
    SELECT f.id, f.site_id, f.building_id, f.ordinal, ST_Centroid(e.geom)
    FROM plan_revision r
    JOIN opening e ON e.organisation_id = organisation AND e.plan_revision_id = r.id
    JOIN floor f ON f.organisation_id = organisation AND f.id = r.floor_id
    WHERE r.organisation_id = organisation AND r.floor_id = on_floor AND r.state = 'published'
      AND e.kind = 'entrance'
    ORDER BY e.number LIMIT 1 OFFSET near_entrance;
  ELSIF on_floor IS NOT NULL THEN
    -- The distance is asked first: far outside a CRS's area of use a projection can fail.
    RETURN QUERY
    SELECT f.id, f.site_id, f.building_id, f.ordinal,
      ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), f.srid)
    FROM floor f JOIN site t ON t.organisation_id = organisation AND t.id = f.site_id
    WHERE f.organisation_id = organisation AND f.id = on_floor
      AND ST_DWithin(t.position::geography,
        ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography, reach_of_site_m);
  ELSE
    -- A position tells no floor, so the one by the street is assumed, in the nearest building of
    -- the nearest site. Any of its floors may make a building the nearest: a hall below may reach
    -- farther than the tower. Floors without a plan have no extent and come last.
    RETURN QUERY
    SELECT street.id, street.site_id, street.building_id, street.ordinal, place.point
    FROM (
      SELECT t.id, ST_Transform(here.point, t.srid) AS point
      FROM site t
      CROSS JOIN (SELECT ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point) here
      WHERE t.organisation_id = organisation
        AND ST_DWithin(t.position::geography, here.point::geography, reach_of_site_m)
        AND EXISTS (
          SELECT FROM floor f WHERE f.organisation_id = organisation AND f.site_id = t.id)
      ORDER BY ST_Distance(t.position::geography, here.point::geography), t.id LIMIT 1
    ) place
    CROSS JOIN LATERAL (
      SELECT f.building_id
      FROM floor f
      WHERE f.organisation_id = organisation AND f.site_id = place.id
      ORDER BY f.extent <-> place.point LIMIT 1
    ) house
    CROSS JOIN LATERAL (
      SELECT f.id, f.site_id, f.building_id, f.ordinal
      FROM floor f
      WHERE f.organisation_id = organisation AND f.building_id = house.building_id
      ORDER BY abs(f.ordinal), f.ordinal DESC, f.id LIMIT 1
    ) street;
  END IF;
EXCEPTION WHEN OTHERS THEN
  RAISE EXCEPTION 'the origin cannot be placed' USING ERRCODE = 'FP001';
END $$;
"""

# Which fitting spaces of a floor are free, at most so many. A few rooms are asked for one by one;
# a hall of desks takes two index scans and one hash, whatever is booked: asking the exclusion
# constraint's index desk by desk costs ten times as much where all is booked.
FREE_OF_FLOOR = """
CREATE FUNCTION free_of_floor(
  on_floor uuid, wanted tstzrange, wanted_kind text, wanted_features text[], at_most integer)
RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
  few CONSTANT integer := 30;
  fitting uuid[];
BEGIN
  fitting := ARRAY(
    SELECT s.id FROM space s
    WHERE s.organisation_id = organisation AND s.floor_id = on_floor AND s.bookable
      AND s.ended_at IS NULL AND s.features @> wanted_features
      AND (wanted_kind IS NULL OR s.kind = wanted_kind)
    LIMIT few + 1);
  IF cardinality(fitting) = 0 THEN
    RETURN fitting;
  ELSIF cardinality(fitting) <= few THEN
    RETURN ARRAY(
      SELECT u.id FROM unnest(fitting) u (id)
      WHERE NOT EXISTS (
        SELECT FROM booking k
        WHERE k.organisation_id = organisation AND k.space_id = u.id
          AND k.during && wanted AND k.state IN ('held', 'confirmed', 'checked_in')));
  END IF;
  RETURN ARRAY(
    WITH taken AS MATERIALIZED (
      SELECT k.space_id FROM booking k
      WHERE k.organisation_id = organisation AND k.floor_id = on_floor
        AND k.during && wanted AND k.state IN ('held', 'confirmed', 'checked_in')
    )
    SELECT s.id FROM space s
    WHERE s.organisation_id = organisation AND s.floor_id = on_floor AND s.bookable
      AND s.ended_at IS NULL AND s.features @> wanted_features
      AND (wanted_kind IS NULL OR s.kind = wanted_kind)
      -- NOT IN keeps a hash of what is taken; an anti join could become a loop in a loop.
      AND s.id NOT IN (SELECT t.space_id FROM taken t)
    LIMIT at_most);
END $$;
"""

# The nearest free spaces of one floor. Where few are free, their ids come as an argument (``free``)
# and are looked up; where many are, the spatial index gives spaces by distance and soon a free one.
# The planner, who cannot know which, would read and sort the floor: hence the SETs.
OF_FLOOR = """
CREATE FUNCTION nearest_of_floor(
  on_floor uuid, origin geometry, wanted tstzrange, wanted_kind text, wanted_features text[],
  free uuid[], closed uuid[], reach_m double precision, spaces_at_most integer,
  wanted_count integer)
RETURNS TABLE (space_id uuid, away_m double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF free IS NOT NULL THEN
    RETURN QUERY
    SELECT h.space_id, ST_Distance(h.anchor, origin) AS away_m
    FROM space_shape h
    WHERE h.organisation_id = organisation AND h.space_id = ANY (free) AND h.is_live
      AND ST_Distance(h.anchor, origin) <= reach_m AND h.space_id <> ALL (closed)
    ORDER BY away_m LIMIT wanted_count;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT near.space_id, near.away_m
  FROM (
    SELECT h.space_id, h.anchor <-> origin AS away_m
    FROM space_shape h
    WHERE h.organisation_id = organisation AND h.floor_id = on_floor AND h.is_live
    ORDER BY h.anchor <-> origin
    LIMIT spaces_at_most
  ) near
  JOIN space s ON s.organisation_id = organisation AND s.id = near.space_id
  WHERE near.away_m <= reach_m AND s.bookable AND s.ended_at IS NULL
    AND (wanted_kind IS NULL OR s.kind = wanted_kind)
    AND s.features @> wanted_features AND near.space_id <> ALL (closed)
    AND NOT EXISTS (
      SELECT FROM booking k
      WHERE k.organisation_id = organisation AND k.space_id = near.space_id
        AND k.during && wanted AND k.state IN ('held', 'confirmed', 'checked_in'))
  ORDER BY near.away_m LIMIT wanted_count;
END $$;
"""

# No space of a floor can cost less than the way to the floor's extent, so floors are visited in
# that order and the search stops, exactly, when the next floor cannot improve the answer. The work
# is bounded three times: by reach, by spaces looked at on one floor, and by a time budget.
NEAREST = """
CREATE FUNCTION nearest_free(
  on_floor uuid, lon double precision, lat double precision, near_space uuid,
  near_entrance integer, reach_of_site_m double precision,
  from_at timestamptz, to_at timestamptz, wanted_kind text, wanted_features text[],
  wanted_count integer, own_floor_first boolean,
  walking_m_per_s double precision, floor_s double precision, other_building_s double precision,
  reach_m double precision, floors_at_most integer, spaces_at_most integer, budget interval)
RETURNS TABLE (
  space_id uuid, floor_id uuid, distance_m double precision, walk_s double precision,
  looked_m double precision, is_complete boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_bitmapscan = off SET enable_sort = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
  wanted tstzrange := tstzrange(from_at, to_at);
  origin record;
  candidate record;
  hit record;
  closed uuid[];
  free uuid[];
  spaces uuid[] := '{}';
  floors uuid[] := '{}';
  distances double precision[] := '{}';
  walks double precision[] := '{}';
  ranks double precision[] := '{}';
  kth double precision := 'infinity';
  looked double precision := reach_m;
  complete boolean := true;
  visited integer := 0;
  here double precision;
  few CONSTANT integer := 100;
  stop_at timestamptz := clock_timestamp() + budget;
BEGIN
  SELECT * INTO origin FROM nearest_origin(
    on_floor, lon, lat, near_space, near_entrance, reach_of_site_m);
  IF origin.point IS NULL THEN
    RETURN;
  END IF;
  FOR candidate IN
    SELECT f.id, x.away_m, x.extra_s,
      x.away_m / walking_m_per_s + x.extra_s
        + CASE WHEN own_floor_first AND f.id <> origin.floor_id THEN 1e6 ELSE 0 END AS bound
    FROM floor f
    CROSS JOIN LATERAL (
      SELECT ST_Distance(f.extent, origin.point) AS away_m,
        CASE WHEN f.building_id = origin.building_id
          THEN floor_s * abs(f.ordinal - origin.ordinal)
          ELSE floor_s * (abs(f.ordinal) + abs(origin.ordinal)) + other_building_s
        END AS extra_s
    ) x
    WHERE f.organisation_id = organisation AND f.site_id = origin.site_id
      AND ST_DWithin(f.extent, origin.point, reach_m)
    ORDER BY bound, f.id
    LIMIT floors_at_most + 1
  LOOP
    EXIT WHEN cardinality(spaces) >= wanted_count AND kth <= candidate.bound;
    IF visited >= floors_at_most OR (visited > 0 AND clock_timestamp() > stop_at) THEN
      complete := false;
      looked := LEAST(looked, candidate.bound * walking_m_per_s);
      EXIT;
    END IF;
    visited := visited + 1;
    free := free_of_floor(candidate.id, wanted, wanted_kind, wanted_features, few + 1);
    CONTINUE WHEN cardinality(free) = 0;
    closed := ARRAY(SELECT c.space_id FROM closed_spaces(candidate.id, wanted) c);
    FOR hit IN
      SELECT near.space_id, near.away_m
      FROM nearest_of_floor(
        candidate.id, origin.point, wanted, wanted_kind, wanted_features,
        CASE WHEN cardinality(free) <= few THEN free END, closed,
        reach_m, spaces_at_most, wanted_count) near
    LOOP
      here := hit.away_m / walking_m_per_s + candidate.extra_s;
      spaces := spaces || hit.space_id;
      floors := floors || candidate.id;
      distances := distances || hit.away_m;
      walks := walks || here;
      ranks := ranks || here
        + CASE WHEN own_floor_first AND candidate.id <> origin.floor_id THEN 1e6 ELSE 0 END;
    END LOOP;
    IF cardinality(ranks) >= wanted_count THEN
      SELECT r INTO kth FROM unnest(ranks) r ORDER BY r OFFSET wanted_count - 1 LIMIT 1;
    END IF;
  END LOOP;
  -- The first row tells how the search went, also when nothing was found.
  RETURN QUERY SELECT NULL::uuid, origin.floor_id, NULL::float8, NULL::float8, looked, complete;
  RETURN QUERY
  SELECT u.s, u.f, u.d, u.w, looked, complete
  FROM unnest(spaces, floors, distances, walks, ranks) u (s, f, d, w, r)
  ORDER BY u.r, u.s LIMIT wanted_count;
END $$;
"""

# Only for the answer "nothing is free": when, on the asked floor, something will be.
NEXT_FREE = """
CREATE FUNCTION next_free_at(
  on_floor uuid, from_at timestamptz, to_at timestamptz, wanted_kind text,
  wanted_features text[])
RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
  wanted tstzrange := tstzrange(from_at, to_at);
  found timestamptz;
BEGIN
  SELECT min(e.ends_at) INTO found
  FROM (
    SELECT k.space_id, max(upper(k.during)) AS ends_at
    FROM booking k
    WHERE k.organisation_id = organisation AND k.floor_id = on_floor AND k.during && wanted
      AND k.state IN ('held', 'confirmed', 'checked_in')
    GROUP BY k.space_id
    HAVING max(upper(k.during)) < to_at
  ) e
  JOIN space s ON s.organisation_id = organisation AND s.id = e.space_id
  WHERE s.bookable AND s.ended_at IS NULL AND s.features @> wanted_features
    AND (wanted_kind IS NULL OR s.kind = wanted_kind)
    AND NOT EXISTS (
      SELECT FROM closed_spaces(on_floor, wanted) c WHERE c.space_id = e.space_id);
  RETURN found;
END $$;
"""

FUNCTIONS = (
    "nearest_origin(uuid, float8, float8, uuid, integer, float8)",
    "free_of_floor",
    "nearest_of_floor",
    "nearest_free",
    "next_free_at(uuid, timestamptz, timestamptz, text, text[])",
)


def upgrade() -> None:
    op.execute(KINDS)
    for statement in (ORIGIN, FREE_OF_FLOOR, OF_FLOOR, NEAREST, NEXT_FREE):
        op.execute(statement)
    confine(op.get_bind(), *FUNCTIONS)
    for function in FUNCTIONS:
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    for function in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP INDEX space_kind_idx")
