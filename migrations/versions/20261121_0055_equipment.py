"""Equipment that goes with a booking: so many of a thing, and never more of them out at once.

What a booking brings is said in ``bringing``; which items are out for it, and when, in ``lending``,
which triggers write whenever a booking is made, moved or given back. One exclusion constraint keeps
every item with one booking at a time.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261121_0055"
down_revision = "20261121_0048"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_LIVE = "('held', 'confirmed', 'checked_in')"

_SINCE = "\n  created_at timestamptz NOT NULL,"


def _counted(table: str, owner: str, gone: str, more: str = "") -> str:
    """So many of each thing with a row of ``owner``; ``gone``: what a thing that goes is told."""
    return f"""CREATE TABLE {table} (
  organisation_id uuid NOT NULL,
  {owner}_id uuid NOT NULL,
  equipment_id uuid NOT NULL,
  count integer NOT NULL,{more}
  CONSTRAINT {table}_pkey PRIMARY KEY (organisation_id, {owner}_id, equipment_id),
  CONSTRAINT {table}_{owner}_fkey FOREIGN KEY (organisation_id, {owner}_id)
    REFERENCES {owner} (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT {table}_equipment_fkey FOREIGN KEY (organisation_id, equipment_id)
    REFERENCES equipment (organisation_id, id) ON DELETE {gone},
  CONSTRAINT {table}_count_sane CHECK (count BETWEEN 1 AND 100)
);
CREATE INDEX {table}_equipment_idx ON {table} (organisation_id, equipment_id);
"""


TABLES = (
    """
-- It goes with bookings on its site, or on its floor alone; that stays, so that what was promised
-- does.
CREATE TABLE equipment (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  floor_id uuid,
  kind text NOT NULL,
  name text NOT NULL,
  kept_at text,
  owned integer NOT NULL,
  broken integer NOT NULL DEFAULT 0,
  ended_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT equipment_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT equipment_site_fkey FOREIGN KEY (organisation_id, site_id)
    REFERENCES site (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT equipment_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT equipment_kind_plain CHECK (kind ~ '^[a-z][a-z_]{0,39}$'),
  CONSTRAINT equipment_name_sane CHECK (length(btrim(name)) BETWEEN 1 AND 100),
  CONSTRAINT equipment_kept_at_sane CHECK (length(btrim(kept_at)) BETWEEN 1 AND 100),
  CONSTRAINT equipment_owned_sane CHECK (owned BETWEEN 1 AND 1000),
  CONSTRAINT equipment_broken_sane CHECK (broken BETWEEN 0 AND owned)
);
CREATE INDEX equipment_site_idx ON equipment (organisation_id, site_id);
CREATE INDEX equipment_floor_idx ON equipment (organisation_id, floor_id)
  WHERE floor_id IS NOT NULL;

-- The kit of a place: what is proposed with it.
"""
    + _counted("space_kit", "space", "CASCADE")
    + """
"""
    + _counted("bringing", "booking", "RESTRICT", _SINCE)
    + """
-- What a series brings to each of its dates.
"""
    + _counted("series_bringing", "series", "RESTRICT")
    + """
-- Which item is out with which booking. Items are alike, so their numbers mean nothing to people.
CREATE TABLE lending (
  organisation_id uuid NOT NULL,
  booking_id uuid NOT NULL,
  equipment_id uuid NOT NULL,
  item integer NOT NULL,
  during tstzrange NOT NULL,
  CONSTRAINT lending_pkey PRIMARY KEY (organisation_id, booking_id, equipment_id, item),
  CONSTRAINT lending_bringing_fkey FOREIGN KEY (organisation_id, booking_id, equipment_id)
    REFERENCES bringing (organisation_id, booking_id, equipment_id) ON DELETE CASCADE,
  CONSTRAINT lending_item_sane CHECK (item >= 1),
  CONSTRAINT lending_during_not_empty CHECK (NOT isempty(during)),
  CONSTRAINT lending_no_overlap EXCLUDE USING gist
    (organisation_id WITH =, equipment_id WITH =, item WITH =, during WITH &&)
);
"""
)
TENANT_TABLES = ("equipment", "space_kit", "bringing", "series_bringing", "lending")

RIGHTS = """
-- A set-up may grant the service all tables; this one is the triggers' alone.
REVOKE INSERT, UPDATE, DELETE ON lending FROM floorplans_app;
REVOKE DELETE ON equipment FROM floorplans_app;
GRANT SELECT ON lending TO floorplans_app;
REVOKE UPDATE ON equipment FROM floorplans_app;
GRANT SELECT, INSERT ON equipment TO floorplans_app;
GRANT UPDATE (kind, name, kept_at, owned, broken, ended_at, changed_at) ON equipment
  TO floorplans_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON space_kit, bringing, series_bringing TO floorplans_app;
GRANT SELECT ON equipment, bringing TO floorplans_definer;
GRANT UPDATE (changed_at) ON equipment TO floorplans_definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON lending TO floorplans_definer;
"""

# How many are out at the busiest moment of some hours, but for one booking.
OUT = """
CREATE FUNCTION equipment_out(
  organisation uuid, wanted_equipment uuid, wanted tstzrange, apart_from uuid)
RETURNS integer
LANGUAGE sql STABLE AS $$
  SELECT coalesce(max(s.amount), 0)::integer FROM (
    -- Whoever brings an item back at an instant makes room for whoever takes one then.
    SELECT sum(e.step) OVER (ORDER BY e.at, e.step) AS amount
    FROM lending l
    CROSS JOIN LATERAL (VALUES
      (greatest(lower(l.during), lower(wanted)), 1), (upper(l.during), -1)) e (at, step)
    WHERE l.organisation_id = organisation AND l.equipment_id = wanted_equipment
      AND l.during && wanted AND l.booking_id IS DISTINCT FROM apart_from
  ) s
$$;
"""

# Numbers are given by when things are taken: then there are never more of them than things out at
# once. All that hang together with the hours are numbered anew.
NUMBERED = """
CREATE FUNCTION number_lendings(organisation uuid, wanted_equipment uuid, around tstzrange)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  begins timestamptz := lower(around);
  earlier timestamptz;
  own lending[];
  each lending;
BEGIN
  LOOP
    earlier := (
      SELECT min(lower(l.during)) FROM lending l
      WHERE l.organisation_id = organisation AND l.equipment_id = wanted_equipment
        AND lower(l.during) < begins AND upper(l.during) > begins);
    EXIT WHEN earlier IS NULL;
    begins := earlier;
  END LOOP;
  own := ARRAY(
    SELECT l FROM lending l
    WHERE l.organisation_id = organisation AND l.equipment_id = wanted_equipment
      AND upper(l.during) > begins
    ORDER BY lower(l.during), l.booking_id, l.item);
  DELETE FROM lending l
  WHERE l.organisation_id = organisation AND l.equipment_id = wanted_equipment
    AND upper(l.during) > begins;
  FOREACH each IN ARRAY own LOOP
    INSERT INTO lending (organisation_id, booking_id, equipment_id, item, during)
    SELECT organisation, each.booking_id, wanted_equipment, min(n), each.during
    FROM generate_series(1, cardinality(own)) n
    WHERE NOT EXISTS (
      SELECT FROM lending l
      WHERE l.organisation_id = organisation AND l.equipment_id = wanted_equipment
        AND l.item = n AND l.during && each.during);
  END LOOP;
END $$;
"""

# One at a time for each thing: the row of ``equipment`` is locked. FP002: not so many are left.
# FP003: it does not go where the booking is.
LEND = """
CREATE FUNCTION lend(
  organisation uuid, wanted_booking uuid, wanted_equipment uuid, wanted_count integer,
  on_floor uuid, wanted tstzrange)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  thing equipment;
  left_over integer;
  items integer[];
BEGIN
  SELECT e.* INTO thing FROM equipment e
  WHERE e.organisation_id = organisation AND e.id = wanted_equipment FOR NO KEY UPDATE;
  IF thing.ended_at IS NOT NULL OR NOT EXISTS (
    SELECT FROM floor f
    WHERE f.organisation_id = organisation AND f.id = on_floor AND f.site_id = thing.site_id
      AND f.id = coalesce(thing.floor_id, f.id)
  ) THEN
    RAISE EXCEPTION 'this equipment does not go there' USING ERRCODE = 'FP003',
      DETAIL = json_build_object('equipment_id', thing.id, 'kind', thing.kind,
        'name', thing.name, 'has_ended', thing.ended_at IS NOT NULL);
  END IF;
  left_over := thing.owned - thing.broken
    - equipment_out(organisation, wanted_equipment, wanted, wanted_booking);
  IF left_over < wanted_count THEN
    RAISE EXCEPTION 'not so much of this equipment is left' USING ERRCODE = 'FP002',
      DETAIL = json_build_object('equipment_id', thing.id, 'kind', thing.kind,
        'name', thing.name, 'wanted', wanted_count, 'left', greatest(left_over, 0),
        'usable', thing.owned - thing.broken);
  END IF;
  items := ARRAY(
    SELECT n FROM generate_series(1, thing.owned - thing.broken) n
    WHERE NOT EXISTS (
      SELECT FROM lending l
      WHERE l.organisation_id = organisation AND l.equipment_id = wanted_equipment
        AND l.item = n AND l.during && wanted)
    ORDER BY n LIMIT wanted_count);
  IF cardinality(items) = wanted_count THEN
    INSERT INTO lending (organisation_id, booking_id, equipment_id, item, during)
    SELECT organisation, wanted_booking, wanted_equipment, n, wanted FROM unnest(items) n;
    RETURN;
  END IF;
  -- Enough are there at every moment, but no single one for all the hours: numbers beyond all
  -- others hold the place until all are given anew.
  INSERT INTO lending (organisation_id, booking_id, equipment_id, item, during)
  SELECT organisation, wanted_booking, wanted_equipment, x.most + n, wanted
  FROM generate_series(1, wanted_count) n
  CROSS JOIN (
    SELECT max(l.item) AS most FROM lending l
    WHERE l.organisation_id = organisation AND l.equipment_id = wanted_equipment) x;
  PERFORM number_lendings(organisation, wanted_equipment, wanted);
END $$;
"""

TRIGGERS = f"""
CREATE FUNCTION bringing_lends() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE
  agreed booking;
BEGIN
  SELECT b.* INTO agreed FROM booking b
  WHERE b.organisation_id = NEW.organisation_id AND b.id = NEW.booking_id;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM lending l
    WHERE l.organisation_id = NEW.organisation_id AND l.booking_id = NEW.booking_id
      AND l.equipment_id = NEW.equipment_id;
  END IF;
  IF agreed.state IN {_LIVE} THEN
    PERFORM lend(NEW.organisation_id, NEW.booking_id, NEW.equipment_id, NEW.count,
      agreed.floor_id, agreed.during);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER bringing_lends AFTER INSERT OR UPDATE OF count ON bringing
  FOR EACH ROW EXECUTE FUNCTION bringing_lends();

-- Whoever takes items back locks the thing like whoever takes them, so that nobody numbers
-- anew meanwhile what is gone.
CREATE FUNCTION bringing_locks() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
BEGIN
  PERFORM FROM equipment e
  WHERE e.organisation_id = OLD.organisation_id AND e.id = OLD.equipment_id FOR NO KEY UPDATE;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER bringing_locks BEFORE UPDATE OF count OR DELETE ON bringing
  FOR EACH ROW EXECUTE FUNCTION bringing_locks();

-- What goes with a booking goes where it goes, and comes back when it is given back. For all
-- bookings of a statement at once, so that things are locked in the order of their ids.
CREATE FUNCTION booking_lends() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE
  moved uuid[];
  each record;
BEGIN
  moved := ARRAY(
    SELECT n.id FROM later n
    JOIN before o ON o.organisation_id = n.organisation_id AND o.id = n.id
    WHERE ((o.floor_id, o.during) IS DISTINCT FROM (n.floor_id, n.during)
        OR (o.state IN {_LIVE}) <> (n.state IN {_LIVE}))
      AND EXISTS (
        SELECT FROM bringing g
        WHERE g.organisation_id = n.organisation_id AND g.booking_id = n.id));
  IF cardinality(moved) = 0 THEN
    RETURN NULL;
  END IF;
  PERFORM FROM equipment e
  WHERE (e.organisation_id, e.id) IN (
    SELECT g.organisation_id, g.equipment_id
    FROM later n
    JOIN bringing g ON g.organisation_id = n.organisation_id AND g.booking_id = n.id
    WHERE n.id = ANY (moved))
  ORDER BY e.id FOR NO KEY UPDATE;
  -- Time that is given back is never refused.
  UPDATE lending l SET during = n.during
  FROM later n
  JOIN before o ON o.organisation_id = n.organisation_id AND o.id = n.id
  WHERE n.id = ANY (moved) AND l.organisation_id = n.organisation_id AND l.booking_id = n.id
    AND n.state IN {_LIVE} AND o.state IN {_LIVE}
    AND n.floor_id = o.floor_id AND n.during <@ o.during;
  DELETE FROM lending l
  USING later n
  WHERE n.id = ANY (moved) AND l.organisation_id = n.organisation_id AND l.booking_id = n.id
    AND (n.state NOT IN {_LIVE} OR l.during <> n.during OR NOT EXISTS (
      SELECT FROM before o
      WHERE o.organisation_id = n.organisation_id AND o.id = n.id AND o.floor_id = n.floor_id));
  FOR each IN
    SELECT n.organisation_id, n.id, n.floor_id, n.during, g.equipment_id, g.count
    FROM later n
    JOIN bringing g ON g.organisation_id = n.organisation_id AND g.booking_id = n.id
    WHERE n.id = ANY (moved) AND n.state IN {_LIVE}
      AND NOT EXISTS (
        SELECT FROM lending l
        WHERE l.organisation_id = n.organisation_id AND l.booking_id = n.id)
    ORDER BY g.equipment_id, n.id
  LOOP
    PERFORM lend(each.organisation_id, each.id, each.equipment_id, each.count, each.floor_id,
      each.during);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER booking_lends AFTER UPDATE ON booking
  REFERENCING OLD TABLE AS before NEW TABLE AS later
  FOR EACH STATEMENT EXECUTE FUNCTION booking_lends();

-- Nobody writes off what is still promised to somebody.
CREATE FUNCTION equipment_is_enough() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE
  usable integer := CASE WHEN NEW.ended_at IS NULL THEN NEW.owned - NEW.broken ELSE 0 END;
  promised integer := equipment_out(
    NEW.organisation_id, NEW.id, tstzrange(NEW.changed_at, NULL), NULL);
BEGIN
  IF promised > usable THEN
    RAISE EXCEPTION 'more of this equipment is promised' USING ERRCODE = 'FP002',
      DETAIL = json_build_object('equipment_id', NEW.id, 'kind', NEW.kind, 'name', NEW.name,
        'wanted', promised, 'left', usable, 'usable', usable);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER equipment_is_enough AFTER UPDATE OF owned, broken, ended_at ON equipment
  FOR EACH ROW EXECUTE FUNCTION equipment_is_enough();
"""

# Called with the booking just written, in its own statement: both are there, or neither is.
# FP004: no such equipment.
BRING = """
CREATE FUNCTION bring_along(with_booking uuid, wanted jsonb, at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  each record;
BEGIN
  FOR each IN
    SELECT w.equipment_id, w.count
    FROM jsonb_to_recordset(wanted) AS w (equipment_id uuid, count integer)
    ORDER BY w.equipment_id
  LOOP
    IF NOT EXISTS (
      SELECT FROM equipment e
      WHERE e.organisation_id = current_organisation() AND e.id = each.equipment_id
    ) THEN
      RAISE EXCEPTION 'there is no such equipment' USING ERRCODE = 'FP004';
    END IF;
    INSERT INTO bringing (organisation_id, booking_id, equipment_id, count, created_at)
    VALUES (current_organisation(), with_booking, each.equipment_id, each.count, at);
  END LOOP;
  RETURN true;
END $$;
"""
BRING_ALONG = "bring_along(uuid, jsonb, timestamptz)"
DEFINERS = (
    "number_lendings(uuid, uuid, tstzrange)",
    "lend(uuid, uuid, uuid, integer, uuid, tstzrange)",
    "bringing_lends()",
    "bringing_locks()",
    "booking_lends()",
    "equipment_is_enough()",
)
EQUIPMENT_OUT = "equipment_out(uuid, uuid, tstzrange, uuid)"


def upgrade() -> None:
    op.execute(TABLES)
    isolate(op.get_bind(), *TENANT_TABLES)
    for statement in (RIGHTS, OUT, NUMBERED, LEND, TRIGGERS, BRING):
        op.execute(statement)
    confine(op.get_bind(), *DEFINERS, EQUIPMENT_OUT)
    op.execute(f"REVOKE ALL ON FUNCTION {BRING_ALONG} FROM PUBLIC")
    for function in (BRING_ALONG, EQUIPMENT_OUT):
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    op.execute("DROP TRIGGER booking_lends ON booking")
    op.execute("DROP TABLE lending, series_bringing, bringing, space_kit, equipment CASCADE")
    for function in (BRING_ALONG, EQUIPMENT_OUT, *reversed(DEFINERS)):
        op.execute(f"DROP FUNCTION {function}")
