"""Finding a place: what a search asks of the database, favourites, and what a person usually takes.

One statement looks through every floor of a site: what is free, how much of what was wished it has,
and how far it is. What the rules of booking say is not judged here; they are Python, and whole
classes of spaces of which they say the same are left out by name.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261121_0051"
down_revision = "20261121_0055"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

TABLES = """
CREATE TABLE favourite_place (
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  space_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT favourite_place_pkey PRIMARY KEY (organisation_id, person_id, space_id),
  CONSTRAINT favourite_place_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT favourite_place_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE CASCADE
);
CREATE INDEX favourite_place_space_idx ON favourite_place (organisation_id, space_id);

-- What somebody says about themselves; without a row it is learnt from their bookings when asked.
CREATE TABLE usual_choice (
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  from_minute integer,
  to_minute integer,
  space_id uuid,
  CONSTRAINT usual_choice_pkey PRIMARY KEY (organisation_id, person_id),
  CONSTRAINT usual_choice_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT usual_choice_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT usual_choice_hours CHECK (
    (from_minute IS NULL) = (to_minute IS NULL)
    AND from_minute BETWEEN 0 AND 1439 AND to_minute BETWEEN 1 AND 1440
    AND from_minute < to_minute),
  CONSTRAINT usual_choice_says_something CHECK (num_nonnulls(from_minute, space_id) > 0)
);
CREATE INDEX usual_choice_space_idx ON usual_choice (organisation_id, space_id);
"""

# Every space that could be booked in some hours, by the plan that holds when they begin, with how
# many of the wishes it misses and what it costs to be there, in seconds of walking.
PLACES = """
  WITH ground AS MATERIALIZED (
    SELECT f.id AS floor_id, f.building_id, plan_at(f.id, wanted_from) AS plan_id,
      CASE WHEN origin.building_id IS NULL THEN 0
        WHEN f.building_id = origin.building_id
        THEN (costs ->> 'floor_s')::float8 * abs(f.ordinal - origin.ordinal)
        ELSE (costs ->> 'floor_s')::float8 * (abs(f.ordinal) + abs(origin.ordinal))
          + (costs ->> 'other_building_s')::float8
      END AS extra_s,
      (wishes ->> 'building_id')::uuid IS DISTINCT FROM f.building_id
        AND wishes ? 'building_id' AS other_building,
      (wishes ->> 'floor_id')::uuid IS DISTINCT FROM f.id AND wishes ? 'floor_id' AS other_floor
    FROM floor f
    WHERE f.organisation_id = organisation AND f.site_id = in_site
  ), place AS (
    SELECT s.id, s.floor_id, s.name, s.number, s.kind, s.features, s.capacity, s.places,
      h.plan_revision_id, h.anchor, h.anchor_4326
    FROM ground g
    JOIN space s ON s.organisation_id = organisation AND s.floor_id = g.floor_id AND s.bookable
      AND s.ended_at IS NULL AND s.kind = wanted_kind AND NOT s.is_composite
    JOIN space_shape h ON h.organisation_id = organisation AND h.space_id = s.id AND h.is_live
    WHERE g.plan_id IS NULL
    UNION ALL
    SELECT s.id, s.floor_id, q.name, q.number, s.kind, q.features, q.capacity, s.places,
      h.plan_revision_id, h.anchor, h.anchor_4326
    FROM ground g
    JOIN planned_space q ON q.organisation_id = organisation AND q.plan_revision_id = g.plan_id
      AND q.bookable
    JOIN space s ON s.organisation_id = organisation AND s.id = q.space_id
      AND s.kind = wanted_kind AND NOT s.is_composite
    JOIN space_shape h ON h.organisation_id = organisation AND h.plan_revision_id = g.plan_id
      AND h.space_id = s.id
    WHERE g.plan_id IS NOT NULL
    UNION ALL
    -- Rooms that were joined and whole zones have no shape of their own: they are where their
    -- parts are.
    SELECT s.id, s.floor_id, s.name, s.number, s.kind, s.features, s.capacity, s.places,
      NULL::uuid, x.anchor, x.anchor_4326
    FROM ground g
    JOIN space s ON s.organisation_id = organisation AND s.floor_id = g.floor_id AND s.is_composite
      AND s.bookable AND s.ended_at IS NULL AND s.kind = wanted_kind
    CROSS JOIN LATERAL (
      SELECT ST_Centroid(ST_Collect(h.anchor)) AS anchor,
        ST_Centroid(ST_Collect(h.anchor_4326)) AS anchor_4326
      FROM space_part p
      JOIN space_shape h ON h.organisation_id = organisation AND h.space_id = p.part_id
        AND h.is_live
      WHERE p.organisation_id = organisation AND p.whole_id = s.id) x
    WHERE x.anchor IS NOT NULL
  ), measured AS (
    SELECT p.*, g.building_id, y.near_window, y.window_m, y.near_door, y.door_m, y.back_to_wall,
      y.step_free, y.door_clear_m, y.net_area_m2,
      v.space_id IS NOT NULL AS is_favourite,
      CASE WHEN origin.point IS NULL THEN NULL ELSE ST_Distance(p.anchor, origin.point) END
        AS distance_m,
      g.extra_s, g.other_building, g.other_floor,
      wishes ? 'zone_id' AND NOT coalesce(
        wanted_zone.floor_id = p.floor_id AND ST_Intersects(wanted_zone.geom, p.anchor), false)
        AS other_zone
    FROM place p
    JOIN ground g ON g.floor_id = p.floor_id
    LEFT JOIN space_fact y ON y.organisation_id = organisation
      AND y.plan_revision_id = p.plan_revision_id AND y.space_id = p.id
    LEFT JOIN favourite_place v ON v.organisation_id = organisation AND v.person_id = by_person
      AND v.space_id = p.id
    WHERE cardinality(refused) = 0 OR p.id NOT IN (
      SELECT c.space_id FROM ruled_spaces(in_site, wanted_from, wanted_kind) c
      WHERE c.class = ANY (refused))
  ), judged AS (
    SELECT m.*, coalesce(m.distance_m / (costs ->> 'walking_m_per_s')::float8 + m.extra_s, 0)
        AS walk_s,
      (wishes ? 'near_window' AND m.near_window IS NOT TRUE)::integer
      + (wishes ? 'away_from_door' AND m.near_door IS NOT FALSE)::integer
      + (wishes ? 'back_to_wall' AND m.back_to_wall IS NOT TRUE)::integer
      + (wishes ? 'step_free' AND m.step_free IS NOT TRUE)::integer
      + (wishes ? 'favourite' AND NOT m.is_favourite)::integer
      + (m.capacity < least_people)::integer
      + m.other_building::integer + m.other_floor::integer + m.other_zone::integer
      + CASE WHEN m.features @> wanted_features THEN 0 ELSE (
          SELECT count(*)::integer FROM unnest(wanted_features) w WHERE w <> ALL (m.features)) END
      AS missing
    FROM measured m
  ), ranked AS (
    SELECT j.*, j.walk_s
      - CASE WHEN j.is_favourite THEN (costs ->> 'favourite_s')::float8 ELSE 0 END
      - CASE WHEN j.id = usual THEN (costs ->> 'usual_s')::float8 ELSE 0 END
      + (costs ->> 'spare_seat_s')::float8
        * CASE WHEN wishes ? 'people' THEN greatest(j.capacity - least_people, 0) ELSE 0 END
      AS cost_s
    FROM judged j
  )
