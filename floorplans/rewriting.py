"""What migrations share: whose rows and functions are, and passages of functions that change."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from sqlalchemy import Connection, text


class Passage(NamedTuple):
    """What a function says before and after, and how often it says so."""

    before: str
    after: str
    times: int = 1


def rewrite_function(db: Connection, name: str, *passages: Passage) -> None:
    """Replace passages of the function ``name``, in this order, as it is now.

    A migration that wrote the whole function anew would undo what others have changed since.

    Raises ValueError if a passage is not there exactly so many times.
    """
    definition = db.execute(
        text("SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = :name"), {"name": name}
    )
    db.exec_driver_sql(rewritten(name, definition.scalar_one(), *passages))


def rewritten(name: str, body: str, *passages: Passage) -> str:
    """The text of the function ``name`` with these passages replaced, in this order.

    Raises ValueError if a passage is not there exactly so many times.
    """
    for before, after, times in passages:
        if body.count(before) != times:
            raise ValueError(f"{name}: the passage is there {body.count(before)} times: {before}")
        body = body.replace(before, after)
    return body


def restore_function(db: Connection, name: str, *passages: Passage) -> None:
    """Undo ``rewrite_function`` with the same passages."""
    back = (Passage(after, before, times) for before, after, times in reversed(passages))
    rewrite_function(db, name, *back)


def isolate(db: Connection, *tables: str) -> None:
    """Show and give the rows of each table to their own organisation alone, the owner included."""
    for table in tables:
        db.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        db.exec_driver_sql(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        db.exec_driver_sql(
            f"CREATE POLICY {table}_of_organisation ON {table} "
            "USING (organisation_id = current_organisation()) "
            "WITH CHECK (organisation_id = current_organisation())"
        )


def confine(db: Connection, *functions: str) -> None:
    """Let functions, by name and types, act for the definer, and nobody call them yet."""
    for function in functions:
        db.exec_driver_sql(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
        db.exec_driver_sql(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")


def earlier(migration: str, name: str) -> ModuleType:
    """The migration in the file ``name`` beside ``migration``, for the text of its functions.

    Raises ImportError if there is none.
    """
    path = Path(migration).with_name(name)
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
