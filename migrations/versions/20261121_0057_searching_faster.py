"""Finding a place asks less: of the rules of booking, and of places that are taken.

What the rules say of a floor without zones that they are about is one answer, so only spaces of
other floors are sorted into classes; floors on which nothing can be had are left out first. What is
taken, closed or assigned is left out before anybody measures how far it is, and so is, where only
what fits is asked for, what plainly does not: what has not all features, or lies elsewhere.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import (
    Passage,
    confine,
    earlier,
    restore_function,
    rewrite_function,
    rewritten,
)

revision = "20261121_0057"
down_revision = "20261121_0056"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Whether a zone that a rule is about lies on a floor of the site, by the plan that holds then.
GROUND = f"""
CREATE FUNCTION ruled_ground(in_site uuid, at timestamptz)
RETURNS TABLE (floor_id uuid, has_zones boolean)
LANGUAGE plpgsql STABLE {_DEFINER} SET jit = off AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN QUERY
  WITH ground AS MATERIALIZED (
    SELECT f.id AS floor_id, plan_at(f.id, at) AS plan_id FROM floor f
    WHERE f.organisation_id = organisation AND f.site_id = in_site
  )
  SELECT g.floor_id, EXISTS (
    SELECT FROM booking_rule r
    JOIN zone_shape z ON z.organisation_id = organisation AND z.zone_id = r.zone_id
      AND z.floor_id = g.floor_id
      AND CASE WHEN g.plan_id IS NULL THEN z.is_live ELSE z.plan_revision_id = g.plan_id END
    WHERE r.organisation_id = organisation)
  FROM ground g;
END $$;
"""

# Spaces of which rules of booking say the same: those of one floor and one kind that lie in the
# same of the zones that a rule is about. What quiet rules say differs from place to place.
_SPACES_BEFORE = earlier(__file__, "20261121_0051_finding.py").RULED
SPACES = rewritten(
    "ruled_spaces",
    _SPACES_BEFORE,
    Passage("in_site uuid,", "on_floors uuid[],"),
    Passage("f.site_id = in_site", "f.id = ANY (on_floors)"),
)

# Each class of a site, with the first space that is in it. Without OFFSET 0 the first space of a
# floor would be looked for among those of all floors, in the order of their ids.
CLASSES = f"""
CREATE FUNCTION ruled_classes(in_site uuid, at timestamptz, wanted_kind text)
RETURNS TABLE (class text, space_id uuid)
LANGUAGE plpgsql STABLE {_DEFINER} SET jit = off AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN QUERY
  WITH ground AS MATERIALIZED (SELECT * FROM ruled_ground(in_site, at))
  SELECT g.floor_id::text, x.id
  FROM ground g
  CROSS JOIN LATERAL (
    SELECT y.id FROM (
      SELECT s.id FROM space s
      WHERE s.organisation_id = organisation AND s.floor_id = g.floor_id AND s.kind = wanted_kind
      OFFSET 0) y
    ORDER BY y.id LIMIT 1) x
  WHERE NOT g.has_zones
  UNION ALL
  SELECT z.class, z.space_id FROM (
    SELECT DISTINCT ON (c.class) c.class, c.space_id
    FROM ruled_spaces(ARRAY(SELECT g.floor_id FROM ground g WHERE g.has_zones), at, wanted_kind) c
    ORDER BY c.class, c.space_id) z;
END $$;
"""

_DECLARED = """  origin record;
  fits boolean := {};
  walking_m_per_s float8 := (costs ->> 'walking_m_per_s')::float8;
  worth_favourite float8 := (costs ->> 'favourite_s')::float8;
  worth_usual float8 := (costs ->> 'usual_s')::float8;
  worth_seat float8 := CASE WHEN wishes ? 'people' THEN (costs ->> 'spare_seat_s')::float8
    ELSE 0 END;
  wants_window boolean := wishes ? 'near_window';
  wants_no_door boolean := wishes ? 'away_from_door';
  wants_wall boolean := wishes ? 'back_to_wall';
  wants_no_step boolean := wishes ? 'step_free';
  wants_favourite boolean := wishes ? 'favourite';
  wants_zone boolean := wishes ? 'zone_id';
  shut uuid[] := ARRAY[]::uuid[];
  partly uuid[] := ARRAY[]::uuid[];