"""

_ARGUMENTS = """by_person uuid, in_site uuid, wanted_from timestamptz, wanted_to timestamptz,
  wanted_kind text, wishes jsonb, near_space uuid, near_floor uuid, near_entrance integer,
  usual uuid, costs jsonb, refused text[]"""

_DECLARED = """
  organisation uuid := current_organisation();
  wanted_features text[] := ARRAY(SELECT jsonb_array_elements_text(wishes -> 'features'));
  least_people integer := coalesce((wishes ->> 'people')::integer, 1);
  wanted_zone record;
  origin record;
"""
_BEGUN = """
  SELECT * INTO origin
  FROM nearest_origin(near_floor, NULL, NULL, near_space, near_entrance, 0);
  SELECT z.floor_id, z.geom INTO wanted_zone FROM zone_shape z
  WHERE z.organisation_id = organisation AND z.zone_id = (wishes ->> 'zone_id')::uuid
  ORDER BY (z.plan_revision_id = plan_at(z.floor_id, wanted_from)) DESC NULLS LAST,
    z.is_live DESC, z.plan_revision_id LIMIT 1;
"""
_TAKEN = """(
      SELECT k.space_id FROM ground g
      CROSS JOIN LATERAL (
        SELECT t.space_id FROM taking t
        WHERE t.organisation_id = organisation AND t.floor_id = g.floor_id
          AND t.during && wanted AND NOT t.is_place) k)"""

# The free ones, those that miss least first, then those that cost least.
FOUND = f"""
CREATE FUNCTION places_found({_ARGUMENTS}, skipped integer, at_most integer)
RETURNS TABLE (
  space_id uuid, floor_id uuid, building_id uuid, name text, number text, kind text,
  features text[], capacity integer, places integer,
  near_window boolean, window_m float8, near_door boolean, door_m float8, back_to_wall boolean,
  step_free boolean, door_clear_m float8, net_area_m2 float8, is_favourite boolean,
  distance_m float8, walk_s float8, cost_s float8, missing integer,
  other_building boolean, other_floor boolean, other_zone boolean, lon float8, lat float8)
