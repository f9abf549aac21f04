"""Let the application remove files that no plan refers to any more.

The foreign key of ``plan_revision`` restricts: a file of any plan stays.
"""

from __future__ import annotations

from alembic import op

revision = "20261121_0024"
down_revision = "20261121_0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("GRANT DELETE ON source_file TO floorplans_app")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON source_file FROM floorplans_app")
