"""Let the application remove sites, buildings and floors.

What they hold is kept by the foreign keys, which restrict: only an empty place can go.
"""

from __future__ import annotations

from alembic import op

revision = "20261121_0010"
down_revision = "20261120_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("GRANT DELETE ON site, building, floor TO floorplans_app")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON site, building, floor FROM floorplans_app")
