"""`floorplans demo`: a campus to try things on."""

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from app import cluster
from app.cli._exits import EXIT_REFUSED
from app.cli._telling import tell, troubles_told
from app.settings import Settings

_ROLES = ("employee", "facility", "admin")


@click.group(name="demo")
def command() -> None:
    """A campus with people and bookings, to try things on."""


@command.command()
@click.argument("plans", nargs=-1, type=click.Path(path_type=Path), metavar="[PLAN.dxf]...")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def load(plans: tuple[Path, ...], as_json: bool) -> None:
    """Load the demo campus, and each PLAN as a floor of a building of its own.

    What is there already is left as it is. The password of the demo accounts is DEMO_PASSWORD, or
    one that is made at the first start and printed then. The exit status is 2 when the demo is
    loaded and a PLAN was refused; one that cannot be opened is refused before anything is loaded.
    """
    with troubles_told(as_json):
        refused = _load(plans, as_json)
    if refused:
        raise SystemExit(EXIT_REFUSED)


def _load(files: tuple[Path, ...], as_json: bool) -> bool:
    """Load it all; whether one of the files was refused."""
    # These load geometry and CAD libraries, which --help should not wait for.
    from app.demo.load import load_demo  # noqa: PLC0415
    from app.demo.own import Became, load_own, require_readable  # noqa: PLC0415
    from app.demo.password import demo_password, keep_password  # noqa: PLC0415
    from floorplans.database import Database  # noqa: PLC0415

    require_readable(files)
    settings = Settings.from_environment()
    connections = cluster.ensure_cluster(settings)
    password = demo_password(settings.home, os.environ.get("DEMO_PASSWORD"))
    now = datetime.now(UTC)

    def say(step: str) -> None:
        click.echo(f"  {step}", err=as_json)

    with closing(Database(connections.app_url)) as db:
        report = load_demo(db, password, now, say)
        keep_password(settings.home, password)
        own = load_own(db, files, now, say) if files else []
    for floor in own:
        if not as_json:
            click.echo(f"  {floor.sentence}", err=not floor.published)
    shown = password.text if password.made else None
    fields = {
        "floors": report.floors,
        "bookings": report.bookings,
        "sign_ins": [f"{role}@demo.test" for role in _ROLES],
        "password": shown,
        "own": [floor.fields() for floor in own],
    }
    tell(as_json, _sentence(settings.home, shown, os.environ.get("DEMO_PASSWORD")), fields)
    return any(floor.became is Became.REFUSED for floor in own)


def _sentence(home: Path, made: str | None, chosen: str | None) -> str:
    """Who may sign in, and with which password."""
    logins = ", ".join(f"{role}@demo.test" for role in _ROLES)
    if made:
        told = f"{made}  (kept in {home / 'demo-password'})"
    elif chosen:
        told = "as given in DEMO_PASSWORD"
    else:
        told = f"unchanged (kept in {home / 'demo-password'})"
    return (
        f"The demo is loaded. Sign in as {logins},\n"
        "  or as a colleague such as amara.okafor@demo.test.\n"
        "  Rotterdam is another organisation: only samira.elamrani@demo.test sees it.\n"
        f"  Password: {told}"
    )
