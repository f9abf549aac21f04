"""Bookings and closures, and the change counter that every open map listens to."""

from __future__ import annotations

from alembic import op

revision = "20261120_0004"
down_revision = "20261120_0003"
branch_labels = None
depends_on = None


def _during_checks(table: str) -> str:
    return f"""
  CONSTRAINT {table}_during_not_empty CHECK (NOT isempty(during)),
  CONSTRAINT {table}_during_half_open CHECK (lower_inc(during) AND NOT upper_inc(during)),
  CONSTRAINT {table}_during_bounded CHECK (
    isfinite(lower(during)) AND isfinite(upper(during))
    AND lower(during) IS NOT NULL AND upper(during) IS NOT NULL)"""


TABLES = f"""
CREATE TABLE booking (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  space_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  person_id uuid NOT NULL,
  during tstzrange NOT NULL,
  state text NOT NULL,
  idempotency_key text,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT booking_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT booking_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT booking_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT booking_state_known CHECK (state IN
    ('held', 'confirmed', 'checked_in', 'cancelled', 'released')),
  CONSTRAINT booking_during_at_most_31_days CHECK (
    upper(during) - lower(during) <= interval '31 days'),
  CONSTRAINT booking_idempotency_key_length CHECK (
    length(idempotency_key) BETWEEN 1 AND 255),{_during_checks("booking")},
  CONSTRAINT booking_no_overlap EXCLUDE USING gist
    (organisation_id WITH =, space_id WITH =, during WITH &&)
    WHERE (state IN ('held', 'confirmed', 'checked_in'))
);
CREATE INDEX booking_floor_during_idx ON booking USING gist (organisation_id, floor_id, during)
  WHERE state IN ('held', 'confirmed', 'checked_in');
CREATE INDEX booking_person_idx ON booking (organisation_id, person_id, upper(during));
CREATE UNIQUE INDEX booking_idempotency_key_idx
  ON booking (organisation_id, person_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- A closure is of one space, of one zone, of a drawn area, or (all three absent) of the floor.
CREATE TABLE closure (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  floor_id uuid NOT NULL,
  srid integer NOT NULL,
  space_id uuid,
  zone_id uuid,
  area geometry(Polygon),
  during tstzrange NOT NULL,
  reason text NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT closure_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT closure_floor_fkey FOREIGN KEY (organisation_id, floor_id, srid)
    REFERENCES floor (organisation_id, id, srid) ON DELETE RESTRICT,
  CONSTRAINT closure_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT closure_zone_fkey FOREIGN KEY (organisation_id, zone_id, floor_id)
    REFERENCES zone (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT closure_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT closure_one_target CHECK (num_nonnulls(space_id, zone_id, area) <= 1),
  CONSTRAINT closure_reason_not_blank CHECK (btrim(reason) <> ''),
  CONSTRAINT closure_area_srid CHECK (ST_SRID(area) = srid),
  CONSTRAINT closure_area_valid CHECK (ST_IsValid(area)),
  CONSTRAINT closure_area_finite CHECK (
    ST_XMin(area) >= -1e8 AND ST_XMax(area) <= 1e8
    AND ST_YMin(area) >= -1e8 AND ST_YMax(area) <= 1e8),{_during_checks("closure")}
);
CREATE INDEX closure_floor_during_idx ON closure USING gist (organisation_id, floor_id, during);

-- Runs at commit, so the counter's row is locked for the length of a commit only. A map that holds
-- version n knows that nothing it shows changed while the counter stays n.
CREATE FUNCTION floor_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := COALESCE(NEW.organisation_id, OLD.organisation_id);
  changed_floor uuid;
  counted bigint;
BEGIN
  FOR changed_floor IN
    SELECT DISTINCT f FROM (VALUES (NEW.floor_id), (OLD.floor_id)) AS floors (f)
    WHERE f IS NOT NULL ORDER BY f
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

CREATE CONSTRAINT TRIGGER booking_floor_changed
  AFTER INSERT OR UPDATE OR DELETE ON booking
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION floor_changed();
CREATE CONSTRAINT TRIGGER closure_floor_changed
  AFTER INSERT OR UPDATE OR DELETE ON closure
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION floor_changed();
CREATE CONSTRAINT TRIGGER plan_revision_floor_changed
  AFTER UPDATE OF state, map_digest ON plan_revision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.map_digest IS DISTINCT FROM NEW.map_digest)
  EXECUTE FUNCTION floor_changed();
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TRIGGER plan_revision_floor_changed ON plan_revision")
    op.execute("DROP TABLE closure, booking")
    op.execute("DROP FUNCTION floor_changed()")
