"""Being there: when a booking wants its check-in, what frees itself, and how long places were used.

``check_in_rule`` says where a check-in is asked; the narrowest rule holds. A trigger writes into
each booking by when somebody must be there, so that no statement that books can forget it, and one
index tells what is due. What was released or given back stays so, whoever tries.
"""

from __future__ import annotations

from alembic import op

revision = "20261121_0034"
down_revision = "20261121_0026"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

RULES = """
CREATE TABLE check_in_rule (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text,
  zone_id uuid,
  is_asked boolean NOT NULL,
  opens_min integer NOT NULL,
  grace_min integer NOT NULL,
  frees_itself boolean NOT NULL,
  changed_by uuid,
  changed_at timestamptz NOT NULL,
  CONSTRAINT check_in_rule_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT check_in_rule_zone_fkey FOREIGN KEY (organisation_id, zone_id)
    REFERENCES zone (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT check_in_rule_changed_by_fkey FOREIGN KEY (organisation_id, changed_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT check_in_rule_kind_known CHECK (kind IN
    ('desk', 'room', 'booth', 'parking', 'locker', 'area')),
  CONSTRAINT check_in_rule_opens_sane CHECK (opens_min BETWEEN 0 AND 720),
  CONSTRAINT check_in_rule_grace_sane CHECK (grace_min BETWEEN 1 AND 720)
);
CREATE UNIQUE INDEX check_in_rule_scope_idx ON check_in_rule (organisation_id, kind, zone_id)
  NULLS NOT DISTINCT;
ALTER TABLE check_in_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_in_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY check_in_rule_of_organisation ON check_in_rule
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON check_in_rule TO floorplans_app;
GRANT SELECT ON check_in_rule TO floorplans_definer;
"""

# A stay ends with its booking at the latest; ``to_at`` is set where somebody said that they left.
STAYS = """
CREATE TABLE presence (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  booking_id uuid NOT NULL,
  space_id uuid NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  CONSTRAINT presence_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT presence_booking_fkey FOREIGN KEY (organisation_id, booking_id)
    REFERENCES booking (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT presence_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT presence_ends_after_start CHECK (to_at >= from_at)
);
CREATE INDEX presence_booking_idx ON presence (organisation_id, booking_id);
CREATE INDEX presence_space_idx ON presence (organisation_id, space_id, from_at);
CREATE UNIQUE INDEX presence_open_idx ON presence (organisation_id, booking_id)
  WHERE to_at IS NULL;
ALTER TABLE presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE presence FORCE ROW LEVEL SECURITY;
CREATE POLICY presence_of_organisation ON presence
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE ON presence TO floorplans_app;
"""

