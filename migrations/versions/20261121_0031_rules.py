"""Rules of booking, and groups of people.

A rule says something about what can be booked (a place, a kind of space) and by whom (a group).
What is said about one space for one person comes out of ``space_facts`` as one value, so that it is
part of what a booking was judged by, and so does what that person has booked already where a rule
limits it. The person's row is then locked before the spaces, so that two bookings of one person
are judged one after the other.

An organisation without rules pays for one look into an empty table.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import earlier, isolate

revision = "20261121_0031"
down_revision = "20261121_0033"
branch_labels = None
depends_on = None

#: The migration that wrote the hot functions last.
FACTS_OF = "20261121_0014_effective_dates.py"

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

GROUPS = """
CREATE TABLE person_group (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT person_group_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT person_group_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT person_group_name_not_blank CHECK (btrim(name) <> '')
);
CREATE UNIQUE INDEX person_group_name_key ON person_group (organisation_id, lower(name));

CREATE TABLE group_member (
  organisation_id uuid NOT NULL,
  group_id uuid NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT group_member_pkey PRIMARY KEY (organisation_id, group_id, person_id),
  CONSTRAINT group_member_group_fkey FOREIGN KEY (organisation_id, group_id)
    REFERENCES person_group (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT group_member_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE
);
CREATE INDEX group_member_person_idx ON group_member (organisation_id, person_id);
"""

# One rule for each "what and whom": so of two rules that say different things about a booking, one
# is always the narrower, but for people in several groups and spaces in several zones.
RULES = """
CREATE TABLE booking_rule (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  site_id uuid,
  floor_id uuid,
  zone_id uuid,
  kind text,
  group_id uuid,
  open_minutes int4multirange,
  ahead_days integer,
  shortest_min integer,
  longest_min integer,
  most_at_once integer,
  most_a_week integer,
  mode text,
  step_min integer,
  half_at_min integer,
  buffer_min integer,
  distance_m double precision,
  quiet_m double precision,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT booking_rule_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT booking_rule_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT booking_rule_site_fkey FOREIGN KEY (organisation_id, site_id)
    REFERENCES site (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT booking_rule_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT booking_rule_zone_fkey FOREIGN KEY (organisation_id, zone_id)
    REFERENCES zone (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT booking_rule_group_fkey FOREIGN KEY (organisation_id, group_id)
    REFERENCES person_group (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT booking_rule_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT booking_rule_name_not_blank CHECK (btrim(name) <> ''),
  CONSTRAINT booking_rule_one_place CHECK (num_nonnulls(site_id, floor_id, zone_id) <= 1),
  CONSTRAINT booking_rule_kind_known CHECK (
    kind IN ('desk', 'room', 'booth', 'parking', 'locker', 'area')),
  CONSTRAINT booking_rule_open_in_week CHECK (
    open_minutes <@ int4range(0, 10080) AND NOT isempty(open_minutes)),
  CONSTRAINT booking_rule_ahead_sane CHECK (ahead_days BETWEEN 0 AND 730),
  CONSTRAINT booking_rule_shortest_sane CHECK (shortest_min BETWEEN 1 AND 44640),
  CONSTRAINT booking_rule_longest_sane CHECK (longest_min BETWEEN 1 AND 44640),
  CONSTRAINT booking_rule_lengths_ordered CHECK (shortest_min <= longest_min),
  CONSTRAINT booking_rule_at_once_sane CHECK (most_at_once BETWEEN 1 AND 1000),
  CONSTRAINT booking_rule_a_week_sane CHECK (most_a_week BETWEEN 1 AND 1000),
  CONSTRAINT booking_rule_mode_known CHECK (mode IN ('hours', 'half_days', 'whole_days')),
  CONSTRAINT booking_rule_step_sane CHECK (
    step_min IS NULL
    OR (mode IS NOT NULL AND mode = 'hours' AND step_min BETWEEN 1 AND 720
      AND 1440 % step_min = 0)),
  CONSTRAINT booking_rule_half_sane CHECK (
    half_at_min IS NULL
    OR (mode IS NOT NULL AND mode = 'half_days' AND half_at_min BETWEEN 1 AND 1439)),
  CONSTRAINT booking_rule_buffer_sane CHECK (buffer_min BETWEEN 1 AND 1440),
  CONSTRAINT booking_rule_distance_sane CHECK (distance_m > 0 AND distance_m <= 100),
  CONSTRAINT booking_rule_quiet_sane CHECK (quiet_m > 0 AND quiet_m <= 100),
  -- What a space needs around it does not depend on who sits there.
  CONSTRAINT booking_rule_needs_of_space CHECK (
    group_id IS NULL OR num_nonnulls(buffer_min, distance_m, quiet_m) = 0)
);
CREATE UNIQUE INDEX booking_rule_name_key ON booking_rule (organisation_id, lower(name));
CREATE UNIQUE INDEX booking_rule_scope_key ON booking_rule
  (organisation_id, site_id, floor_id, zone_id, kind, group_id) NULLS NOT DISTINCT;

-- Who may book, where a rule says so.
CREATE TABLE booking_rule_group (
  organisation_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  group_id uuid NOT NULL,
  CONSTRAINT booking_rule_group_pkey PRIMARY KEY (organisation_id, rule_id, group_id),
  CONSTRAINT booking_rule_group_rule_fkey FOREIGN KEY (organisation_id, rule_id)
    REFERENCES booking_rule (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT booking_rule_group_group_fkey FOREIGN KEY (organisation_id, group_id)
    REFERENCES person_group (organisation_id, id) ON DELETE RESTRICT
);

-- The zones from which a rule keeps what it is about away, by its ``quiet_m``.
CREATE TABLE booking_rule_quiet_zone (
  organisation_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  zone_id uuid NOT NULL,
  CONSTRAINT booking_rule_quiet_zone_pkey PRIMARY KEY (organisation_id, rule_id, zone_id),
  CONSTRAINT booking_rule_quiet_zone_rule_fkey FOREIGN KEY (organisation_id, rule_id)
    REFERENCES booking_rule (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT booking_rule_quiet_zone_zone_fkey FOREIGN KEY (organisation_id, zone_id)
    REFERENCES zone (organisation_id, id) ON DELETE CASCADE
);
"""

# What holds for one space and one person, by the plan that is in force when the hours begin: for
# each thing that can be said, the narrowest rule that says it. {"ahead_days": {"id": ..., "rule":
# name, "says": value}, ...}; NULL when nothing is said. Without a person no rule for a group holds.
SAID = f"""
CREATE FUNCTION booking_rules(wanted_space uuid, by_person uuid, at timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
  plan uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM booking_rule r WHERE r.organisation_id = organisation) THEN
    RETURN NULL;
  END IF;
  plan := (
    SELECT plan_at(s.floor_id, at) FROM space s
    WHERE s.organisation_id = organisation AND s.id = wanted_space);
  RETURN (
    WITH here AS MATERIALIZED (
      SELECT s.floor_id, f.site_id, s.kind, h.geom, h.anchor
      FROM space s
      JOIN floor f ON f.organisation_id = organisation AND f.id = s.floor_id
      LEFT JOIN space_shape h ON h.organisation_id = organisation AND h.space_id = s.id
        AND CASE WHEN plan IS NULL THEN h.is_live ELSE h.plan_revision_id = plan END
      WHERE s.organisation_id = organisation AND s.id = wanted_space
    ), zones AS MATERIALIZED (
      SELECT z.zone_id, z.geom
      FROM here JOIN zone_shape z ON z.organisation_id = organisation
        AND z.floor_id = here.floor_id
        AND CASE WHEN plan IS NULL THEN z.is_live ELSE z.plan_revision_id = plan END
    ), said AS (
      SELECT r.id, r.name, r.created_at,
        r.group_id IS NOT NULL AS for_group,
        CASE WHEN r.zone_id IS NOT NULL THEN 3 WHEN r.floor_id IS NOT NULL THEN 2
          WHEN r.site_id IS NOT NULL THEN 1 ELSE 0 END AS place,
        r.kind IS NOT NULL AS for_kind,
        jsonb_strip_nulls(jsonb_build_object(
          'open', (SELECT jsonb_agg(jsonb_build_array(lower(o), upper(o)) ORDER BY lower(o))
                   FROM unnest(r.open_minutes) o),
          'ahead_days', r.ahead_days, 'shortest_min', r.shortest_min,
          'longest_min', r.longest_min, 'at_once', r.most_at_once, 'a_week', r.most_a_week,
          'mode', CASE WHEN r.mode IS NOT NULL THEN jsonb_build_object(
            'is', r.mode, 'step_min', r.step_min, 'half_at_min', r.half_at_min) END,
          'only', (
            SELECT jsonb_build_object('groups', jsonb_agg(g.name ORDER BY g.name),
              'is_in', bool_or(EXISTS (
                SELECT FROM group_member m WHERE m.organisation_id = organisation
                  AND m.group_id = g.id AND m.person_id = by_person)))
            FROM booking_rule_group y
            JOIN person_group g ON g.organisation_id = organisation AND g.id = y.group_id
            WHERE y.organisation_id = organisation AND y.rule_id = r.id HAVING count(*) > 0),
          'buffer_min', r.buffer_min, 'distance_m', r.distance_m,
          'quiet', CASE WHEN r.quiet_m IS NOT NULL THEN coalesce((
            SELECT jsonb_build_object('m', r.quiet_m, 'zone', n.name,
              'near_m', ST_Distance(z.geom, here.geom))
            FROM booking_rule_quiet_zone q
            JOIN zones z ON z.zone_id = q.zone_id
            JOIN zone n ON n.organisation_id = organisation AND n.id = q.zone_id
            WHERE q.organisation_id = organisation AND q.rule_id = r.id AND here.geom IS NOT NULL
            ORDER BY ST_Distance(z.geom, here.geom), n.name LIMIT 1),
            jsonb_build_object('m', r.quiet_m)) END)) AS says
      FROM here CROSS JOIN booking_rule r
      WHERE r.organisation_id = organisation
        AND (r.kind IS NULL OR r.kind = here.kind)
        AND (r.site_id IS NULL OR r.site_id = here.site_id)
        AND (r.floor_id IS NULL OR r.floor_id = here.floor_id)
        AND (r.zone_id IS NULL OR EXISTS (
          SELECT FROM zones z
          WHERE z.zone_id = r.zone_id AND ST_Intersects(z.geom, here.anchor)))
        AND (r.group_id IS NULL OR EXISTS (
          SELECT FROM group_member m WHERE m.organisation_id = organisation
            AND m.group_id = r.group_id AND m.person_id = by_person))
    )
    SELECT jsonb_object_agg(w.key, jsonb_build_object('id', w.id, 'rule', w.name, 'says', w.value))
    FROM (
      SELECT DISTINCT ON (t.key) t.key, t.value, s.id, s.name
      FROM said s CROSS JOIN jsonb_each(s.says) t
      ORDER BY t.key, s.for_group DESC, s.place DESC, s.for_kind DESC, s.created_at DESC, s.id
    ) w);
END $$;
"""

# What the person has booked of that which a limit is about: {"at_once": [[from, to], ...],
# "a_week": [...]}. All to come, and a week back, so that the nearest hours that are allowed can be
# found among them.
LOAD = f"""
CREATE FUNCTION booking_load(ruled jsonb, by_person uuid, wanted tstzrange, apart_from uuid)
RETURNS jsonb
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF ruled IS NULL OR NOT ruled ?| ARRAY['at_once', 'a_week'] THEN
    RETURN NULL;
  END IF;
  RETURN (
    WITH mine AS MATERIALIZED (
      SELECT k.id, k.during, k.floor_id, k.space_id, f.site_id, s.kind
      FROM booking k
      JOIN space s ON s.organisation_id = organisation AND s.id = k.space_id
      JOIN floor f ON f.organisation_id = organisation AND f.id = k.floor_id
      WHERE k.organisation_id = organisation AND k.person_id = by_person
        AND upper(k.during) > least(now(), lower(wanted)) - interval '8 days'
        AND k.state IN ('held', 'confirmed', 'checked_in') AND k.id IS DISTINCT FROM apart_from
    )
    SELECT jsonb_object_agg(t.term, coalesce(
      (SELECT jsonb_agg(jsonb_build_array(lower(m.during), upper(m.during))
         ORDER BY lower(m.during), m.id)
       FROM mine m
       WHERE (r.kind IS NULL OR r.kind = m.kind)
         AND (r.site_id IS NULL OR r.site_id = m.site_id)
         AND (r.floor_id IS NULL OR r.floor_id = m.floor_id)
         AND (r.zone_id IS NULL OR EXISTS (
           SELECT FROM zone_shape z
           JOIN space_shape h ON h.organisation_id = organisation AND h.space_id = m.space_id
             AND h.is_live
           WHERE z.organisation_id = organisation AND z.zone_id = r.zone_id AND z.is_live
             AND ST_Intersects(z.geom, h.anchor)))), '[]'))
    FROM (VALUES ('at_once'), ('a_week')) t (term)
    JOIN booking_rule r ON r.organisation_id = organisation
      AND r.id = (ruled -> t.term ->> 'id')::uuid);
END $$;

-- Before the spaces, always: so two who book for each other never wait in a circle. Runs as the
-- caller, whose policy and grants decide what may be locked.
CREATE FUNCTION lock_person(wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF EXISTS (
    SELECT FROM booking_rule r WHERE r.organisation_id = organisation
      AND num_nonnulls(r.most_at_once, r.most_a_week) > 0
  ) THEN
    PERFORM FROM person WHERE organisation_id = organisation AND id = wanted FOR NO KEY UPDATE;
  END IF;
END $$;
"""

# What a space needs after a booking, and around it; nothing where no rule says so.
NEEDS = f"""
CREATE FUNCTION space_buffer(wanted_space uuid) RETURNS interval
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF NOT EXISTS (
    SELECT FROM booking_rule r WHERE r.organisation_id = organisation AND r.buffer_min IS NOT NULL
  ) THEN
    RETURN interval '0';
  END IF;
  RETURN make_interval(mins => coalesce(
    (booking_rules(wanted_space, NULL, now()) -> 'buffer_min' ->> 'says')::integer, 0));
END $$;

CREATE FUNCTION space_distance(wanted_space uuid) RETURNS double precision
LANGUAGE plpgsql STABLE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF NOT EXISTS (
    SELECT FROM booking_rule r WHERE r.organisation_id = organisation AND r.distance_m IS NOT NULL
  ) THEN
    RETURN 0;
  END IF;
  RETURN coalesce(
    (booking_rules(wanted_space, NULL, now()) -> 'distance_m' ->> 'says')::double precision, 0);
END $$;
"""

# What the functions of the facts get to know.
RULED = "ruled jsonb := booking_rules(wanted_space, by_person, lower(wanted));"
LOADED = "booking_load(ruled, by_person, wanted, apart_from)"
OTHERS = ("other_space", "NULL")

TABLES = (
    "person_group",
    "group_member",
    "booking_rule",
    "booking_rule_group",
    "booking_rule_quiet_zone",
)
NEW_DEFINERS = (
    "booking_rules(uuid, uuid, timestamptz)",
    "booking_load(jsonb, uuid, tstzrange, uuid)",
    "space_buffer(uuid)",
    "space_distance(uuid)",
)
NEW_INVOKERS = ("lock_person(uuid)",)
HOT_DEFINERS = ("space_facts(uuid, tstzrange, uuid, text, uuid)",)
HOT_INVOKERS = (
    "locked_space_facts(uuid, tstzrange, uuid, text, uuid, uuid)",
    "book_as_seen(uuid, uuid, tstzrange, uuid, text, bytea, uuid, timestamptz, text)",
)


def upgrade() -> None:
    for statement in (GROUPS, RULES):
        op.execute(statement)
    for table in TABLES:
        _isolate(table)
    for statement in (SAID, LOAD, NEEDS):
        op.execute(statement)
    replace_hot(facts())
    _confine(NEW_DEFINERS, NEW_INVOKERS)


def downgrade() -> None:
    replace_hot(earlier(__file__, FACTS_OF).FACTS)
    for function in (*NEW_INVOKERS, *reversed(NEW_DEFINERS)):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(f"DROP TABLE {', '.join(reversed(TABLES))}")


def _isolate(table: str) -> None:
    isolate(op.get_bind(), table)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO floorplans_app")
    op.execute(f"GRANT SELECT ON {table} TO floorplans_definer")


def facts() -> str:
    """The hot functions as this migration leaves them."""
    return _with_rules(str(earlier(__file__, FACTS_OF).FACTS))


def replace_hot(functions: str) -> None:
    for function in (*reversed(HOT_INVOKERS), *HOT_DEFINERS):
        op.execute(f"DROP FUNCTION {function}")
    op.execute(functions)
    _confine(HOT_DEFINERS, HOT_INVOKERS)


def _confine(definers: tuple[str, ...], invokers: tuple[str, ...]) -> None:
    for function in definers:
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
    for function in (*definers, *invokers):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app, floorplans_definer")


def _with_rules(functions: str) -> str:
    """The functions of the facts, which then tell what is said of a space, and of whom."""
    lock = "PERFORM lock_person(by_person);"
    spaces, space = (f"PERFORM lock_spaces(wanted_space, {other});" for other in OTHERS)
    return changed(
        functions,
        (3, "there_from timestamptz", "there_from timestamptz, rules jsonb, load jsonb"),
        (1, "  has_plans boolean :=", f"  {RULED}\n  has_plans boolean :="),
        (1, "w.gone_from, w.there_from\n", f"w.gone_from, w.there_from,\n    ruled, {LOADED}\n"),
        (1, "f.gone_from, f.there_from\n", "f.gone_from, f.there_from,\n      f.rules, f.load\n"),
        (1, "gone_from, there_from, seen\n", "gone_from, there_from, rules, load, seen\n"),
        (1, f"  {spaces}\n", f"  {lock}\n  {spaces}\n"),
        (1, f"    {space}\n", f"    {lock}\n    {space}\n"),
    )


def changed(text: str, *changes: tuple[int, str, str]) -> str:
    """``text`` with each passage, which must be there so many times, replaced."""
    for count, old, new in changes:
        if text.count(old) != count:
            raise ValueError(f"the passage is there {text.count(old)} times: {old}")
        text = text.replace(old, new)
    return text
