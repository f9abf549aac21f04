"""The nearest search says how few rows it gives, and may count floors without other buildings.

Taken for a thousand rows, its answer was joined with whole tables where they had some ten thousand
places: ten rows are looked up one by one. Whoever asks by the way there knows what a change of
floors costs at least in one building, and nothing of others: where another building costs nothing,
neither do the floors of it.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261122_0075"
down_revision = "20261122_0072"
branch_labels = None
depends_on = None

_OTHERS = Passage(
    """          THEN floor_s * abs(f.ordinal - origin.ordinal)
          ELSE""",
    """          THEN floor_s * abs(f.ordinal - origin.ordinal)
          WHEN other_building_s = 0 THEN 0
          ELSE""",
)


def upgrade() -> None:
    rewrite_function(op.get_bind(), "nearest_free", _OTHERS)
    op.execute("ALTER FUNCTION nearest_free ROWS 20")
    op.execute("ALTER FUNCTION nearest_of_floor ROWS 20")


def downgrade() -> None:
    op.execute("ALTER FUNCTION nearest_of_floor ROWS 1000")
    op.execute("ALTER FUNCTION nearest_free ROWS 1000")
    restore_function(op.get_bind(), "nearest_free", _OTHERS)
