"""What a server must not write down of the service's own login, and how to tell it so.

A server of one's own is the matter here; the private cluster runs with ``configuration.PRIVACY``.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, errors, sql


@dataclass(frozen=True, slots=True)
class Wish:
    """How one setting should be, as the app's own login sees it, and why.

    ``enough`` holds other values that do as well; ``is_promise`` tells that a promise of the
    product hangs on it.
    """

    name: str
    wanted: str
    is_promise: bool
    why: str
    enough: tuple[str, ...] = ()

    def is_met_by(self, value: str | None) -> bool:
        """Tell whether nothing is to be done; None is a setting that the server does not have."""
        return value is None or value == self.wanted or value in self.enough


WISHES = (
    Wish("log_statement", "none", True,
         "it writes statements, and their values with them, into the server's log", ("ddl",)),
    Wish("log_min_duration_statement", "-1", True,
         "it writes slow statements with their values into the server's log"),
    Wish("log_min_duration_sample", "-1", True,
         "it writes some slow statements with their values into the server's log"),
    Wish("log_transaction_sample_rate", "0", True,
         "it writes some statements with their values into the server's log"),
    Wish("log_parameter_max_length", "0", False,
         "a statement that is logged takes its values along, a person's position among them"),
    Wish("log_parameter_max_length_on_error", "0", True,
         "a statement that fails takes its values along into the log"),
    Wish("log_min_error_statement", "panic", False,
         "it writes the text of failing statements into the log", ("log", "fatal")),
    Wish("log_min_messages", "log", False,
         "the server's own messages of errors can repeat a value, a coordinate among them",
         ("fatal", "panic")),
    Wish("log_duration", "off", False,
         "it writes a line for every statement into the server's log"),
    Wish("log_error_verbosity", "terse", False,
         "details of errors repeat the row that was refused"),
    Wish("debug_print_plan", "off", True, "plans in the log can hold values"),
    Wish("debug_print_parse", "off", True, "parse trees in the log can hold values"),
    Wish("debug_print_rewritten", "off", True, "rewritten statements in the log can hold values"),
    Wish("auto_explain.log_min_duration", "-1", True,
         "it writes plans with their values into the server's log"),
)  # fmt: skip


def value_of(connection: Connection[Any], name: str) -> str | None:
    """Return a setting as the connected login has it, None where the server has no such one."""
    row = connection.execute("SELECT current_setting(%s, true)", (name,)).fetchone()
    return None if row is None else row[0]


def unmet(app: Connection[Any]) -> list[Wish]:
    """Return the wishes that the server does not meet for the login of `app`."""
    return [wish for wish in WISHES if not wish.is_met_by(value_of(app, wish.name))]


def ask_for(admin: Connection[Any], role: str, wishes: Sequence[Wish]) -> None:
    """Set the wishes for every later session of `role`, as far as the login of `admin` may."""
    for wish in wishes:
        statement = sql.SQL("ALTER ROLE {} SET {} = {}")
        with suppress(errors.InsufficientPrivilege):
            admin.execute(
                statement.format(sql.Identifier(role), _name(wish.name), sql.Literal(wish.wanted))
            )


def _name(setting: str) -> sql.Composable:
    # A setting of a module has a dot in its name, which is not part of an identifier.
    return sql.SQL(".").join(sql.Identifier(part) for part in setting.split("."))
