"""How commands answer: a sentence for a person or one JSON object, and an exit status."""

import errno
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click
import psycopg

from app.cli._exits import EXIT_FAILED, EXIT_REFUSED
from app.cluster.errors import ClusterError
from app.settings import SettingsError
from floorplans.errors import DomainError
from importers.issues import ImportRefused
from importers.refusals import refusal_to_plain

#: SQLSTATE of a table, a function or a column that is not there, and of a full disk.
_NO_SUCH_THING = ("42P01", "42883", "42703")
_DISK_FULL = "53100"


def tell(as_json: bool, sentence: str, fields: Mapping[str, object]) -> None:
    """Print the sentence, or the fields as one JSON object."""
    click.echo(json.dumps(dict(fields), sort_keys=True) if as_json else sentence)


def tell_failure(as_json: bool, code: str, message: str, advice: str) -> None:
    """Print what went wrong: one line on standard error, or one JSON object."""
    if as_json:
        told = {"code": code, "message": message, "advice": advice}
        click.echo(json.dumps({"error": told}, sort_keys=True))
    else:
        click.echo(f"floorplans: {' '.join(filter(None, (message, advice)))} [{code}]", err=True)


@contextmanager
def troubles_told(as_json: bool = False) -> Iterator[None]:
    """Turn the errors that have a sentence for a person into that sentence and exit status 1.

    What is said of a file that was refused ends with exit status 2.
    """
    try:
        yield
    except ImportRefused as refused:
        if as_json:
            click.echo(json.dumps(refusal_to_plain(refused), sort_keys=True))
        else:
            tell_failure(False, refused.code, refused.message, refused.advice)
        raise SystemExit(EXIT_REFUSED) from refused
    except DomainError as error:
        tell_failure(as_json, error.code, error.message, error.advice)
        raise SystemExit(EXIT_FAILED) from error
    except (ClusterError, SettingsError) as error:
        tell_failure(as_json, error.code, *_parts(error.message))
        raise SystemExit(EXIT_FAILED) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        tell_failure(as_json, *_of_the_machine(error))
        raise SystemExit(EXIT_FAILED) from error
    except Exception as error:
        # SQLAlchemy, which is slow to load, wraps the driver's errors and keeps them as `orig`.
        cause = getattr(error, "orig", error)
        if not isinstance(cause, psycopg.Error):
            raise
        tell_failure(as_json, *_of_the_database(cause))
        raise SystemExit(EXIT_FAILED) from error


def _parts(message: str) -> tuple[str, str]:
    """What happened and what to do, of a text that puts a semicolon between the two."""
    happened, semicolon, to_do = message.partition("; ")
    return (f"{happened}.", to_do[0].upper() + to_do[1:]) if semicolon else (message, "")


def _of_the_database(error: psycopg.Error) -> tuple[str, str, str]:
    """Code, message and advice for what the database did not do; its own words can hold values."""
    state = error.sqlstate
    if state in _NO_SUCH_THING:
        told = "The database's tables are not up to date with this program. Nothing was changed."
        return "MIGRATIONS_PENDING", told, "Run: floorplans db migrate"
    if state == _DISK_FULL:
        told = "The disk of the database is full. What was finished is kept."
        return "DISK_FULL", told, "Free some space and try again."
    told = f"The database did not do it ({state or 'connection lost'}). What was finished is kept."
    return "DATABASE_FAILED", told, "Try again; if it stays, look with: floorplans doctor"


def _of_the_machine(error: OSError) -> tuple[str, str, str]:
    """Code, message and advice for what the operating system did not let us do."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        told = f"The disk is full{where}. What was finished is kept."
        return "DISK_FULL", told, "Free some space and try again."
    reason = error.strerror or type(error).__name__
    told = f"The machine did not let the program go on: {reason}{where}. What was finished is kept."
    return "MACHINE_REFUSED", told, "Check the permissions of FLOORPLANS_HOME and try again."
