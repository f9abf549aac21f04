"""A directory's token ends, and says who made it; administrators are told before, and who left."""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine

revision = "20261122_0076"
down_revision = "20261122_0073"
branch_labels = None
depends_on = None

# Tokens from before end a year from now, and nobody knows who made them.
COLUMNS = """
ALTER TABLE directory_token
  ADD COLUMN expires_at timestamptz NOT NULL DEFAULT now() + interval '1 year',
  ADD COLUMN made_by uuid,
  ADD COLUMN warned_at timestamptz,
  ADD COLUMN left_told_at timestamptz,
  ADD CONSTRAINT directory_token_ends CHECK (expires_at > created_at),
  ADD CONSTRAINT directory_token_made_by_fkey FOREIGN KEY (organisation_id, made_by)
    REFERENCES person (organisation_id, id) ON DELETE SET NULL (made_by);
CREATE INDEX directory_token_made_by_idx ON directory_token (organisation_id, made_by)
  WHERE made_by IS NOT NULL;
GRANT UPDATE (expires_at, warned_at, left_told_at) ON directory_token TO floorplans_app;
"""
_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
LOOK_UP = f"""
DROP FUNCTION directory_token_of(bytea);
CREATE FUNCTION directory_token_of(wanted bytea)
RETURNS TABLE (
  organisation_id uuid, token_id uuid, last_used_at timestamptz, expires_at timestamptz)
LANGUAGE sql STABLE ROWS 1 {_DEFINER} AS $$
  SELECT t.organisation_id, t.id, t.last_used_at, t.expires_at FROM directory_token t
  WHERE t.digest = wanted AND t.revoked_at IS NULL
$$;
"""
LOOK_UP_BEFORE = f"""
DROP FUNCTION directory_token_of(bytea);
CREATE FUNCTION directory_token_of(wanted bytea)
RETURNS TABLE (organisation_id uuid, token_id uuid, last_used_at timestamptz)
LANGUAGE sql STABLE ROWS 1 {_DEFINER} AS $$
  SELECT t.organisation_id, t.id, t.last_used_at FROM directory_token t
  WHERE t.digest = wanted AND t.revoked_at IS NULL
$$;
"""
ENDING = f"""
CREATE FUNCTION directory_tokens_ending(at timestamptz, before timestamptz)
RETURNS TABLE (organisation_id uuid, token_id uuid)
LANGUAGE sql STABLE ROWS 10 {_DEFINER} AS $$
  SELECT t.organisation_id, t.id FROM directory_token t
  WHERE t.revoked_at IS NULL AND t.warned_at IS NULL
    AND t.expires_at > at AND t.expires_at <= before
$$;
"""
LOOKED_UP = "directory_token_of(bytea)"
ENDING_SOON = "directory_tokens_ending(timestamptz, timestamptz)"


def upgrade() -> None:
    op.execute(COLUMNS)
    op.execute(LOOK_UP)
    op.execute(ENDING)
    _serve(LOOKED_UP, ENDING_SOON)
    _about_neither("webhook_paused", "directory_token")


def downgrade() -> None:
    op.execute("ALTER TABLE message NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM message WHERE kind = 'directory_token'")
    op.execute("ALTER TABLE message FORCE ROW LEVEL SECURITY")
    _about_neither("webhook_paused")
    op.execute(f"DROP FUNCTION {ENDING_SOON}")
    op.execute(LOOK_UP_BEFORE)
    _serve(LOOKED_UP)
    op.execute("""
    ALTER TABLE directory_token DROP COLUMN expires_at, DROP COLUMN made_by,
      DROP COLUMN warned_at, DROP COLUMN left_told_at
    """)


def _serve(*functions: str) -> None:
    confine(op.get_bind(), *functions)
    for function in functions:
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def _about_neither(*kinds: str) -> None:
    """Which messages are about no booking and no place."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"""
    ALTER TABLE message
      DROP CONSTRAINT message_of_booking_or_places,
      DROP CONSTRAINT message_of_place,
      ADD CONSTRAINT message_of_booking_or_places CHECK (
        (booking_id IS NULL) = (kind IN ('own_places', 'fault', 'fault_done', {named}))
        AND (during IS NULL) = (booking_id IS NULL)
        AND (booking_id IS NOT NULL OR gathers IS NULL)),
      ADD CONSTRAINT message_of_place CHECK ((space_id IS NULL) = (kind IN ({named})))
    """)
