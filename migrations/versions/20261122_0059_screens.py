"""Screens on walls: one floor to look at, by a secret address.

As with calendars only the digest of the secret is stored, and a function finds its screen before it
is known whose it is.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261122_0059"
down_revision = "20261122_0058"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE screen (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  floor_id uuid NOT NULL,
  name text NOT NULL,
  shows_names boolean NOT NULL,
  digest bytea NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT screen_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT screen_floor_fkey FOREIGN KEY (organisation_id, floor_id)
    REFERENCES floor (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT screen_digest_key UNIQUE (digest),
  CONSTRAINT screen_digest_is_sha256 CHECK (length(digest) = 32),
  CONSTRAINT screen_name_not_blank CHECK (name <> '')
);
CREATE INDEX screen_floor_idx ON screen (organisation_id, floor_id);
GRANT SELECT, INSERT, DELETE ON screen TO floorplans_app;
GRANT SELECT ON screen TO floorplans_definer;
"""

SCREEN_OF = """
CREATE FUNCTION screen_of(wanted bytea)
RETURNS TABLE (organisation_id uuid, screen_id uuid, floor_id uuid, name text, shows_names boolean)
LANGUAGE sql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT n.organisation_id, n.id, n.floor_id, n.name, n.shows_names
  FROM screen n WHERE n.digest = wanted
$$;
"""


def upgrade() -> None:
    op.execute(TABLE)
    isolate(op.get_bind(), "screen")
    op.execute(SCREEN_OF)
    confine(op.get_bind(), "screen_of(bytea)")
    op.execute("GRANT EXECUTE ON FUNCTION screen_of(bytea) TO floorplans_app")


def downgrade() -> None:
    op.execute("DROP FUNCTION screen_of(bytea)")
    op.execute("DROP TABLE screen")
