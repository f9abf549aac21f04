"""Making the roles, the database and its extensions: idempotent, on any server that lets us."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import Connection, errors, sql

from app.cluster.address import Address
from app.cluster.configuration import OWNER
from app.cluster.errors import ClusterError
from app.cluster.steps import MEMBERSHIP, ROLES, Missing, find_missing

CONNECT_LIMIT_S = 10
LOWEST_SERVER = 140000
_DOC = "docs/own-postgresql.md"


def bootstrap(admin: Address, owner: Address, passwords: dict[str, str] | None = None) -> None:
    """Bring the database named by `admin` to where migrations can start; do only what is missing.

    `passwords` gives logins (by role) a password where the server asks for one. Raises
    ClusterError with the exact SQL when the login may not do what is needed.
    """
    _make_database(admin)
    with connect(admin) as connection:
        check_version(connection)
        _run_all(connection, find_missing(connection).admin, admin)
        for role, password in (passwords or {}).items():
            _set_password(connection, role, password, admin)
    with connect(owner) as connection:
        _run_all(connection, find_missing(connection).owner, owner)


def missing(owner: Address) -> Missing | None:
    """Return what the database lacks, or None when the owner cannot sign in there at all."""
    try:
        with connect(owner) as connection:
            return find_missing(connection)
    except ClusterError as error:
        if error.code in ("DATABASE_MISSING", "DATABASE_LOGIN_REFUSED"):
            return None
        raise


@contextmanager
def connect(address: Address) -> Iterator[Connection[Any]]:
    """Open an autocommit connection; failures become ClusterError with one sentence."""
    with open_connection(address) as connection:
        yield connection


def open_connection(address: Address) -> Connection[Any]:
    """Open an autocommit connection, or raise ClusterError that says why it cannot be."""
    try:
        return psycopg.connect(address.url(), autocommit=True, connect_timeout=CONNECT_LIMIT_S)
    except psycopg.OperationalError as error:
        raise _connection_trouble(error, address) from error


def check_version(connection: Connection[Any]) -> None:
    """Refuse a server older than we can work with."""
    version = connection.info.server_version
    if version < LOWEST_SERVER:
        raise ClusterError(
            "DATABASE_TOO_OLD",
            f"The server is PostgreSQL {version // 10000}; {LOWEST_SERVER // 10000} or newer is "
            "needed. Nothing was changed; upgrade it or leave DATABASE_URL out.",
        )


def _make_database(admin: Address) -> None:
    try:
        with connect(admin):
            return
    except ClusterError as error:
        if error.code != "DATABASE_MISSING":
            raise
    statement = sql.SQL(
        "CREATE DATABASE {} OWNER floorplans_owner ENCODING 'UTF8' TEMPLATE template0"
    )
    keep_out = sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC")
    let_in = sql.SQL("GRANT CONNECT ON DATABASE {} TO floorplans_app")
    name = sql.Identifier(admin.database)
    with connect(admin.in_database("postgres")) as connection:
        check_version(connection)
        _run_all(connection, _missing_roles(connection), admin)
        try:
            for each in (statement, keep_out, let_in):
                connection.execute(each.format(name))
        except errors.InsufficientPrivilege as error:
            needed = "; ".join(each.format(name).as_string() for each in (statement, let_in))
            raise _rights_missing(needed, admin) from error


def _missing_roles(connection: Connection[Any]) -> tuple[LiteralString, ...]:
    wanted = (*ROLES.values(), MEMBERSHIP)
    return tuple(s for s in find_missing(connection).admin if s in wanted)


def _run_all(
    connection: Connection[Any], statements: tuple[LiteralString, ...], address: Address
) -> None:
    try:
        for statement in statements:
            connection.execute(statement)
    except (
        errors.InsufficientPrivilege,
        errors.UndefinedFile,
        errors.FeatureNotSupported,
    ) as error:
        if isinstance(error, errors.InsufficientPrivilege):
            raise _rights_missing("; ".join(statements), address) from error
        raise ClusterError(
            "POSTGIS_MISSING",
            f"The server of {address.place} has no PostGIS to switch on. Nothing else was "
            f"changed; install its package there ({_DOC}).",
        ) from error


def _set_password(connection: Connection[Any], role: str, password: str, admin: Address) -> None:
    # Only the scrambled form travels, so that no server log can hold the password itself.
    scrambled = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), scrambled)
    try:
        connection.execute(statement)
    except errors.InsufficientPrivilege as error:
        variable = "DATABASE_URL" if role == OWNER else "DATABASE_APP_URL"
        raise ClusterError(
            "DATABASE_RIGHTS_MISSING",
            f"The login of DATABASE_URL may not set the password of {role}. Nothing was changed; "
            f"give that login in {variable} as {_DOC} shows.",
        ) from error


def _rights_missing(statements: str, address: Address) -> ClusterError:
    return ClusterError(
        "DATABASE_RIGHTS_MISSING",
        f"The login of DATABASE_URL may not prepare {address.place}. What was there is untouched; "
        f"let an administrator run this once ({_DOC}): {statements};",
    )


def _connection_trouble(error: psycopg.OperationalError, address: Address) -> ClusterError:
    # libpq gives no code for a refused connection, only the server's sentence.
    text = str(error)
    if "database" in text and "does not exist" in text:
        return ClusterError("DATABASE_MISSING", f"There is no database {address.place}.")
    reason = _reason(text)
    if "FATAL:" in text and ("authentication" in text or "role" in text or "password" in text):
        return ClusterError(
            "DATABASE_LOGIN_REFUSED",
            f"The server of {address.place} does not let {address.user or 'this account'} sign in "
            f"({reason}). Nothing was changed; see {_DOC}.",
        )
    return ClusterError(
        "DATABASE_UNREACHABLE",
        f"The server of {address.place} does not answer ({reason}). Nothing was changed; check "
        "that it runs and that its address is right.",
    )


def _reason(text: str) -> str:
    lines = text.strip().splitlines() or [""]
    said = [line.split("FATAL:", 1)[1] for line in lines if "FATAL:" in line]
    first = said[-1] if said else lines[0].split("failed: ")[-1]
    return first.strip().rstrip(".")
