"""How commands answer: a sentence for a person or one JSON object, and an exit status."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from app.cluster.errors import ClusterError
from app.settings import SettingsError
from floorplans.errors import DomainError

# What a caller's script can tell apart; click itself uses 2 for wrong usage.
EXIT_FAILED = 1
EXIT_NOT_RUNNING = 3


def tell(as_json: bool, sentence: str, fields: Mapping[str, object]) -> None:
    """Print the sentence, or the fields as one JSON object."""
    click.echo(json.dumps(dict(fields), sort_keys=True) if as_json else sentence)


@contextmanager
def troubles_told(as_json: bool = False) -> Iterator[None]:
    """Turn the errors that have a sentence for a person into that sentence and exit status 1."""
    try:
        yield
    except (ClusterError, SettingsError, DomainError) as error:
        advice = {"advice": error.advice} if isinstance(error, DomainError) else {}
        if as_json:
            problem = {"error": {"code": error.code, "message": error.message, **advice}}
            click.echo(json.dumps(problem, sort_keys=True))
        else:
            text = " ".join([error.message, *advice.values()])
            click.echo(f"floorplans: {text} [{error.code}]", err=True)
        raise SystemExit(EXIT_FAILED) from error
