"""The database server's settings: whether it would write down what people do, or where they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from app.cluster.quiet import WISHES, Wish, value_of
from app.doctor.finding import Finding, Level, fine, warning


def look_at_server(connection: Connection[Any]) -> Iterator[Finding]:
    """Each wish about logging, then the module that remembers statements."""
    command = f"ALTER ROLE {connection.info.user} SET"
    for wish in WISHES:
        yield _checked(wish, value_of(connection, wish.name), command)
    yield _statistics(value_of(connection, "pg_stat_statements.track"), command)


def _checked(wish: Wish, value: str | None, command: str) -> Finding:
    if value is None:
        return fine(wish.name, f"This server has no setting {wish.name}.")
    if wish.is_met_by(value):
        return fine(wish.name, f"{wish.name} is {value}.")
    return Finding(
        wish.name,
        Level.PROBLEM if wish.is_promise else Level.WARNING,
        f"{wish.name} is {value}: {wish.why}.",
        f"As an administrator of the server: {command} {wish.name} = '{wish.wanted}';",
    )


def _statistics(value: str | None, command: str) -> Finding:
    if value in (None, "none"):
        return fine("pg_stat_statements", "pg_stat_statements keeps nothing of this service.")
    return warning(
        "pg_stat_statements",
        "pg_stat_statements keeps the texts of statements. Values are not in them, because this "
        "service binds every value.",
        f"To keep nothing: {command} pg_stat_statements.track = 'none';",
    )
