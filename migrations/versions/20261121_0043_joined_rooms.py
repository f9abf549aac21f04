"""What is booked together: zones and joined rooms as one, and a space by several at once.

They have no shape of their own. A zone is there while its zone is; rooms that were joined while all
of them can be booked. What closes a zone, or one of the rooms, closes them too. And maps are told
when any of it changes.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261121_0043"
down_revision = "20261121_0044"
branch_labels = None
depends_on = None

_RENEW = (
    Passage(
        "BEGIN\n  WITH RECURSIVE inside",
        """BEGIN
  UPDATE space s SET ended_at = CASE WHEN NOT x.is_there THEN at END
  FROM (
    SELECT c.id,
      CASE WHEN c.zone_id IS NULL THEN
        NOT EXISTS (
          SELECT FROM joined_space j
          JOIN space p ON p.organisation_id = organisation AND p.id = j.part_id
          WHERE j.organisation_id = organisation AND j.space_id = c.id
            AND NOT (p.bookable AND p.ended_at IS NULL))
        AND EXISTS (
          SELECT FROM joined_space j
          WHERE j.organisation_id = organisation AND j.space_id = c.id)
      ELSE EXISTS (
        SELECT FROM zone z
        WHERE z.organisation_id = organisation AND z.id = c.zone_id AND z.ended_at IS NULL)
      END AND c.bookable AS is_there
    FROM space c
    WHERE c.organisation_id = organisation AND c.floor_id = on_floor AND c.is_composite
  ) x
  WHERE s.organisation_id = organisation AND s.id = x.id AND (s.ended_at IS NULL) <> x.is_there;
  WITH RECURSIVE inside""",
    ),
)
_CLOSED_FROM = """c.floor_id = on_floor AND c.during && wanted
  ) THEN
    RETURN;
  END IF;
"""
_CLOSED = (
    Passage(
        _CLOSED_FROM,
        _CLOSED_FROM
        + """  RETURN QUERY
  SELECT s.id, c.id, c.reason, c.during
  FROM closure c
  JOIN space s ON s.organisation_id = organisation AND s.floor_id = on_floor
    AND s.is_composite AND s.ended_at IS NULL
  WHERE c.organisation_id = organisation AND c.floor_id = on_floor AND c.during && wanted
    AND (num_nonnulls(c.space_id, c.zone_id, c.area) = 0
      OR c.space_id = s.id OR c.zone_id = s.zone_id
      OR EXISTS (
        SELECT FROM joined_space j
        JOIN space_shape h ON h.organisation_id = organisation AND h.space_id = j.part_id
          AND h.is_live
        WHERE j.organisation_id = organisation AND j.space_id = s.id
          AND (c.space_id = j.part_id
            OR ST_Intersects(c.area, h.geom) AND NOT ST_Touches(c.area, h.geom)
            OR EXISTS (
              SELECT FROM zone_shape z
              WHERE z.organisation_id = organisation AND z.zone_id = c.zone_id AND z.is_live
                AND ST_Intersects(z.geom, h.anchor)))));
""",
    ),
)
# First come, first placed, by when they begin: then they need no more places than there ever are
# bookings at once.
PLACES = """
CREATE FUNCTION take_places_again(wanted_space uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
  own taking[];
  each taking;
  places integer;
  place bigint;
BEGIN
  places := (SELECT s.places FROM space s
             WHERE s.organisation_id = organisation AND s.id = wanted_space);
  own := ARRAY(
    SELECT k FROM taking k
    JOIN booking b ON b.organisation_id = organisation AND b.id = k.booking_id
      AND b.space_id = k.space_id
    WHERE k.organisation_id = organisation AND k.space_id = wanted_space AND upper(k.during) > at
    ORDER BY lower(k.during), k.booking_id);
  DELETE FROM taking k
  WHERE k.organisation_id = organisation AND k.space_id = wanted_space
    AND k.booking_id IN (SELECT u.booking_id FROM unnest(own) u);
  FOREACH each IN ARRAY own LOOP
    place := free_place(organisation, wanted_space, each.during, places, NULL);
    INSERT INTO taking (organisation_id, booking_id, space_id, floor_id, slots, is_place, during)
    VALUES (organisation, each.booking_id, wanted_space, each.floor_id,
      CASE WHEN places > 1 THEN int8range(place, place + 1) ELSE '(,)' END, places > 1,
      each.during);
  END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER space_floor_changed
  AFTER UPDATE OF places, bookable, ended_at, name ON space
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.is_composite OR OLD.places IS DISTINCT FROM NEW.places)
  EXECUTE FUNCTION floor_changed();
CREATE CONSTRAINT TRIGGER composite_floor_changed
  AFTER INSERT ON space
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_composite)
  EXECUTE FUNCTION floor_changed();
"""
AGAIN = "take_places_again(uuid, timestamptz)"
CHANGED = (("renew_parts", _RENEW), ("closed_spaces", _CLOSED))


def upgrade() -> None:
    op.execute("GRANT UPDATE (ended_at) ON space TO floorplans_definer")
    for name, changes in CHANGED:
        rewrite_function(op.get_bind(), name, *changes)
    op.execute(PLACES)
    op.execute(f"ALTER FUNCTION {AGAIN} OWNER TO floorplans_definer")
    op.execute(f"REVOKE ALL ON FUNCTION {AGAIN} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {AGAIN} TO floorplans_app")


def downgrade() -> None:
    op.execute("DROP TRIGGER composite_floor_changed ON space")
    op.execute("DROP TRIGGER space_floor_changed ON space")
    op.execute(f"DROP FUNCTION {AGAIN}")
    for name, changes in CHANGED:
        restore_function(op.get_bind(), name, *changes)
    op.execute("REVOKE UPDATE (ended_at) ON space FROM floorplans_definer")
