"""Who has left and still has bookings: a booking can come in the moment its account is closed."""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine

revision = "20261122_0072"
down_revision = "20261122_0071"
branch_labels = None
depends_on = None

# Of all organisations: the worker gives back what the closing itself did not see, or did not reach.
LEAVERS = """
CREATE FUNCTION leavers_with_bookings(at timestamptz, at_most integer)
RETURNS TABLE (organisation_id uuid, person_id uuid, name text, email text)
LANGUAGE sql STABLE ROWS 10 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.organisation_id, p.id, p.name, p.email
  FROM person p
  WHERE p.left_at IS NOT NULL AND EXISTS (
    SELECT FROM booking b
    WHERE b.organisation_id = p.organisation_id AND b.person_id = p.id
      AND b.state IN ('requested', 'held', 'confirmed', 'checked_in')
      AND upper(b.during) > at)
  ORDER BY p.organisation_id, p.id LIMIT at_most
$$;
"""
FUNCTION = "leavers_with_bookings(timestamptz, integer)"


def upgrade() -> None:
    op.execute(LEAVERS)
    confine(op.get_bind(), FUNCTION)
    op.execute(f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO floorplans_app")


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {FUNCTION}")