"""


def _fitting(alias: str) -> str:
    return (
        f"      AND (fits IS NOT TRUE OR ({alias}.features @> wanted_features\n"
        f"        AND {alias}.capacity >= least_people))\n"
    )


# Of a floor without zones there is one class, which bears the floor's id.
_SHUT = Passage(
    "    z.is_live DESC, z.plan_revision_id LIMIT 1;\n",
    """    z.is_live DESC, z.plan_revision_id LIMIT 1;
  IF cardinality(refused) > 0 THEN
    SELECT coalesce(array_agg(g.floor_id) FILTER (WHERE NOT g.has_zones), '{}'),
      coalesce(array_agg(g.floor_id) FILTER (WHERE g.has_zones), '{}')
    INTO shut, partly
    FROM ruled_ground(in_site, wanted_from) g
    WHERE g.floor_id::text IN (SELECT split_part(c, ' ', 1) FROM unnest(refused) c);
  END IF;
""",
)
_PLACES = (
    _SHUT,
    Passage(
        "    WHERE f.organisation_id = organisation AND f.site_id = in_site\n  ), place AS (\n",
        """    WHERE f.organisation_id = organisation AND f.site_id = in_site
      AND f.id <> ALL (shut)
      AND (fits IS NOT TRUE OR (
        (NOT wishes ? 'building_id' OR f.building_id = (wishes ->> 'building_id')::uuid)
        AND (NOT wishes ? 'floor_id' OR f.id = (wishes ->> 'floor_id')::uuid)
        AND (NOT wants_zone OR f.id = wanted_zone.floor_id)))
  ), place AS (
""",
    ),
    Passage("    WHERE g.plan_id IS NULL\n", f"    WHERE g.plan_id IS NULL\n{_fitting('s')}"),
    Passage(
        "    WHERE g.plan_id IS NOT NULL\n", f"    WHERE g.plan_id IS NOT NULL\n{_fitting('q')}"
    ),
    Passage("    WHERE x.anchor IS NOT NULL\n", f"    WHERE x.anchor IS NOT NULL\n{_fitting('s')}"),
    Passage("      wishes ? 'zone_id' AND NOT coalesce(", "      wants_zone AND NOT coalesce("),
    Passage(
        "    WHERE cardinality(refused) = 0 OR p.id NOT IN (\n"
        "      SELECT c.space_id FROM ruled_spaces(in_site, wanted_from, wanted_kind) c\n",
        "    WHERE cardinality(partly) = 0 OR p.id NOT IN (\n"
        "      SELECT c.space_id FROM ruled_spaces(partly, wanted_from, wanted_kind) c\n",
    ),
    Passage(
        "m.distance_m / (costs ->> 'walking_m_per_s')::float8", "m.distance_m / walking_m_per_s"
    ),
    Passage("(wishes ? 'near_window' AND", "(wants_window AND"),
    Passage("(wishes ? 'away_from_door' AND", "(wants_no_door AND"),
    Passage("(wishes ? 'back_to_wall' AND", "(wants_wall AND"),
    Passage("(wishes ? 'step_free' AND", "(wants_no_step AND"),
    Passage("(wishes ? 'favourite' AND", "(wants_favourite AND"),
    Passage(
        "CASE WHEN j.is_favourite THEN (costs ->> 'favourite_s')::float8 ELSE 0 END",
        "CASE WHEN j.is_favourite THEN worth_favourite ELSE 0 END",
    ),
    Passage(
        "CASE WHEN j.id = usual THEN (costs ->> 'usual_s')::float8 ELSE 0 END",
        "CASE WHEN j.id = usual THEN worth_usual ELSE 0 END",
    ),
    Passage(
        "      + (costs ->> 'spare_seat_s')::float8\n        * CASE WHEN wishes ? 'people'"
        " THEN greatest(j.capacity - least_people, 0) ELSE 0 END\n",
        "      + worth_seat * greatest(j.capacity - least_people, 0)\n",
    ),
)

# A join, not NOT IN: that would be looked through row by row once a site outgrows the memory of one
# statement.
_NOT_GONE = "      AND NOT EXISTS (SELECT FROM gone k WHERE k.space_id = s.id)\n"
_FOUND = (
    # Those that miss nothing, those that miss something, or without a word both.
    Passage("  origin record;\n", _DECLARED.format("(wishes ->> 'fits')::boolean")),
    *_PLACES,
    Passage(
        "  ), place AS (\n",
        """  ), gone AS MATERIALIZED (
    SELECT k.space_id FROM ground g
    CROSS JOIN LATERAL (
      SELECT t.space_id FROM taking t
      WHERE t.organisation_id = organisation AND t.floor_id = g.floor_id
        AND t.during && wanted AND NOT t.is_place) k
    UNION ALL
    SELECT c.space_id FROM ground g CROSS JOIN LATERAL closed_spaces(g.floor_id, wanted) c
    UNION ALL
    SELECT a.space_id FROM ground g CROSS JOIN LATERAL assigned_spaces(g.floor_id, wanted) a
  ), place AS (
""",
    ),
    Passage("    WHERE g.plan_id IS NULL\n", f"    WHERE g.plan_id IS NULL\n{_NOT_GONE}"),
    Passage("    WHERE g.plan_id IS NOT NULL\n", f"    WHERE g.plan_id IS NOT NULL\n{_NOT_GONE}"),
    Passage("    WHERE x.anchor IS NOT NULL\n", f"    WHERE x.anchor IS NOT NULL\n{_NOT_GONE}"),
    Passage(
        """  WHERE r.id NOT IN (
      SELECT k.space_id FROM ground g
      CROSS JOIN LATERAL (
        SELECT t.space_id FROM taking t
        WHERE t.organisation_id = organisation AND t.floor_id = g.floor_id
          AND t.during && wanted AND NOT t.is_place) k)
    AND r.id NOT IN (
      SELECT c.space_id FROM ground g CROSS JOIN LATERAL closed_spaces(g.floor_id, wanted) c
      UNION ALL SELECT a.space_id
      FROM ground g CROSS JOIN LATERAL assigned_spaces(g.floor_id, wanted) a)
    AND (r.places = 1""",
        "  WHERE (fits IS NULL OR (r.missing = 0) = fits)\n    AND (r.places = 1",
    ),
)
_STRETCHES = (
    Passage("  origin record;\n", _DECLARED.format("true")),
    *_PLACES,
    Passage(
        "    ) u GROUP BY u.space_id\n",
        "    ) u WHERE u.space_id IN (SELECT f.id FROM fitting f) GROUP BY u.space_id\n",
    ),
)
CHANGED = (("places_found", _FOUND), ("free_stretches", _STRETCHES))
MADE = (GROUND, SPACES, CLASSES)
FUNCTIONS = (
    "ruled_ground(uuid, timestamptz)",
    "ruled_spaces(uuid[], timestamptz, text)",
    "ruled_classes(uuid, timestamptz, text)",
)
#: The others are asked by functions alone.
CALLED = FUNCTIONS[-1]
BEFORE = "ruled_spaces(uuid, timestamptz, text)"


def upgrade() -> None:
    op.execute(f"DROP FUNCTION {BEFORE}")
    for statement in MADE:
        op.execute(statement)
    confine(op.get_bind(), *FUNCTIONS)
    op.execute(f"GRANT EXECUTE ON FUNCTION {CALLED} TO floorplans_app")
    for function, passages in CHANGED:
        rewrite_function(op.get_bind(), function, *passages)


def downgrade() -> None:
    for function, passages in reversed(CHANGED):
        restore_function(op.get_bind(), function, *passages)
    for function in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(_SPACES_BEFORE)
    confine(op.get_bind(), BEFORE)
    op.execute(f"GRANT EXECUTE ON FUNCTION {BEFORE} TO floorplans_app")
