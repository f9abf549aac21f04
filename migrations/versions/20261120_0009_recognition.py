"""Recognise a person fast: kept plans, one round trip for who asks and what changed there, and
news for those who remember the answer.

A SECURITY DEFINER function in SQL is planned anew at every call; PL/pgSQL keeps its plans for a
session. The answers stay what they were: about exactly one secret that the caller already holds.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine

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
               seen_at timestamptz, {limit} timestamptz, version bigint)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT a.organisation_id, a.person_id, a.role, a.name, a.email, {seen_at},
    (SELECT s.{limit} FROM {table} s WHERE s.digest = wanted), (
    SELECT COALESCE(v.version, 0)
    FROM floor f
    LEFT JOIN floor_version v ON v.organisation_id = f.organisation_id AND v.floor_id = f.id
    WHERE f.organisation_id = a.organisation_id AND f.id = floor)
  FROM {call} a;
END $$
"""

# Without content: whoever remembers a person forgets all, which is rare and cheap.
NEWS = """
CREATE FUNCTION person_changed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_notify('person_changed', '');
  RETURN NULL;
END $$;

CREATE TRIGGER person_changed AFTER UPDATE OF role, name, email, left_at ON person
  FOR EACH ROW EXECUTE FUNCTION person_changed();
CREATE TRIGGER session_ended AFTER DELETE OR UPDATE OF digest, started_at ON session
  FOR EACH ROW EXECUTE FUNCTION person_changed();
CREATE TRIGGER api_token_changed AFTER DELETE OR UPDATE OF digest, expires_at, revoked_at
  ON api_token FOR EACH ROW EXECUTE FUNCTION person_changed();
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
            table="session",
            limit="started_at",
            arguments="wanted bytea, seen_after timestamptz, started_after timestamptz",
            seen_at="a.seen_at",
            call="session_actor(wanted, seen_after, started_after)",
        )
    )
    op.execute(
        _AT_FLOOR.format(
            name="token",
            table="api_token",
            limit="expires_at",
            arguments="wanted bytea, at timestamptz",
            seen_at="at",
            call="token_actor(wanted, at)",
        )
    )
    confine(op.get_bind(), *FUNCTIONS)
    for function in FUNCTIONS:
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")

    op.execute(NEWS)
    op.execute("REVOKE ALL ON FUNCTION person_changed() FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION person_changed() CASCADE")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    _replace(_PLANNED)


def _replace(body: str) -> None:
    # Replacing keeps the owner and the grants.
    op.execute(f"CREATE OR REPLACE FUNCTION {_SESSION_SIGNATURE} {body.format(query=_SESSION)}")
    op.execute(f"CREATE OR REPLACE FUNCTION {_BEARER_SIGNATURE} {body.format(query=_BEARER)}")
