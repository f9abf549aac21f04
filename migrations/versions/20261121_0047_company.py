"""Ask whether a space has company always as the same role.

A statement whose plan depends on a policy is planned anew each time the role changes. Locking a
space ran it as the service, everything around it as the definer: forty microseconds each time.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261121_0047"
down_revision = "20261121_0046"
branch_labels = None
depends_on = None

HAS_COMPANY = """
CREATE FUNCTION has_company(wanted_space uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisation uuid := current_organisation();
BEGIN
  RETURN EXISTS (
      SELECT FROM space_part p
      WHERE p.organisation_id = organisation AND p.whole_id = wanted_space)
    OR EXISTS (
      SELECT FROM space_part p
      WHERE p.organisation_id = organisation AND p.part_id = wanted_space)
    OR space_distance(wanted_space) > 0;
END $$;
"""


def _before(space: str) -> str:
    return f"""(EXISTS (
      SELECT FROM space_part p WHERE p.organisation_id = organisation AND p.whole_id = {space})
    OR EXISTS (
      SELECT FROM space_part p WHERE p.organisation_id = organisation AND p.part_id = {space})
    OR space_distance({space}) > 0)"""


CHANGES = tuple(Passage(_before(space), f"has_company({space})") for space in ("one", "other"))


def upgrade() -> None:
    op.execute(HAS_COMPANY)
    op.execute("ALTER FUNCTION has_company(uuid) OWNER TO floorplans_definer")
    op.execute("REVOKE ALL ON FUNCTION has_company(uuid) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION has_company(uuid) TO floorplans_app")
    rewrite_function(op.get_bind(), "lock_spaces", *CHANGES)


def downgrade() -> None:
    restore_function(op.get_bind(), "lock_spaces", *CHANGES)
    op.execute("DROP FUNCTION has_company(uuid)")
