"""Let a finding hold the line that would settle it: from one side of a gap to the other."""

from __future__ import annotations

from alembic import op

revision = "20261121_0011"
down_revision = "20261121_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
    ALTER TABLE import_issue
      ADD COLUMN segment geometry(LineString),
      ADD CONSTRAINT import_issue_segment_srid CHECK (ST_SRID(segment) = 0),
      ADD CONSTRAINT import_issue_segment_finite CHECK (
        ST_XMin(segment) >= -1e8 AND ST_XMax(segment) <= 1e8
        AND ST_YMin(segment) >= -1e8 AND ST_YMax(segment) <= 1e8)
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE import_issue DROP COLUMN segment")
