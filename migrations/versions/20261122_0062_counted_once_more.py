"""Things are counted once more after they were taken by numbers beyond all others.

The lock on a thing keeps its count. Without it, who had counted before the last one was taken could
still take a number that no single one has; then the count after it refuses.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261122_0062"
down_revision = "20261122_0061"
branch_labels = None
depends_on = None

_TAKEN = """
  PERFORM number_lendings(organisation, wanted_equipment, wanted);
"""
COUNTED = Passage(
    _TAKEN,
    _TAKEN
    + """  left_over := thing.owned - thing.broken
    - equipment_out(organisation, wanted_equipment, wanted, NULL);
  IF left_over < 0 THEN
    RAISE EXCEPTION 'not so much of this equipment is left' USING ERRCODE = 'FP002',
      DETAIL = json_build_object('equipment_id', thing.id, 'kind', thing.kind,
        'name', thing.name, 'wanted', wanted_count, 'left', greatest(left_over + wanted_count, 0),
        'usable', thing.owned - thing.broken);
  END IF;
""",
)


def upgrade() -> None:
    rewrite_function(op.get_bind(), "lend", COUNTED)


def downgrade() -> None:
    restore_function(op.get_bind(), "lend", COUNTED)
