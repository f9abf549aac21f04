"""`floorplans doctor`: does this installation keep its promises?"""

from typing import TYPE_CHECKING

import click

from app import cluster
from app.cli._exits import EXIT_FAILED
from app.cli._telling import tell, troubles_told
from app.settings import Settings

if TYPE_CHECKING:
    from app.doctor.finding import Finding

_MARKS = {"fine": "  ok", "warning": "warn", "problem": "FAIL"}


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@click.option("--all", "everything", is_flag=True, help="Show what is fine as well.")
def command(as_json: bool, everything: bool) -> None:
    """Look over the database, its server's settings and this machine.

    The exit status is 1 when a promise of the product is not kept: a double booking would be
    possible, an organisation could see another's rows, or the server would log where people are.
    """
    # Alembic and SQLAlchemy are slow to load and only needed here.
    from app.doctor.finding import Level  # noqa: PLC0415
    from app.doctor.look import look_over  # noqa: PLC0415

    with troubles_told(as_json):
        settings = Settings.from_environment()
        findings = list(look_over(settings, cluster.ensure_cluster(settings)))
    healthy = not any(finding.level is Level.PROBLEM for finding in findings)
    if as_json:
        tell(True, "", {"healthy": healthy, "findings": [each.fields() for each in findings]})
    else:
        _show([f for f in findings if everything or f.level is not Level.FINE], len(findings))
    if not healthy:
        raise SystemExit(EXIT_FAILED)


def _show(findings: "list[Finding]", looked_at: int) -> None:
    for finding in findings:
        click.echo(f"{_MARKS[finding.level]}  {finding.message}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
    shown = sum(finding.level != "fine" for finding in findings)
    click.echo(f"{looked_at} things looked at, {shown or 'nothing'} to do.")
