"""Row-level security on every tenant's table, grants, and the sign-in look-ups that precede it.

Two kinds of code see past a policy: nobody who can log in, and the few functions owned by
``floorplans_definer`` (no login, BYPASSRLS). Each of those names the organisation itself or, for
the look-ups below, answers about exactly one secret that the caller already holds.
"""

from __future__ import annotations

from alembic import op

revision = "20261120_0005"
down_revision = "20261120_0004"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "person",
    "session",
    "api_token",
    "site",
    "building",
    "floor",
    "floor_version",
    "zone",
    "space",
    "source_file",
    "plan_revision",
    "georeference",
    "import_issue",
    "plan_background",
    "opening",
    "connector",
    "zone_shape",
    "space_shape",
    "booking",
    "closure",
)

CURRENT_ORGANISATION = """
CREATE FUNCTION current_organisation() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid $$
"""

LOOK_UPS = """
CREATE FUNCTION sign_in_lookup(login text)
RETURNS TABLE (organisation_id uuid, person_id uuid, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.organisation_id, p.id, p.password_hash
  FROM person p WHERE p.email = lower(login) AND p.left_at IS NULL
$$;

CREATE FUNCTION session_actor(wanted bytea, seen_after timestamptz, started_after timestamptz)
RETURNS TABLE (organisation_id uuid, person_id uuid, role text, name text, email text,
               seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.organisation_id, p.id, p.role, p.name, p.email, s.seen_at
  FROM session s
  JOIN person p ON p.organisation_id = s.organisation_id AND p.id = s.person_id
  WHERE s.digest = wanted AND s.seen_at > seen_after AND s.started_at > started_after
    AND p.left_at IS NULL
$$;

CREATE FUNCTION token_actor(wanted bytea, at timestamptz)
RETURNS TABLE (organisation_id uuid, person_id uuid, role text, name text, email text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.organisation_id, p.id, p.role, p.name, p.email
  FROM api_token t
  JOIN person p ON p.organisation_id = t.organisation_id AND p.id = t.person_id
  WHERE t.digest = wanted AND t.revoked_at IS NULL AND p.left_at IS NULL
    AND (t.expires_at IS NULL OR t.expires_at > at)
$$;
"""

FUNCTIONS = (
    "sign_in_lookup(text)",
    "session_actor(bytea, timestamptz, timestamptz)",
    "token_actor(bytea, timestamptz)",
)


def upgrade() -> None:
    op.execute(CURRENT_ORGANISATION)
    op.execute(LOOK_UPS)
    tables = ", ".join(TENANT_TABLES)
    for table in TENANT_TABLES:
        _isolate(table, "organisation_id")
    _isolate("organisation", "id")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON {tables}, organisation TO floorplans_app")
    op.execute("GRANT DELETE ON session, api_token, closure, georeference TO floorplans_app")
    op.execute("GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO floorplans_app")
    op.execute(f"GRANT SELECT ON {tables}, organisation TO floorplans_definer")
    op.execute("GRANT INSERT, UPDATE ON floor_version TO floorplans_definer")
    for function in FUNCTIONS:
        _confine(function)
    op.execute("ALTER FUNCTION floor_changed() OWNER TO floorplans_definer")


def _isolate(table: str, column: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {table}_of_organisation ON {table} "
        f"USING ({column} = current_organisation()) "
        f"WITH CHECK ({column} = current_organisation())"
    )


def _confine(function: str) -> None:
    op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
    op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    op.execute("ALTER FUNCTION floor_changed() OWNER TO CURRENT_USER")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    for table in (*TENANT_TABLES, "organisation"):
        op.execute(f"DROP POLICY {table}_of_organisation ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute(
        f"REVOKE ALL ON {', '.join(TENANT_TABLES)}, organisation, sign_in_attempt "
        "FROM floorplans_app, floorplans_definer"
    )
    op.execute("DROP FUNCTION current_organisation()")
