"""Positions by a world file and by another floor; which bearing is up on the maps of a building."""

from __future__ import annotations

from alembic import op

revision = "20261121_0020"
down_revision = "20261121_0019"
branch_labels = None
depends_on = None

METHODS = ("geodata", "control_points", "point_and_bearing", "same_as_building", "assumed")
MORE_METHODS = (*METHODS, "world_file", "like_floor")


def upgrade() -> None:
    _allow(MORE_METHODS)
    op.execute("""
        ALTER TABLE georeference ADD COLUMN detail jsonb NOT NULL DEFAULT '{}';
        ALTER TABLE georeference ADD CONSTRAINT georeference_detail_object
          CHECK (jsonb_typeof(detail) = 'object');
        ALTER TABLE building ADD COLUMN heading_deg double precision;
        ALTER TABLE building ADD CONSTRAINT building_heading_in_circle
          CHECK (heading_deg >= 0 AND heading_deg < 360);
    """)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE building DROP COLUMN heading_deg;
        UPDATE georeference SET method = 'assumed' WHERE method IN ('world_file', 'like_floor');
        ALTER TABLE georeference DROP COLUMN detail;
    """)
    _allow(METHODS)


def _allow(methods: tuple[str, ...]) -> None:
    names = ", ".join(f"'{name}'" for name in methods)
    op.execute("ALTER TABLE georeference DROP CONSTRAINT georeference_method_known")
    op.execute(
        "ALTER TABLE georeference ADD CONSTRAINT georeference_method_known"
        f" CHECK (method IN ({names}))"
    )