DUE = f"""
ALTER TABLE booking
  ADD COLUMN check_in_by timestamptz,
  ADD COLUMN frees_itself boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT booking_check_in_before_its_end CHECK (check_in_by < upper(during)),
  ADD CONSTRAINT booking_frees_itself_after_grace CHECK (
    NOT frees_itself OR check_in_by IS NOT NULL);
CREATE INDEX booking_check_in_due_idx ON booking (check_in_by)
  WHERE state = 'confirmed' AND frees_itself;

-- The narrowest rule: of the smallest zone around the space before others, of its kind before all
-- kinds. No row where nothing was said.
CREATE FUNCTION check_in_rule_of(wanted_space uuid)
RETURNS TABLE (is_asked boolean, opens_min integer, grace_min integer, frees_itself boolean)
LANGUAGE plpgsql STABLE ROWS 1 {_DEFINER} AS $$
#variable_conflict use_column
DECLARE
  organisation uuid := current_organisation();
BEGIN
  IF NOT EXISTS (SELECT FROM check_in_rule r WHERE r.organisation_id = organisation) THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT r.is_asked, r.opens_min, r.grace_min, r.frees_itself
  FROM space s
  JOIN check_in_rule r ON r.organisation_id = organisation AND (r.kind IS NULL OR r.kind = s.kind)
  CROSS JOIN LATERAL (
    SELECT min(ST_Area(z.geom)) AS area_m2
    FROM space_shape h
    JOIN zone_shape z ON z.organisation_id = organisation AND z.zone_id = r.zone_id AND z.is_live
      AND ST_Intersects(z.geom, h.anchor)
    WHERE r.zone_id IS NOT NULL
      AND h.organisation_id = organisation AND h.space_id = s.id AND h.is_live) i
  WHERE s.organisation_id = organisation AND s.id = wanted_space
    AND (r.zone_id IS NULL OR i.area_m2 IS NOT NULL)
  ORDER BY r.zone_id IS NULL, i.area_m2, r.kind IS NULL, r.id LIMIT 1;
END $$;

-- Grace begins with the hours, or when they were booked or moved where that was later. A booking
-- that is over before its grace is asks for nothing.
CREATE FUNCTION booking_check_in_due() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  rule record;
BEGIN
  IF NEW.state <> 'confirmed' THEN
    IF NEW.check_in_by >= upper(NEW.during) THEN
      NEW.check_in_by := NULL;
      NEW.frees_itself := false;
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = 'confirmed' AND NEW.space_id = OLD.space_id
      AND lower(NEW.during) = lower(OLD.during) AND OLD.check_in_by < upper(NEW.during)
    THEN
      RETURN NEW;
    END IF;
  END IF;
  SELECT * INTO rule FROM check_in_rule_of(NEW.space_id);
  NEW.check_in_by := CASE WHEN rule.is_asked THEN
    greatest(lower(NEW.during), NEW.changed_at) + make_interval(mins => rule.grace_min) END;
  IF NEW.check_in_by >= upper(NEW.during) THEN
    NEW.check_in_by := NULL;
  END IF;
  NEW.frees_itself := NEW.check_in_by IS NOT NULL AND rule.frees_itself;
  RETURN NEW;
END $$;
CREATE TRIGGER booking_check_in_due BEFORE INSERT OR UPDATE OF space_id, during, state ON booking
  FOR EACH ROW EXECUTE FUNCTION booking_check_in_due();

-- After a rule was changed, for the bookings that have not begun.
CREATE FUNCTION renew_check_in(at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  WITH ahead AS MATERIALIZED (
    SELECT b.id, b.space_id, b.during, b.changed_at, b.check_in_by, b.frees_itself FROM booking b
    WHERE b.organisation_id = organisation AND b.state = 'confirmed' AND upper(b.during) > at
      AND lower(b.during) > at
  ), rule AS MATERIALIZED (
    SELECT s.space_id, r.is_asked, r.grace_min, r.frees_itself
    FROM (SELECT DISTINCT a.space_id FROM ahead a) s
    CROSS JOIN LATERAL check_in_rule_of(s.space_id) r
  ), wanted AS (
    SELECT a.id, a.during, CASE WHEN r.is_asked THEN
        greatest(lower(a.during), a.changed_at) + make_interval(mins => r.grace_min) END AS by_at,
      r.frees_itself
    FROM ahead a LEFT JOIN rule r ON r.space_id = a.space_id
  ), due AS (
    SELECT w.id, CASE WHEN w.by_at < upper(w.during) THEN w.by_at END AS by_at, w.frees_itself
    FROM wanted w
  )
  UPDATE booking b
  SET check_in_by = d.by_at, frees_itself = d.by_at IS NOT NULL AND coalesce(d.frees_itself, false)
  FROM due d
  WHERE b.organisation_id = organisation AND b.id = d.id AND b.state = 'confirmed'
    AND (b.check_in_by IS DISTINCT FROM d.by_at OR b.frees_itself <>
      (d.by_at IS NOT NULL AND coalesce(d.frees_itself, false)));
END $$;

-- Where something is due: the only question that is asked for all organisations at once.
CREATE FUNCTION floors_to_release(at timestamptz)
RETURNS TABLE (organisation_id uuid, floor_id uuid)
LANGUAGE plpgsql STABLE ROWS 10 {_DEFINER} AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT DISTINCT b.organisation_id, b.floor_id FROM booking b
  WHERE b.state = 'confirmed' AND b.frees_itself AND b.check_in_by <= at;
END $$;
"""

FINAL = """
CREATE FUNCTION booking_end_is_final() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE check_violation USING CONSTRAINT = 'booking_end_is_final',
    MESSAGE = 'a booking that is ' || OLD.state || ' cannot become ' || NEW.state;
END $$;
CREATE TRIGGER booking_end_is_final BEFORE UPDATE OF state ON booking FOR EACH ROW
  WHEN (OLD.state IN ('cancelled', 'released') AND NEW.state <> OLD.state
    OR OLD.state = 'checked_in' AND NEW.state IN ('released', 'confirmed', 'held'))
  EXECUTE FUNCTION booking_end_is_final();
"""

OWNERS = """
GRANT UPDATE (check_in_by, frees_itself) ON booking TO floorplans_definer;
ALTER FUNCTION check_in_rule_of(uuid) OWNER TO floorplans_definer;
ALTER FUNCTION renew_check_in(timestamptz) OWNER TO floorplans_definer;
ALTER FUNCTION floors_to_release(timestamptz) OWNER TO floorplans_definer;
REVOKE ALL ON FUNCTION check_in_rule_of(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION renew_check_in(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION floors_to_release(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION check_in_rule_of(uuid) TO floorplans_app;
GRANT EXECUTE ON FUNCTION renew_check_in(timestamptz) TO floorplans_app;
GRANT EXECUTE ON FUNCTION floors_to_release(timestamptz) TO floorplans_app;
"""


def upgrade() -> None:
    for statement in (RULES, STAYS, DUE, FINAL, OWNERS):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER booking_end_is_final ON booking")
    op.execute("DROP FUNCTION booking_end_is_final()")
    op.execute("DROP TRIGGER booking_check_in_due ON booking")
    op.execute("DROP FUNCTION booking_check_in_due()")
    op.execute("DROP FUNCTION floors_to_release(timestamptz)")
    op.execute("DROP FUNCTION renew_check_in(timestamptz)")
    op.execute("DROP FUNCTION check_in_rule_of(uuid)")
    op.execute("REVOKE UPDATE (check_in_by, frees_itself) ON booking FROM floorplans_definer")
    op.execute("ALTER TABLE booking DROP COLUMN frees_itself, DROP COLUMN check_in_by")
    op.execute("DROP TABLE presence, check_in_rule")
