"""Let the application remove plans that were refused or discarded, with the floor they were for.

Shapes of what was ever published are kept by the foreign keys, which restrict.
"""

from __future__ import annotations

from alembic import op

revision = "20261121_0012"
down_revision = "20261121_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("GRANT DELETE ON plan_revision TO floorplans_app")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON plan_revision FROM floorplans_app")
