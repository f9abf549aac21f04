"""Zones of several pieces: spaces that are put in a zone need not lie beside each other."""

from __future__ import annotations

from alembic import op

revision = "20261121_0027"
down_revision = "20261121_0039"
branch_labels = None
depends_on = None

# Of a zone in several pieces the old form holds one area round all of them.
_ONE = "CASE ST_NumGeometries({0}) WHEN 1 THEN ST_GeometryN({0}, 1) ELSE ST_ConvexHull({0}) END"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE zone_shape
          ALTER COLUMN geom TYPE geometry(MultiPolygon) USING ST_Multi(geom),
          ALTER COLUMN geom_4326 TYPE geometry(MultiPolygon, 4326) USING ST_Multi(geom_4326)
    """)


def downgrade() -> None:
    op.execute(f"""
        ALTER TABLE zone_shape
          ALTER COLUMN geom TYPE geometry(Polygon) USING {_ONE.format("geom")},
          ALTER COLUMN geom_4326 TYPE geometry(Polygon, 4326) USING {_ONE.format("geom_4326")}
    """)
