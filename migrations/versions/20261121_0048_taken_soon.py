"""Look for what is taken along only where something is.

One expression for both begins the whole look-up and then does not run it, at each booking twice.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261121_0048"
down_revision = "20261121_0047"
branch_labels = None
depends_on = None

_COMPANY = """(EXISTS (
      SELECT FROM space_part p WHERE p.organisation_id = organisation AND p.whole_id = wanted_space)
    OR EXISTS (
      SELECT FROM space_part p WHERE p.organisation_id = organisation AND p.part_id = wanted_space)
    OR space_distance(wanted_space) > 0)"""
CHANGE = Passage(
    f"  RETURN {_COMPANY} AND EXISTS (",
    f"""  IF NOT {_COMPANY} THEN
    RETURN false;
  END IF;
  RETURN EXISTS (""",
)


def upgrade() -> None:
    rewrite_function(op.get_bind(), "is_space_taken", CHANGE)


def downgrade() -> None:
    restore_function(op.get_bind(), "is_space_taken", CHANGE)
