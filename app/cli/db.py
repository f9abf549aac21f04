"""`floorplans db`: the database of this installation."""

import os
import shutil

import click

from app import cluster
from app.cli._exits import EXIT_NOT_RUNNING
from app.cli._telling import tell, troubles_told
from app.cluster import ClusterError, Connections
from app.cluster.private import program
from app.settings import Settings

_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")


@click.group(name="db")
def command() -> None:
    """Start, stop, migrate and look into the database."""


@command.command()
@_json
def up(as_json: bool) -> None:
    """Start the private database, making it at the first use."""
    with troubles_told(as_json):
        connections = cluster.ensure_cluster(Settings.from_environment())
        sentence = "The database is up." if connections.private else "Your own server is ready."
        tell(as_json, sentence, {"up": True, **_kind(connections)})


@command.command()
@_json
def down(as_json: bool) -> None:
    """Stop the private database; a server of your own is left alone."""
    with troubles_told(as_json):
        settings = Settings.from_environment()
        stopped = cluster.stop(settings)
        sentence = "The database is stopped." if stopped else "There was nothing to stop."
        tell(as_json, sentence, {"up": bool(settings.database_url), "stopped": stopped})


@command.command()
@click.option("--to", "revision", default="head", show_default=True, help="Stop at this revision.")
@_json
def migrate(revision: str, as_json: bool) -> None:
    """Bring the tables up to date with this program."""
    from app import migrating  # noqa: PLC0415 - Alembic is slow to load and only needed here

    with troubles_told(as_json):
        connections = cluster.ensure_cluster(Settings.from_environment())
        before = migrating.schema_state(connections.owner_url).current
        after = migrating.migrate(connections.owner_url, revision).current
        sentence = f"The tables were brought from {before or 'nothing'} to {after}."
        if before == after:
            sentence = f"The tables are up to date ({after})."
        tell(as_json, sentence, {"before": before, "after": after})


@command.command()
@_json
def status(as_json: bool) -> None:
    """Tell whether the database runs and whether its tables are up to date."""
    with troubles_told(as_json):
        settings = Settings.from_environment()
        if not settings.database_url and not cluster.is_running(settings):
            tell(as_json, "The database is down.", {"up": False, "private": True})
            raise SystemExit(EXIT_NOT_RUNNING)
        from app import migrating  # noqa: PLC0415 - Alembic is slow to load and only needed here

        connections = cluster.ensure_cluster(settings)
        state = migrating.schema_state(connections.owner_url)
        tables = "are up to date" if state.is_current else "wait for: floorplans db migrate"
        fields = {"up": True, "current": state.current, "wanted": state.wanted}
        tell(as_json, f"The database is up; its tables {tables}.", fields | _kind(connections))


@command.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--as",
    "login",
    type=click.Choice(["owner", "app"]),
    default="owner",
    show_default=True,
    help="Whose login; row-level security holds for the app.",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def psql(login: str, words: tuple[str, ...]) -> None:
    """Open psql on the database, as its owner; further words go to psql."""
    with troubles_told():
        settings = Settings.from_environment()
        connections = cluster.ensure_cluster(settings)
        url = connections.owner_url if login == "owner" else connections.app_url
        path = program(settings.home, "psql") if connections.private else shutil.which("psql")
        if path is None:
            raise ClusterError(
                "PSQL_MISSING",
                "The program psql was not found. Install the package postgresql-client.",
            )
        # The address can hold a password, and a command line can be read by other accounts.
        environment = {**os.environ, **cluster.Address.parse(url).environment()}
        os.execve(path, [path, *words], environment)  # noqa: S606 - psql takes over from here


def _kind(connections: Connections) -> dict[str, object]:
    return {"private": connections.private, "started": connections.started}
