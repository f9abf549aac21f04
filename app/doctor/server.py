"""The database server's settings: whether it would write down what people do, or where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from app.doctor.finding import Finding, Level, fine, warning

_ROLE = "ALTER ROLE floorplans_app SET"


@dataclass(frozen=True, slots=True)
class Wish:
    """How one setting should be, as the app's own login sees it, and why."""

    name: str
    wanted: str
    level: Level
    is_met: Callable[[str], bool]
    why: str


def _is(wanted: str) -> Callable[[str], bool]:
    return lambda value: value == wanted


WISHES = (
    Wish("log_statement", "none", Level.PROBLEM, lambda v: v in ("none", "ddl"),
         "it writes statements, and their values with them, into the server's log"),
    Wish("log_min_duration_statement", "-1", Level.PROBLEM, _is("-1"),
         "it writes slow statements with their values into the server's log"),
    Wish("log_min_duration_sample", "-1", Level.PROBLEM, _is("-1"),
         "it writes some slow statements with their values into the server's log"),
    Wish("log_transaction_sample_rate", "0", Level.PROBLEM, _is("0"),
         "it writes some statements with their values into the server's log"),
    Wish("log_parameter_max_length", "0", Level.WARNING, _is("0"),
         "a statement that is logged takes its values along, a person's position among them"),
    Wish("log_parameter_max_length_on_error", "0", Level.PROBLEM, _is("0"),
         "a statement that fails takes its values along into the log"),
    Wish("log_min_error_statement", "panic", Level.WARNING,
         lambda v: v in ("log", "fatal", "panic"),
         "it writes the text of failing statements into the log"),
    Wish("log_min_messages", "log", Level.WARNING, lambda v: v in ("log", "fatal", "panic"),
         "the server's own messages of errors can repeat a value, a coordinate among them"),
    Wish("log_duration", "off", Level.WARNING, _is("off"),
         "it writes a line for every statement into the server's log"),
    Wish("log_error_verbosity", "terse", Level.WARNING, _is("terse"),
         "details of errors repeat the row that was refused"),
    Wish("debug_print_plan", "off", Level.PROBLEM, _is("off"),
         "plans in the log can hold values"),
    Wish("debug_print_parse", "off", Level.PROBLEM, _is("off"),
         "parse trees in the log can hold values"),
    Wish("debug_print_rewritten", "off", Level.PROBLEM, _is("off"),
         "rewritten statements in the log can hold values"),
)  # fmt: skip


def look_at_server(connection: Connection[Any]) -> Iterator[Finding]:
    """Each wish about logging, then the modules that remember statements, then PostGIS."""
    for wish in WISHES:
        yield _checked(wish, _setting(connection, wish.name))
    yield _auto_explain(_setting(connection, "auto_explain.log_min_duration"))
    yield _statistics(_setting(connection, "pg_stat_statements.track"))


def _checked(wish: Wish, value: str | None) -> Finding:
    if value is None:
        return fine(wish.name, f"This server has no setting {wish.name}.")
    if wish.is_met(value):
        return fine(wish.name, f"{wish.name} is {value}.")
    return Finding(
        wish.name,
        wish.level,
        f"{wish.name} is {value}: {wish.why}.",
        f"As an administrator of the server: {_ROLE} {wish.name} = '{wish.wanted}';",
    )


def _auto_explain(value: str | None) -> Finding:
    if value in (None, "-1"):
        return fine("auto_explain", "auto_explain writes nothing.")
    return Finding(
        "auto_explain",
        Level.PROBLEM,
        "auto_explain writes plans with their values into the server's log.",
        f"As an administrator of the server: {_ROLE} auto_explain.log_min_duration = '-1';",
    )


def _statistics(value: str | None) -> Finding:
    if value in (None, "none"):
        return fine("pg_stat_statements", "pg_stat_statements keeps nothing of this service.")
    return warning(
        "pg_stat_statements",
        "pg_stat_statements keeps the texts of statements. Values are not in them, because this "
        "service binds every value.",
        f"To keep nothing: {_ROLE} pg_stat_statements.track = 'none';",
    )


def _setting(connection: Connection[Any], name: str) -> str | None:
    row = connection.execute("SELECT current_setting(%s, true)", (name,)).fetchone()
    return None if row is None else row[0]
