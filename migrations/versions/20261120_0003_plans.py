"""Plan revisions: the file, what was understood, where it lies on the earth, and its shapes."""

from __future__ import annotations

from alembic import op

revision = "20261120_0003"
down_revision = "20261120_0002"
branch_labels = None
depends_on = None


def _finite(column: str) -> str:
    """A check that no coordinate is NaN, infinite or absurd (NaN sorts above every number)."""
    return (
        f"ST_XMin({column}) >= -1e8 AND ST_XMax({column}) <= 1e8 "
        f"AND ST_YMin({column}) >= -1e8 AND ST_YMax({column}) <= 1e8"
    )


def _shape_checks(table: str, column: str = "geom") -> str:
    return f"""CONSTRAINT {table}_{column}_srid CHECK (ST_SRID({column}) = srid),
  CONSTRAINT {table}_{column}_valid CHECK (ST_IsValid({column}) AND NOT ST_IsEmpty({column})),
  CONSTRAINT {table}_{column}_finite CHECK ({_finite(column)})"""


TABLES = f"""
CREATE TABLE source_file (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  sha256 bytea NOT NULL,
  name text NOT NULL,
  content bytea NOT NULL,
  uploaded_by uuid,
  uploaded_at timestamptz NOT NULL,
  CONSTRAINT source_file_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT source_file_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT source_file_uploaded_by_fkey FOREIGN KEY (organisation_id, uploaded_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT source_file_sha256_key UNIQUE (organisation_id, sha256),
  CONSTRAINT source_file_sha256_length CHECK (octet_length(sha256) = 32)
);
ALTER TABLE source_file ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE plan_revision (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  floor_id uuid NOT NULL,
  srid integer NOT NULL,
  number integer NOT NULL,
  state text NOT NULL,
  source_file_id uuid NOT NULL,
  profile jsonb NOT NULL DEFAULT '{{}}',
  progress_stage text NOT NULL DEFAULT '',
  progress_share real NOT NULL DEFAULT 0,
  refusal jsonb,
  draft jsonb,
  map_digest text,
  map_document bytea,
  created_by uuid,
  created_at timestamptz NOT NULL,
  published_by uuid,
  published_at timestamptz,
  CONSTRAINT plan_revision_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT plan_revision_floor_fkey FOREIGN KEY (organisation_id, floor_id, srid)
    REFERENCES floor (organisation_id, id, srid) ON DELETE RESTRICT,
  CONSTRAINT plan_revision_source_file_fkey FOREIGN KEY (organisation_id, source_file_id)
    REFERENCES source_file (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_revision_created_by_fkey FOREIGN KEY (organisation_id, created_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_revision_published_by_fkey FOREIGN KEY (organisation_id, published_by)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT plan_revision_number_key UNIQUE (organisation_id, floor_id, number),
  CONSTRAINT plan_revision_floor_key UNIQUE (organisation_id, id, floor_id, srid),
  CONSTRAINT plan_revision_state_known CHECK (state IN
    ('reading', 'refused', 'draft', 'published', 'superseded', 'discarded')),
  CONSTRAINT plan_revision_refusal_told CHECK ((state = 'refused') = (refusal IS NOT NULL)),
  CONSTRAINT plan_revision_draft_present CHECK (
    state NOT IN ('draft', 'published', 'superseded') OR draft IS NOT NULL),
  CONSTRAINT plan_revision_map_present CHECK (
    state NOT IN ('published', 'superseded')
    OR (map_digest IS NOT NULL AND map_document IS NOT NULL))
);
-- The pointer of a floor to what people see: at most one published revision.
CREATE UNIQUE INDEX plan_revision_one_published
  ON plan_revision (organisation_id, floor_id) WHERE state = 'published';

CREATE TABLE georeference (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  srid integer NOT NULL,
  method text NOT NULL,
  scale double precision NOT NULL,
  rotation_deg double precision NOT NULL,
  mirrored boolean NOT NULL DEFAULT false,
  origin_east double precision NOT NULL,
  origin_north double precision NOT NULL,
  rmse_m double precision,
  control_points jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT georeference_pkey PRIMARY KEY (organisation_id, plan_revision_id),
  CONSTRAINT georeference_plan_revision_fkey
    FOREIGN KEY (organisation_id, plan_revision_id, floor_id, srid)
    REFERENCES plan_revision (organisation_id, id, floor_id, srid) ON DELETE CASCADE,
  CONSTRAINT georeference_method_known CHECK (method IN
    ('geodata', 'control_points', 'point_and_bearing', 'same_as_building', 'assumed')),
  CONSTRAINT georeference_finite CHECK (
    scale BETWEEN 0.001 AND 1000 AND rotation_deg BETWEEN -360 AND 360
    AND origin_east BETWEEN -1e8 AND 1e8 AND origin_north BETWEEN -1e8 AND 1e8
    AND rmse_m BETWEEN 0 AND 1e6)
);

CREATE TABLE import_issue (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  number integer NOT NULL,
  code text NOT NULL,
  severity text NOT NULL,
  message text NOT NULL,
  advice text NOT NULL,
  handle text,
  layer text,
  location geometry(Point),
  CONSTRAINT import_issue_pkey PRIMARY KEY (organisation_id, plan_revision_id, number),
  CONSTRAINT import_issue_plan_revision_fkey FOREIGN KEY (organisation_id, plan_revision_id)
    REFERENCES plan_revision (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT import_issue_severity_known CHECK (severity IN ('error', 'warning', 'info')),
  CONSTRAINT import_issue_location_srid CHECK (ST_SRID(location) = 0),
  CONSTRAINT import_issue_location_finite CHECK ({_finite("location")})
);
CREATE INDEX import_issue_location_idx ON import_issue USING gist (location);

CREATE TABLE plan_background (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  srid integer NOT NULL,
  outline geometry(MultiPolygon) NOT NULL,
  walls geometry(MultiLineString) NOT NULL,
  CONSTRAINT plan_background_pkey PRIMARY KEY (organisation_id, plan_revision_id),
  CONSTRAINT plan_background_plan_revision_fkey
    FOREIGN KEY (organisation_id, plan_revision_id, floor_id, srid)
    REFERENCES plan_revision (organisation_id, id, floor_id, srid) ON DELETE CASCADE,
  CONSTRAINT plan_background_walls_srid CHECK (ST_SRID(walls) = srid),
  {_shape_checks("plan_background", "outline")}
);

CREATE TABLE opening (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  number integer NOT NULL,
  floor_id uuid NOT NULL,
  srid integer NOT NULL,
  kind text NOT NULL,
  width_m double precision NOT NULL,
  geom geometry(LineString) NOT NULL,
  CONSTRAINT opening_pkey PRIMARY KEY (organisation_id, plan_revision_id, number),
  CONSTRAINT opening_plan_revision_fkey
    FOREIGN KEY (organisation_id, plan_revision_id, floor_id, srid)
    REFERENCES plan_revision (organisation_id, id, floor_id, srid) ON DELETE CASCADE,
  CONSTRAINT opening_kind_known CHECK (kind IN ('door', 'double_door', 'opening', 'entrance')),
  CONSTRAINT opening_width_positive CHECK (width_m > 0 AND width_m < 100),
  {_shape_checks("opening")}
);

CREATE TABLE connector (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  number integer NOT NULL,
  floor_id uuid NOT NULL,
  srid integer NOT NULL,
  kind text NOT NULL,
  name text,
  geom geometry(Polygon) NOT NULL,
  CONSTRAINT connector_pkey PRIMARY KEY (organisation_id, plan_revision_id, number),
  CONSTRAINT connector_plan_revision_fkey
    FOREIGN KEY (organisation_id, plan_revision_id, floor_id, srid)
    REFERENCES plan_revision (organisation_id, id, floor_id, srid) ON DELETE CASCADE,
  CONSTRAINT connector_kind_known CHECK (kind IN ('stair', 'lift', 'ramp', 'escalator')),
  {_shape_checks("connector")}
);

CREATE TABLE zone_shape (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  zone_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  srid integer NOT NULL,
  is_live boolean NOT NULL,
  geom geometry(Polygon) NOT NULL,
  geom_4326 geometry(Polygon, 4326) NOT NULL,
  CONSTRAINT zone_shape_pkey PRIMARY KEY (organisation_id, plan_revision_id, zone_id),
  CONSTRAINT zone_shape_plan_revision_fkey
    FOREIGN KEY (organisation_id, plan_revision_id, floor_id, srid)
    REFERENCES plan_revision (organisation_id, id, floor_id, srid) ON DELETE RESTRICT,
  CONSTRAINT zone_shape_zone_fkey FOREIGN KEY (organisation_id, zone_id, floor_id)
    REFERENCES zone (organisation_id, id, floor_id) ON DELETE RESTRICT,
  {_shape_checks("zone_shape")}
);
CREATE INDEX zone_shape_geom_idx ON zone_shape USING gist (organisation_id, floor_id, geom)
  WHERE is_live;

CREATE TABLE space_shape (
  organisation_id uuid NOT NULL,
  plan_revision_id uuid NOT NULL,
  space_id uuid NOT NULL,
  floor_id uuid NOT NULL,
  srid integer NOT NULL,
  is_live boolean NOT NULL,
  within_space_id uuid,
  rotation_deg double precision,
  handle text,
  layer text,
  geom geometry(Polygon) NOT NULL,
  anchor geometry(Point) NOT NULL,
  geom_4326 geometry(Polygon, 4326) NOT NULL,
  anchor_4326 geometry(Point, 4326) NOT NULL,
  CONSTRAINT space_shape_pkey PRIMARY KEY (organisation_id, plan_revision_id, space_id),
  CONSTRAINT space_shape_plan_revision_fkey
    FOREIGN KEY (organisation_id, plan_revision_id, floor_id, srid)
    REFERENCES plan_revision (organisation_id, id, floor_id, srid) ON DELETE RESTRICT,
  CONSTRAINT space_shape_space_fkey FOREIGN KEY (organisation_id, space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT space_shape_within_fkey FOREIGN KEY (organisation_id, within_space_id, floor_id)
    REFERENCES space (organisation_id, id, floor_id) ON DELETE RESTRICT,
  CONSTRAINT space_shape_anchor_srid CHECK (ST_SRID(anchor) = srid),
  CONSTRAINT space_shape_anchor_inside CHECK (ST_Intersects(geom, anchor)),
  CONSTRAINT space_shape_rotation_finite CHECK (rotation_deg BETWEEN -360 AND 360),
  {_shape_checks("space_shape")}
);
CREATE UNIQUE INDEX space_shape_one_live ON space_shape (organisation_id, space_id) WHERE is_live;
CREATE INDEX space_shape_anchor_idx
  ON space_shape USING gist (organisation_id, floor_id, anchor) WHERE is_live;
CREATE INDEX space_shape_geom_idx
  ON space_shape USING gist (organisation_id, floor_id, geom) WHERE is_live;
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute(
        "DROP TABLE space_shape, zone_shape, connector, opening, plan_background, "
        "import_issue, georeference, plan_revision, source_file"
    )
