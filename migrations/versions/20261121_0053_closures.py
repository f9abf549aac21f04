"""Closures of several places, of areas with a margin and without an end; and whom they affect.

A booking in a place that is closed is held, as one whose place a new plan takes, and the hold tells
which closure it was. What its person is offered instead is kept, so that no two people are offered
one place.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, isolate, restore_function, rewrite_function

revision = "20261121_0053"
down_revision = "20261121_0050"
branch_labels = None
depends_on = None

# An area that is drawn along the edge of a desk must not close the desk on the other side of that
# edge, so what it reaches is 5 cm smaller than it was drawn, before the margin is added.
CLOSURES = """
ALTER TABLE closure
  ADD COLUMN is_list boolean NOT NULL DEFAULT false,
  ADD COLUMN margin_m double precision NOT NULL DEFAULT 0,
  ADD CONSTRAINT closure_floor_key UNIQUE (organisation_id, id, floor_id),
  ADD CONSTRAINT closure_margin_sane CHECK (margin_m BETWEEN 0 AND 50),
  ADD CONSTRAINT closure_margin_of_area CHECK (margin_m = 0 OR area IS NOT NULL),
  DROP CONSTRAINT closure_one_target,
  ADD CONSTRAINT closure_one_target CHECK (
    num_nonnulls(space_id, zone_id, area) + is_list::integer <= 1),
  DROP CONSTRAINT closure_during_bounded,
  ADD CONSTRAINT closure_during_begins CHECK (
    lower(during) IS NOT NULL AND isfinite(lower(during))
    AND (upper(during) IS NULL OR isfinite(upper(during))));
ALTER TABLE closure ADD COLUMN reach geometry GENERATED ALWAYS AS (
  CASE WHEN ST_IsEmpty(ST_Buffer(area, margin_m - 0.05)) THEN area
    ELSE ST_Buffer(area, margin_m - 0.05) END) STORED;

CREATE TABLE closure_space (
  organisation_id uuid NOT NULL,
  closure_id uuid NOT NULL,
  space_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  CONSTRAINT closure_space_pkey PRIMARY KEY (organisation_id, closure_id, space_id),
  CONSTRAINT closure_space_closure_fkey FOREIGN KEY (organisation_id, closure_id, floor_id)
    REFERENCES closure (organisation_id, id, floor_id) ON DELETE CASCADE,
  CONSTRAINT closure_space_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT
);
CREATE INDEX closure_space_space_idx ON closure_space (organisation_id, space_id);
"""
CLOSURES_BEFORE = """
ALTER TABLE closure
  DROP COLUMN reach,
  DROP CONSTRAINT closure_during_begins,
  ADD CONSTRAINT closure_during_bounded CHECK (
    isfinite(lower(during)) AND isfinite(upper(during))
    AND lower(during) IS NOT NULL AND upper(during) IS NOT NULL),
  DROP CONSTRAINT closure_one_target,
  ADD CONSTRAINT closure_one_target CHECK (num_nonnulls(space_id, zone_id, area) <= 1),
  DROP CONSTRAINT closure_margin_of_area,
  DROP CONSTRAINT closure_margin_sane,
  DROP CONSTRAINT closure_floor_key,
  DROP COLUMN margin_m,
  DROP COLUMN is_list;
"""

# A hold is by a plan or by a closure. ``back_told_at`` is when somebody who had moved was told that
# the earlier place is open again.
HOLDS = """
ALTER TABLE booking_hold
  ALTER COLUMN plan_revision_id DROP NOT NULL,
  ADD COLUMN closure_id uuid,
  ADD COLUMN back_told_at timestamptz,
  ADD CONSTRAINT booking_hold_closure_fkey FOREIGN KEY (organisation_id, closure_id)
    REFERENCES closure (organisation_id, id) ON DELETE CASCADE,
  ADD CONSTRAINT booking_hold_one_cause CHECK (num_nonnulls(plan_revision_id, closure_id) = 1),
  DROP CONSTRAINT booking_hold_answer_known,
  ADD CONSTRAINT booking_hold_answer_known CHECK (
    answer IN ('moved', 'cancelled', 'returned', 'shortened'));
CREATE INDEX booking_hold_closure_idx ON booking_hold (organisation_id, closure_id)
  WHERE closure_id IS NOT NULL;
CREATE INDEX booking_hold_closed_idx ON booking_hold (closure_id)
  WHERE closure_id IS NOT NULL AND answer IS NULL;

