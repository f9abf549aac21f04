"""What a DWG was converted to, kept beside its file and forgotten with it.

The DXF is packed (zlib), so PostgreSQL need not try. ``converter`` tells which program made it, in
which version: another one converts anew.
"""

from __future__ import annotations

from alembic import op

revision = "20261121_0026"
down_revision = "20261121_0031"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE converted_file (
  organisation_id uuid NOT NULL,
  source_file_id uuid NOT NULL,
  converter text NOT NULL,
  told jsonb NOT NULL,
  content bytea NOT NULL,
  CONSTRAINT converted_file_pkey PRIMARY KEY (organisation_id, source_file_id),
  CONSTRAINT converted_file_source_file_fkey FOREIGN KEY (organisation_id, source_file_id)
    REFERENCES source_file (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT converted_file_converter_length CHECK (length(converter) BETWEEN 1 AND 100),
  CONSTRAINT converted_file_told_object CHECK (jsonb_typeof(told) = 'object')
);
ALTER TABLE converted_file ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE converted_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE converted_file FORCE ROW LEVEL SECURITY;
CREATE POLICY converted_file_of_organisation ON converted_file
  USING (organisation_id = current_organisation())
  WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE, DELETE ON converted_file TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE converted_file")