LANGUAGE plpgsql STABLE {_DEFINER} SET jit = off AS $$
#variable_conflict use_column
DECLARE
  wanted tstzrange := tstzrange(wanted_from, wanted_to);
{_DECLARED}
BEGIN
{_BEGUN}
  RETURN QUERY
{PLACES}
  SELECT r.id, r.floor_id, r.building_id, r.name, r.number, r.kind, r.features, r.capacity,
    r.places, r.near_window, r.window_m, r.near_door, r.door_m, r.back_to_wall, r.step_free,
    r.door_clear_m, r.net_area_m2, r.is_favourite, r.distance_m, r.walk_s, r.cost_s, r.missing,
    r.other_building, r.other_floor, r.other_zone, ST_X(r.anchor_4326), ST_Y(r.anchor_4326)
  FROM ranked r
  WHERE r.id NOT IN {_TAKEN}
    AND r.id NOT IN (
      SELECT c.space_id FROM ground g CROSS JOIN LATERAL closed_spaces(g.floor_id, wanted) c)
    AND (r.places = 1 OR free_place(organisation, r.id, wanted, r.places, NULL) IS NOT NULL)
  ORDER BY r.missing, r.cost_s, length(coalesce(r.number, r.name)), coalesce(r.number, r.name), r.id
  OFFSET skipped LIMIT at_most;
END $$;
"""

# When those that miss nothing could be had around the wanted hours. Of stretches that begin and end
# at the same moments the one of the best place is told.
STRETCHES = f"""
CREATE FUNCTION free_stretches({_ARGUMENTS}, looked_from timestamptz, looked_to timestamptz,
  shortest interval)
