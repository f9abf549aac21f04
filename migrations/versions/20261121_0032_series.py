"""Series: a place for the same hours on several days, and what became of each of them.

Each date is a row that is there before anything is booked, so that whatever stops the booking
leaves dates that are booked and dates that are still to be. ``occurrence_booked`` runs within the
statement that writes the booking: both are there, or neither.
"""

from __future__ import annotations

from alembic import op

revision = "20261121_0032"
down_revision = "20261121_0027"
branch_labels = None
depends_on = None

SERIES = """
CREATE TABLE series (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  space_id uuid NOT NULL,
  from_minute integer NOT NULL,
  to_minute integer NOT NULL,
  rule text,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  idempotency_key text,
  idempotency_digest bytea,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT series_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT series_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT series_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT series_hours_in_order CHECK (
    from_minute BETWEEN 0 AND 1439 AND to_minute > from_minute
    AND to_minute <= from_minute + 1440),
  CONSTRAINT series_days_in_order CHECK (starts_on <= ends_on),
  CONSTRAINT series_rule_not_blank CHECK (length(rule) BETWEEN 1 AND 600),
  CONSTRAINT series_key_with_digest CHECK (
    (idempotency_key IS NULL) = (idempotency_digest IS NULL))
);
CREATE INDEX series_person_idx ON series (organisation_id, person_id, ends_on);
CREATE UNIQUE INDEX series_idempotency_key_idx
  ON series (organisation_id, person_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
"""

# ``during`` is what was booked for the date; a booking that has other hours by now, or another
# place, was changed by itself. ``try_at`` is when a planned date is tried next.
DATES = """
CREATE TABLE series_date (
  organisation_id uuid NOT NULL,
  series_id uuid NOT NULL,
  on_date date NOT NULL,
  space_id uuid NOT NULL,
  from_minute integer NOT NULL,
  to_minute integer NOT NULL,
  state text NOT NULL,
  booking_id uuid,
  during tstzrange,
  refusal jsonb,
  try_at timestamptz,
  changed_at timestamptz NOT NULL,
  CONSTRAINT series_date_pkey PRIMARY KEY (organisation_id, series_id, on_date),
  CONSTRAINT series_date_series_fkey FOREIGN KEY (organisation_id, series_id)
    REFERENCES series (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT series_date_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT series_date_booking_fkey FOREIGN KEY (organisation_id, booking_id)
    REFERENCES booking (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT series_date_state_known CHECK (
    state IN ('planned', 'booked', 'clash', 'refused', 'skipped', 'cancelled')),
  CONSTRAINT series_date_hours_in_order CHECK (
    from_minute BETWEEN 0 AND 1439 AND to_minute > from_minute
    AND to_minute <= from_minute + 1440),
  CONSTRAINT series_date_booked CHECK (
    (state = 'booked') = (booking_id IS NOT NULL)
    AND (booking_id IS NULL) = (during IS NULL)),
  CONSTRAINT series_date_tried CHECK ((state = 'planned') = (try_at IS NOT NULL)),
  CONSTRAINT series_date_refusal_object CHECK (
    refusal IS NULL OR jsonb_typeof(refusal) = 'object')
);
CREATE UNIQUE INDEX series_date_booking_idx ON series_date (organisation_id, booking_id)
  WHERE booking_id IS NOT NULL;
CREATE INDEX series_date_due_idx ON series_date (try_at) WHERE state = 'planned';
"""

SECURED = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_of_organisation ON {table}
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO floorplans_app;
"""

# Called with the booking just written, in its own statement. A date that somebody booked, changed
# or cancelled meanwhile refuses, and the booking goes with it.
OCCURRENCE_BOOKED = (
    "occurrence_booked(uuid, uuid, date, uuid, integer, integer, uuid, tstzrange, timestamptz)"
)
BOOKED = """
CREATE FUNCTION occurrence_booked(
  of_organisation uuid, of_series uuid, wanted_date date, wanted_space uuid,
  wanted_from integer, wanted_to integer, booked_as uuid, hours tstzrange, at timestamptz)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE series_date
  SET state = 'booked', booking_id = booked_as, during = hours, refusal = NULL, try_at = NULL,
      changed_at = at
  WHERE organisation_id = of_organisation AND series_id = of_series AND on_date = wanted_date
    AND state = 'planned' AND space_id = wanted_space
    AND from_minute = wanted_from AND to_minute = wanted_to;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this date is not to be booked any more' USING ERRCODE = 'FP001';
  END IF;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION {function} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {function} TO floorplans_app;
"""

# For the job that belongs to no organisation: it learns ids, and nothing else.
DUE = """
CREATE FUNCTION series_due(at timestamptz, most integer)
RETURNS TABLE (organisation_id uuid, series_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.organisation_id, d.series_id FROM series_date d
  WHERE d.state = 'planned' AND d.try_at <= at
  GROUP BY d.organisation_id, d.series_id
  ORDER BY min(d.try_at), d.series_id LIMIT most
$$;
GRANT SELECT ON series_date TO floorplans_definer;
ALTER FUNCTION series_due(timestamptz, integer) OWNER TO floorplans_definer;
REVOKE ALL ON FUNCTION series_due(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION series_due(timestamptz, integer) TO floorplans_app;
"""


def upgrade() -> None:
    for statement in (SERIES, DATES):
        op.execute(statement)
    for table in ("series", "series_date"):
        op.execute(SECURED.format(table=table))
    op.execute(BOOKED.format(function=OCCURRENCE_BOOKED))
    op.execute(DUE)


def downgrade() -> None:
    op.execute("DROP FUNCTION series_due(timestamptz, integer)")
    op.execute(f"DROP FUNCTION {OCCURRENCE_BOOKED}")
    op.execute("DROP TABLE series_date")
    op.execute("DROP TABLE series")
