"""`floorplans serve`: the pages, the API and the background jobs, until Ctrl-C."""

import importlib.util
import os
import signal
from collections.abc import Sequence
from dataclasses import replace

import click

from app import cluster
from app.cli._exits import EXIT_FAILED
from app.cli._telling import troubles_told
from app.serving.port import answers, require_free
from app.serving.supervisor import Child, Supervisor
from app.settings import HIGHEST_PORT, Settings

_JOBS = "app.jobs.worker"


@click.command(name="serve")
@click.option("--port", type=click.IntRange(1, HIGHEST_PORT), help="Default: PORT, else 8000.")
@click.option("--workers", type=click.IntRange(1, 64), help="Web server processes; default 2.")
def command(port: int | None, workers: int | None) -> None:
    """Start the database if it is ours, and serve until Ctrl-C."""
    with troubles_told():
        settings = Settings.from_environment()
        settings = replace(
            settings, port=port or settings.port, workers=workers or settings.workers
        )
        require_free(settings.host, settings.port)
        signal.signal(signal.SIGTERM, _leave)
        # Also a start that is interrupted in the middle is undone.
        started = not cluster.is_running(settings)
        try:
            connections = cluster.ensure_cluster(settings)
            started = connections.started
            _warn_of_a_loud_server(connections.loud)
            finished = _serve(settings, connections.owner_url)
        finally:
            if started:
                cluster.stop(settings)
    if not finished:
        raise SystemExit(EXIT_FAILED)


def _warn_of_a_loud_server(settings: Sequence[str]) -> None:
    if settings:
        more = f" and {len(settings) - 1} more" if len(settings) > 1 else ""
        click.echo(
            "floorplans: Your PostgreSQL server's settings could write people's positions into its "
            f"log ({settings[0]}{more}). See what to set with: floorplans doctor [SERVER_LOG_LOUD]",
            err=True,
        )


def _leave(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _serve(settings: Settings, owner_url: str) -> bool:
    from app.migrating import require_current  # noqa: PLC0415 - slow to load, not for --help

    require_current(owner_url)
    settings.secret_key()
    children = [Child("web server", "app.serving.web", vital=True)]
    if _exists(_JOBS):
        children.append(Child("background jobs process", _JOBS, vital=False))
    supervisor = Supervisor(children, _environment(settings), click.echo)
    host, port = settings.host, settings.port
    address = f"Floorplans is ready: http://{host}:{port}"
    finished = supervisor.run(lambda: answers(host, port), address)
    if not finished:
        click.echo("floorplans: The web server ended by itself; its reason is above.", err=True)
    return finished


def _environment(settings: Settings) -> dict[str, str]:
    told = {
        "PORT": str(settings.port),
        "FLOORPLANS_WORKERS": str(settings.workers),
        "FLOORPLANS_HOME": str(settings.home),
    }
    return {**os.environ, **told}


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