RETURNS TABLE (from_at timestamptz, to_at timestamptz)
LANGUAGE plpgsql STABLE {_DEFINER} SET jit = off AS $$
#variable_conflict use_column
DECLARE
  span tstzrange := tstzrange(looked_from, looked_to);
{_DECLARED}
BEGIN
{_BEGUN}
  RETURN QUERY
{PLACES}
  , fitting AS MATERIALIZED (
    SELECT r.id, r.floor_id, r.places FROM ranked r WHERE r.missing = 0
  ), busy AS (
    SELECT u.space_id, range_agg(u.during) AS during
    FROM (
      SELECT k.space_id, k.during FROM ground g
      CROSS JOIN LATERAL (
        SELECT t.space_id, t.during FROM taking t
        WHERE t.organisation_id = organisation AND t.floor_id = g.floor_id
          AND t.during && span AND NOT t.is_place) k
      UNION ALL
      SELECT c.space_id, c.during
      FROM ground g CROSS JOIN LATERAL closed_spaces(g.floor_id, span) c
      UNION ALL
      -- Of several places something is free while not all of them are taken.
      SELECT f.id, unnest(x.during)
      FROM fitting f
      CROSS JOIN LATERAL (
        SELECT range_intersect_agg(y.during) AS during
        FROM generate_series(1::bigint, f.places) n
        CROSS JOIN LATERAL (
          SELECT coalesce(range_agg(t.during), '{{}}') AS during FROM taking t
          WHERE t.organisation_id = organisation AND t.space_id = f.id AND t.during && span
            AND t.slots @> n) y) x
      WHERE f.places > 1
    ) u GROUP BY u.space_id
  ), gap AS (
    SELECT unnest(tstzmultirange(span) - coalesce(b.during, '{{}}')) AS during
    FROM fitting f LEFT JOIN busy b ON b.space_id = f.id
  )
  SELECT DISTINCT lower(p.during), upper(p.during) FROM gap p
  WHERE upper(p.during) - lower(p.during) >= shortest
  ORDER BY 1, 2;
END $$;
"""

# Spaces of which rules of booking say the same: those of one floor and one kind that lie in the
# same of the zones that a rule is about. What quiet rules say differs from place to place.
RULED = f"""
CREATE FUNCTION ruled_spaces(in_site uuid, at timestamptz, wanted_kind text)
RETURNS TABLE (space_id uuid, class text)
LANGUAGE plpgsql STABLE {_DEFINER} SET jit = off AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN QUERY
  WITH ground AS MATERIALIZED (
    SELECT f.id AS floor_id, plan_at(f.id, at) AS plan_id FROM floor f
    WHERE f.organisation_id = organisation AND f.site_id = in_site
  ), inside AS MATERIALIZED (
    SELECT h.space_id, string_agg(DISTINCT z.zone_id::text, ' ' ORDER BY z.zone_id::text) AS zones
    FROM ground g
    JOIN zone_shape z ON z.organisation_id = organisation AND z.floor_id = g.floor_id
      AND CASE WHEN g.plan_id IS NULL THEN z.is_live ELSE z.plan_revision_id = g.plan_id END
    JOIN space_shape h ON h.organisation_id = organisation AND h.floor_id = g.floor_id
      AND CASE WHEN g.plan_id IS NULL THEN h.is_live ELSE h.plan_revision_id = g.plan_id END
      AND ST_Intersects(z.geom, h.anchor)
    WHERE z.zone_id IN (
      SELECT r.zone_id FROM booking_rule r
      WHERE r.organisation_id = organisation AND r.zone_id IS NOT NULL)
    GROUP BY h.space_id
  )
  SELECT s.id, concat_ws(' ', s.floor_id, i.zones)
  FROM ground g
  JOIN space s ON s.organisation_id = organisation AND s.floor_id = g.floor_id
    AND s.kind = wanted_kind
  LEFT JOIN inside i ON i.space_id = s.id;
END $$;
"""

FUNCTIONS = ("ruled_spaces", "places_found", "free_stretches")


def upgrade() -> None:
    op.execute(TABLES)
    for table in ("favourite_place", "usual_choice"):
        isolate(op.get_bind(), table)
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO floorplans_app")
    for statement in (RULED, FOUND, STRETCHES):
        op.execute(statement)
    confine(op.get_bind(), *FUNCTIONS)
    for function in FUNCTIONS:
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    for function in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP TABLE usual_choice, favourite_place")