CREATE TABLE booking_offer (
  organisation_id uuid NOT NULL,
  booking_id uuid NOT NULL,
  space_id uuid NOT NULL,
  rank smallint NOT NULL,
  offered_at timestamptz NOT NULL,
  CONSTRAINT booking_offer_pkey PRIMARY KEY (organisation_id, booking_id, space_id),
  CONSTRAINT booking_offer_booking_fkey FOREIGN KEY (organisation_id, booking_id)
    REFERENCES booking (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT booking_offer_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT booking_offer_rank_key UNIQUE (organisation_id, booking_id, rank),
  CONSTRAINT booking_offer_rank_sane CHECK (rank BETWEEN 1 AND 3)
);
CREATE INDEX booking_offer_space_idx ON booking_offer (organisation_id, space_id);
"""
# What closures held has no plan to be held by, and its place is there: it is confirmed again.
HOLDS_BEFORE = """
DROP TABLE booking_offer;
ALTER TABLE booking NO FORCE ROW LEVEL SECURITY;
ALTER TABLE booking_hold NO FORCE ROW LEVEL SECURITY;
UPDATE booking b SET state = 'confirmed' WHERE b.state = 'held' AND EXISTS (
  SELECT FROM booking_hold h WHERE h.organisation_id = b.organisation_id AND h.booking_id = b.id
    AND h.closure_id IS NOT NULL AND h.answer IS NULL);
DELETE FROM booking_hold WHERE closure_id IS NOT NULL OR answer = 'shortened';
ALTER TABLE booking FORCE ROW LEVEL SECURITY;
ALTER TABLE booking_hold FORCE ROW LEVEL SECURITY;
ALTER TABLE booking_hold
  DROP CONSTRAINT booking_hold_answer_known,
  ADD CONSTRAINT booking_hold_answer_known CHECK (answer IN ('moved', 'cancelled', 'returned')),
  DROP CONSTRAINT booking_hold_one_cause,
  DROP CONSTRAINT booking_hold_closure_fkey,
  DROP COLUMN back_told_at,
  DROP COLUMN closure_id,
  ALTER COLUMN plan_revision_id SET NOT NULL;
"""

TABLES = ("closure_space", "booking_offer")
RIGHTS = """
GRANT SELECT, INSERT, DELETE ON closure_space TO floorplans_app;
GRANT SELECT, INSERT, DELETE ON booking_offer TO floorplans_app;
GRANT SELECT ON closure_space, booking_hold TO floorplans_definer;
"""

# Where bookings are held by a closure that is over by itself: asked for all organisations at once.
OVER = """
CREATE FUNCTION floors_to_open(at timestamptz)
RETURNS TABLE (organisation_id uuid, floor_id uuid)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT DISTINCT h.organisation_id, h.floor_id
  FROM booking_hold h
  JOIN closure c ON c.organisation_id = h.organisation_id AND c.id = h.closure_id
    AND upper(c.during) <= at
  WHERE h.closure_id IS NOT NULL AND h.answer IS NULL AND upper(h.during) > at;
END $$;
ALTER FUNCTION floors_to_open(timestamptz) OWNER TO floorplans_definer;
REVOKE ALL ON FUNCTION floors_to_open(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION floors_to_open(timestamptz) TO floorplans_app;
"""

_LISTED = """EXISTS (
{indent}  SELECT FROM closure_space l
{indent}  WHERE l.organisation_id = organisation AND l.closure_id = c.id
{indent}    AND l.space_id IN ({spaces}))"""
_ONE_SPACE = "WHEN c.space_id IS NOT NULL THEN c.space_id IN (h.space_id, h.within_space_id)"
_OF_LIST = "WHEN c.is_list THEN " + _LISTED.format(
    indent=" " * 8, spaces="h.space_id, h.within_space_id"
)
_WHOLE_FLOOR = "num_nonnulls(c.space_id, c.zone_id, c.area) = 0\n"
_JOINED = "c.space_id = j.part_id\n"
CLOSED = (
    Passage(_ONE_SPACE, f"{_ONE_SPACE}\n        {_OF_LIST}", 2),
    Passage(
        "ST_Intersects(c.area, h.geom) AND NOT ST_Touches(c.area, h.geom)",
        "ST_Intersects(c.reach, h.geom)",
        3,
    ),
    Passage(
        _WHOLE_FLOOR,
        "num_nonnulls(c.space_id, c.zone_id, c.area) = 0 AND NOT c.is_list\n      OR "
        + _LISTED.format(indent=" " * 6, spaces="s.id")
        + "\n",
    ),
    Passage(
        _JOINED,
        _JOINED + " " * 12 + "OR " + _LISTED.format(indent=" " * 12, spaces="j.part_id") + "\n",
    ),
)


def upgrade() -> None:
    op.execute(CLOSURES)
    op.execute(HOLDS)
    isolate(op.get_bind(), *TABLES)
    op.execute(RIGHTS)
    op.execute(OVER)
    rewrite_function(op.get_bind(), "closed_spaces", *CLOSED)


def downgrade() -> None:
    # What the earlier schema cannot say is opened.
    op.execute("ALTER TABLE closure NO FORCE ROW LEVEL SECURITY")
    op.execute("DROP FUNCTION floors_to_open(timestamptz)")
    op.execute(HOLDS_BEFORE)
    op.execute("DELETE FROM closure WHERE is_list OR upper(during) IS NULL")
    op.execute("DROP TABLE closure_space")
    op.execute("ALTER TABLE closure FORCE ROW LEVEL SECURITY")
    restore_function(op.get_bind(), "closed_spaces", *CLOSED)
    op.execute(CLOSURES_BEFORE)
