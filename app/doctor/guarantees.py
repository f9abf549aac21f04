"""What the database itself must hold: tenancy, no double booking, functions that stay confined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from app.doctor.finding import Finding, fine, problem

LOWEST_POSTGIS = (3, 1)

_ROLE = """
SELECT rolsuper, rolbypassrls, rolcreaterole,
       COALESCE((SELECT pg_has_role(current_user, oid, 'MEMBER')
                 FROM pg_roles WHERE rolname = 'floorplans_definer'), false)
FROM pg_roles WHERE rolname = current_user
"""
_OPEN_TABLES = """
SELECT c.relname FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
ORDER BY c.relname
"""
_EXCLUSION = """
SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
WHERE conname = 'taking_no_overlap' AND contype = 'x' AND conrelid = to_regclass('public.taking')
  AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = to_regclass('public.booking')
    AND t.tgname = 'booking_takes' AND t.tgenabled <> 'D')
"""
_LOOSE_FUNCTIONS = """
SELECT p.proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  AND (r.rolname <> 'floorplans_definer'
       OR NOT COALESCE(array_to_string(p.proconfig, ',') LIKE '%search_path=%', false))
ORDER BY p.proname
"""


def look_at_guarantees(connection: Connection[Any]) -> Iterator[Finding]:
    yield _role(connection)
    yield _row_security(connection)
    yield _no_double_booking(connection)
    yield _functions(connection)
    yield _postgis(connection)


def _role(connection: Connection[Any]) -> Finding:
    row = connection.execute(_ROLE).fetchone()
    if row is not None and not any(row):
        return fine("app_role", "The service's login sees only what its organisation may see.")
    return problem(
        "app_role",
        "The service's login may see every organisation's rows.",
        "Let it sign in as floorplans_app, made as docs/own-postgresql.md shows.",
    )


def _row_security(connection: Connection[Any]) -> Finding:
    tables = [name for (name,) in connection.execute(_OPEN_TABLES).fetchall()]
    if not tables:
        return fine("row_security", "Row-level security is on and forced for every tenant's table.")
    return problem(
        "row_security",
        f"Row-level security is not forced for: {', '.join(tables)}.",
        "Run: floorplans db migrate; if it stays, restore the table's policy by its migration.",
    )


def _no_double_booking(connection: Connection[Any]) -> Finding:
    row = connection.execute(_EXCLUSION).fetchone()
    if row is not None and "during WITH &&" in row[0] and "space_id WITH =" in row[0]:
        return fine("taking_no_overlap", "The database itself refuses double bookings.")
    return problem(
        "taking_no_overlap",
        "The constraint that makes double bookings impossible is missing.",
        "Stop the service and run: floorplans db migrate",
    )


def _functions(connection: Connection[Any]) -> Finding:
    functions = [name for (name,) in connection.execute(_LOOSE_FUNCTIONS).fetchall()]
    if not functions:
        return fine("definer_functions", "Functions that see past the policies are confined.")
    return problem(
        "definer_functions",
        f"These functions see past the policies and are not confined: {', '.join(functions)}.",
        "Run: floorplans db migrate; drop those that are not part of this program.",
    )


def _postgis(connection: Connection[Any]) -> Finding:
    row = connection.execute(
        "SELECT extversion FROM pg_extension WHERE extname = 'postgis'"
    ).fetchone()
    if row is None:
        return problem(
            "postgis", "The database has no PostGIS.", "Install it: see docs/own-postgresql.md."
        )
    version = tuple(int(part) for part in row[0].split(".")[:2] if part.isdigit())
    if version < LOWEST_POSTGIS:
        return problem("postgis", f"PostGIS {row[0]} is too old.", "Upgrade it to 3.1 or newer.")
    return fine("postgis", f"PostGIS is {row[0]}.")
