"""Recognise a person fast: kept plans, and one round trip for who asks and what changed there.

A SECURITY DEFINER function in SQL is planned anew at every call; PL/pgSQL keeps its plans for a
session. The answers stay what they were: about exactly one secret that the caller already holds.
"""

from __future__ import annotations

from alembic import op

revision = "20261120_0009"
down_revision = "20261120_0008"
branch_labels = None
depends_on = None

_SESSION = """
  SELECT p.organisation_id, p.id, p.role, p.name, p.email, s.seen_at
  FROM session s
  JOIN person p ON p.organisation_id = s.organisation_id AND p.id = s.person_id
  WHERE s.digest = wanted AND s.seen_at > seen_after AND s.started_at > started_after
    AND p.left_at IS NULL
"""
_BEARER = """
  SELECT p.organisation_id, p.id, p.role, p.name, p.email
  FROM api_token t
  JOIN person p ON p.organisation_id = t.organisation_id AND p.id = t.person_id
  WHERE t.digest = wanted AND t.revoked_at IS NULL AND p.left_at IS NULL
    AND (t.expires_at IS NULL OR t.expires_at > at)
"""
_SESSION_SIGNATURE = """session_actor(
  wanted bytea, seen_after timestamptz, started_after timestamptz)
RETURNS TABLE (organisation_id uuid, person_id uuid, role text, name text, email text,
               seen_at timestamptz)"""
_BEARER_SIGNATURE = """token_actor(wanted bytea, at timestamptz)
RETURNS TABLE (organisation_id uuid, person_id uuid, role text, name text, email text)"""

_KEPT = """LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY {query};
END $$"""
_PLANNED = """LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$ {query} $$"""

# The floor's counter comes with the person; it is NULL where the floor is not their organisation's.
_AT_FLOOR = """
CREATE FUNCTION {name}_at_floor({arguments}, floor uuid)
RETURNS TABLE (organisation_id uuid, person_id uuid, role text, name text, email text,
               seen_at timestamptz, version bigint)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT a.organisation_id, a.person_id, a.role, a.name, a.email, {seen_at}, (
    SELECT COALESCE(v.version, 0)
    FROM floor f
    LEFT JOIN floor_version v ON v.organisation_id = f.organisation_id AND v.floor_id = f.id
    WHERE f.organisation_id = a.organisation_id AND f.id = floor)
  FROM {call} a;
END $$
"""

FUNCTIONS = (
    "session_at_floor(bytea, timestamptz, timestamptz, uuid)",
    "token_at_floor(bytea, timestamptz, uuid)",
)


def upgrade() -> None:
    _replace(_KEPT)
    op.execute(
        _AT_FLOOR.format(
            name="session",
            arguments="wanted bytea, seen_after timestamptz, started_after timestamptz",
            seen_at="a.seen_at",
            call="session_actor(wanted, seen_after, started_after)",
        )
    )
    op.execute(
        _AT_FLOOR.format(
            name="token",
            arguments="wanted bytea, at timestamptz",
            seen_at="at",
            call="token_actor(wanted, at)",
        )
    )
    for function in FUNCTIONS:
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    _replace(_PLANNED)


def _replace(body: str) -> None:
    # Replacing keeps the owner and the grants.
    op.execute(f"CREATE OR REPLACE FUNCTION {_SESSION_SIGNATURE} {body.format(query=_SESSION)}")
    op.execute(f"CREATE OR REPLACE FUNCTION {_BEARER_SIGNATURE} {body.format(query=_BEARER)}")
