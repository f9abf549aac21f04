"""A series that somebody books for a colleague.

Who booked it is read with each date as it is booked, not before: a series that its person has taken
over meanwhile is theirs alone, and so are the dates that come after.
"""

from __future__ import annotations

from alembic import op

revision = "20261122_0063"
down_revision = "20261122_0062"
branch_labels = None
depends_on = None

BOOKED_BY = """
ALTER TABLE series
  ADD COLUMN booked_by uuid,
  ADD CONSTRAINT series_booked_by_fkey FOREIGN KEY (organisation_id, booked_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  ADD CONSTRAINT series_booked_by_another CHECK (booked_by <> person_id);
CREATE INDEX series_booked_by_idx ON series (organisation_id, booked_by, ends_on)
  WHERE booked_by IS NOT NULL;
"""

# Called with the booking just written, in its own statement. The trigger of bookings for others
# asks each time whether its person lets colleagues do that.
DATE = "date_booked_for(uuid, uuid, uuid, uuid, timestamptz, timestamptz)"
DATE_BOOKED = """
CREATE FUNCTION date_booked_for(
  act uuid, of_series uuid, made uuid, by_person uuid, at timestamptz, due timestamptz)
RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  booker uuid;
  what text;
  told integer;
BEGIN
  SELECT s.booked_by INTO booker FROM series s
  WHERE s.organisation_id = current_organisation() AND s.id = of_series;
  UPDATE booking SET booked_by = booker
  WHERE organisation_id = current_organisation() AND id = made
  RETURNING CASE WHEN state = 'requested' THEN 'requested' ELSE 'booked' END INTO what;
  told := gather_of_bookings(act, what, 'confirmation', ARRAY[made], by_person, NULL, at, due);
  IF booker IS NOT NULL THEN
    told := told
      + gather_of_bookings(act, what, 'confirmation', ARRAY[made], by_person, booker, at, due);
  END IF;
  RETURN told;
END $$;
REVOKE ALL ON FUNCTION {function} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {function} TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(BOOKED_BY)
    op.execute(DATE_BOOKED.format(function=DATE))


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {DATE}")
    op.execute("ALTER TABLE series DROP COLUMN booked_by")
