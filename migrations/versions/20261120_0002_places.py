"""Sites, buildings, floors, and the zones and spaces whose identity outlives every plan."""

from __future__ import annotations

from alembic import op

revision = "20261120_0002"
down_revision = "20261120_0001"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE site (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  time_zone text NOT NULL,
  srid integer NOT NULL,
  position geometry(Point, 4326) NOT NULL,
  CONSTRAINT site_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT site_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT site_srid_key UNIQUE (organisation_id, id, srid),
  CONSTRAINT site_name_key UNIQUE (organisation_id, name),
  CONSTRAINT site_name_not_blank CHECK (btrim(name) <> ''),
  CONSTRAINT site_srid_metric CHECK (srid NOT IN (0, 3857, 900913, 4326, 4258, 4269)),
  CONSTRAINT site_position_finite CHECK (
    ST_X(position) BETWEEN -180 AND 180 AND ST_Y(position) BETWEEN -90 AND 90)
);

CREATE TABLE building (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  name text NOT NULL,
  CONSTRAINT building_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT building_site_fkey FOREIGN KEY (organisation_id, site_id)
    REFERENCES site (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT building_site_key UNIQUE (organisation_id, id, site_id),
  CONSTRAINT building_name_key UNIQUE (organisation_id, site_id, name),
  CONSTRAINT building_name_not_blank CHECK (btrim(name) <> '')
);

-- site_id and srid stand here again so that a shape's SRID can be held by a foreign key.
CREATE TABLE floor (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  building_id uuid NOT NULL,
  site_id uuid NOT NULL,
  srid integer NOT NULL,
  ordinal integer NOT NULL,
  name text NOT NULL,
  short_name text NOT NULL,
  extent geometry(Polygon),
  CONSTRAINT floor_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT floor_building_fkey FOREIGN KEY (organisation_id, building_id, site_id)
    REFERENCES building (organisation_id, id, site_id) ON DELETE RESTRICT,
  CONSTRAINT floor_site_fkey FOREIGN KEY (organisation_id, site_id, srid)
    REFERENCES site (organisation_id, id, srid) ON DELETE RESTRICT,
  CONSTRAINT floor_srid_key UNIQUE (organisation_id, id, srid),
  CONSTRAINT floor_ordinal_key UNIQUE (organisation_id, building_id, ordinal),
  CONSTRAINT floor_name_key UNIQUE (organisation_id, building_id, name),
  CONSTRAINT floor_name_not_blank CHECK (btrim(name) <> '' AND btrim(short_name) <> ''),
  CONSTRAINT floor_extent_srid CHECK (ST_SRID(extent) = srid),
  CONSTRAINT floor_extent_finite CHECK (
    ST_XMin(extent) >= -1e8 AND ST_XMax(extent) <= 1e8
    AND ST_YMin(extent) >= -1e8 AND ST_YMax(extent) <= 1e8)
);
CREATE INDEX floor_extent_idx ON floor USING gist (organisation_id, site_id, extent);

-- Counts every change that a map of the floor should show; see the trigger floor_changed.
CREATE TABLE floor_version (
  organisation_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  version bigint NOT NULL DEFAULT 0,
  CONSTRAINT floor_version_pkey PRIMARY KEY (organisation_id, floor_id),
  CONSTRAINT floor_version_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE
) WITH (fillfactor = 50);

CREATE TABLE zone (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  floor_id uuid NOT NULL,
  name text NOT NULL,
  ended_at timestamptz,
  CONSTRAINT zone_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT zone_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT zone_floor_key UNIQUE (organisation_id, id, floor_id),
  CONSTRAINT zone_name_not_blank CHECK (btrim(name) <> '')
);

CREATE TABLE space (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  floor_id uuid NOT NULL,
  kind text NOT NULL,
  category text NOT NULL,
  number text,
  name text NOT NULL,
  capacity integer NOT NULL DEFAULT 1,
  bookable boolean NOT NULL,
  features text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT space_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT space_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT space_floor_key UNIQUE (organisation_id, id, floor_id),
  CONSTRAINT space_kind_known CHECK (
    kind IN ('desk', 'room', 'booth', 'parking', 'locker', 'area')),
  CONSTRAINT space_name_not_blank CHECK (btrim(name) <> ''),
  CONSTRAINT space_capacity_positive CHECK (capacity >= 1)
);
CREATE INDEX space_floor_idx ON space (organisation_id, floor_id);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE space, zone, floor_version, floor, building, site")
