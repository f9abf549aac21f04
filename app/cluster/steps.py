"""What a database still needs before migrations can run, as the exact SQL that a person may run."""

from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import Connection

from app.cluster.configuration import APP, DEFINER, OWNER

ROLES: dict[str, LiteralString] = {
    OWNER: "CREATE ROLE floorplans_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    APP: "CREATE ROLE floorplans_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    DEFINER: "CREATE ROLE floorplans_definer NOLOGIN NOSUPERUSER BYPASSRLS",
}
MEMBERSHIP: LiteralString = "GRANT floorplans_definer TO floorplans_owner"

_EXTENSIONS: dict[str, LiteralString] = {
    "postgis": "CREATE EXTENSION IF NOT EXISTS postgis",
    "btree_gist": "CREATE EXTENSION IF NOT EXISTS btree_gist",
}

# (role, right on schema public, the statement that gives it)
_SCHEMA_RIGHTS: tuple[tuple[str, str, LiteralString], ...] = (
    (OWNER, "CREATE", "GRANT USAGE, CREATE ON SCHEMA public TO floorplans_owner"),
    (APP, "USAGE", "GRANT USAGE ON SCHEMA public TO floorplans_app"),
    # A function can only be given to a role that may create in the function's schema.
    (DEFINER, "CREATE", "GRANT USAGE, CREATE ON SCHEMA public TO floorplans_definer"),
)

# Given by the owner itself: what it makes later is for the app to use and the definer to read.
DEFAULT_RIGHTS: tuple[LiteralString, ...] = (
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO floorplans_app"
    ),
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO floorplans_app",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO floorplans_definer",
)


@dataclass(frozen=True, slots=True)
class Missing:
    """The statements that are still to be run: by an administrator, and by the owner itself."""

    admin: tuple[LiteralString, ...]
    owner: tuple[LiteralString, ...]

    def __bool__(self) -> bool:
        return bool(self.admin or self.owner)


def find_missing(connection: Connection[Any]) -> Missing:
    """Compare the connected database with what we need, reading the catalogues only."""
    roles = _names(connection, "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", list(ROLES))
    extensions = _names(connection, "SELECT extname FROM pg_extension WHERE extname <> %s", "")
    admin = [statement for role, statement in ROLES.items() if role not in roles]
    if not ({OWNER, DEFINER} <= roles and _is_member(connection)):
        admin.append(MEMBERSHIP)
    admin += [s for name, s in _EXTENSIONS.items() if name not in extensions]
    admin += [
        statement
        for role, right, statement in _SCHEMA_RIGHTS
        if role not in roles or not _may(connection, role, right)
    ]
    owner = () if OWNER in roles and _has_default_rights(connection) else DEFAULT_RIGHTS
    return Missing(tuple(admin), owner)


def _names(connection: Connection[Any], query: LiteralString, value: object) -> set[str]:
    return {row[0] for row in connection.execute(query, [value])}


def _is_member(connection: Connection[Any]) -> bool:
    return _truth(connection, "SELECT pg_has_role(%s, %s, 'MEMBER')", OWNER, DEFINER)


def _may(connection: Connection[Any], role: str, right: str) -> bool:
    return _truth(connection, "SELECT has_schema_privilege(%s, 'public', %s)", role, right)


def _has_default_rights(connection: Connection[Any]) -> bool:
    """Tell whether tables and sequences that the owner makes are given to the app and definer."""
    query: LiteralString = (
        "SELECT count(DISTINCT (d.defaclobjtype, a.grantee)) = 3 FROM pg_default_acl d,"
        " LATERAL aclexplode(d.defaclacl) a WHERE d.defaclrole = %s::regrole"
        " AND d.defaclnamespace = 'public'::regnamespace"
        " AND ((d.defaclobjtype = 'r' AND a.grantee IN (%s::regrole, %s::regrole))"
        " OR (d.defaclobjtype = 'S' AND a.grantee = %s::regrole))"
    )
    return _truth(connection, query, OWNER, APP, DEFINER, APP)


def _truth(connection: Connection[Any], query: LiteralString, *values: str) -> bool:
    row = connection.execute(query, list(values)).fetchone()
    return bool(row and row[0])
