"""The organisation's directory: its tokens, and what it says of people and groups (SCIM).

A directory token is nobody's: it speaks for the directory of one organisation and can do nothing
but keep people and groups. Only its digest is kept.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261122_0068"
down_revision = "20261122_0070"
branch_labels = None
depends_on = None

TOKENS = """
CREATE TABLE directory_token (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  digest bytea NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT directory_token_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT directory_token_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT directory_token_digest_key UNIQUE (digest),
  CONSTRAINT directory_token_digest_is_sha256 CHECK (octet_length(digest) = 32),
  CONSTRAINT directory_token_name_sane CHECK (length(btrim(name)) BETWEEN 1 AND 120)
);

-- A set-up may grant the service all tables.
REVOKE UPDATE, DELETE ON directory_token FROM floorplans_app;
GRANT SELECT, INSERT ON directory_token TO floorplans_app;
GRANT UPDATE (last_used_at, revoked_at) ON directory_token TO floorplans_app;
GRANT SELECT ON directory_token TO floorplans_definer;
"""

LOOK_UP = """
CREATE FUNCTION directory_token_of(wanted bytea)
RETURNS TABLE (organisation_id uuid, token_id uuid, last_used_at timestamptz)
LANGUAGE sql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t.organisation_id, t.id, t.last_used_at FROM directory_token t
  WHERE t.digest = wanted AND t.revoked_at IS NULL
$$;
"""

# directory_at: when the directory last wrote of the person; NULL for those it does not keep.
COLUMNS = """
ALTER TABLE person
  ADD COLUMN external_id text,
  ADD COLUMN user_name text,
  ADD COLUMN given_name text,
  ADD COLUMN family_name text,
  ADD COLUMN directory_at timestamptz,
  ADD CONSTRAINT person_external_id_sane CHECK (length(external_id) BETWEEN 1 AND 256),
  ADD CONSTRAINT person_user_name_sane CHECK (length(user_name) BETWEEN 1 AND 256),
  ADD CONSTRAINT person_given_name_sane CHECK (length(given_name) BETWEEN 1 AND 120),
  ADD CONSTRAINT person_family_name_sane CHECK (length(family_name) BETWEEN 1 AND 120),
  ADD CONSTRAINT person_kept_by_directory CHECK (
    directory_at IS NOT NULL
    OR num_nonnulls(external_id, user_name, given_name, family_name) = 0);
CREATE UNIQUE INDEX person_external_id_key ON person (organisation_id, external_id)
  WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX person_user_name_key ON person (organisation_id, lower(user_name))
  WHERE user_name IS NOT NULL;

ALTER TABLE person_group
  ADD COLUMN external_id text,
  ADD CONSTRAINT person_group_external_id_sane CHECK (length(external_id) BETWEEN 1 AND 256),
  ADD CONSTRAINT person_group_external_id_of_scim CHECK (external_id IS NULL OR kept_by = 'scim');
CREATE UNIQUE INDEX person_group_external_id_key ON person_group (organisation_id, external_id)
  WHERE external_id IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(TOKENS)
    isolate(op.get_bind(), "directory_token")
    op.execute(LOOK_UP)
    confine(op.get_bind(), "directory_token_of(bytea)")
    op.execute("GRANT EXECUTE ON FUNCTION directory_token_of(bytea) TO floorplans_app")
    op.execute(COLUMNS)


def downgrade() -> None:
    op.execute("""
    ALTER TABLE person_group DROP COLUMN external_id;
    ALTER TABLE person DROP COLUMN external_id, DROP COLUMN user_name, DROP COLUMN given_name,
      DROP COLUMN family_name, DROP COLUMN directory_at;
    DROP FUNCTION directory_token_of(bytea);
    DROP TABLE directory_token;
    """)
