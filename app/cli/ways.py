"""`floorplans ways`: makes the ways on foot that plans in force have not yet, at once."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import click

from app.cli._database import open_database
from app.cli._telling import tell, troubles_told


@click.command(name="ways")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def command(as_json: bool) -> None:
    """Make the ways on foot of all plans that have none yet; a worker does so by and by."""
    from floorplans.walking import making  # noqa: PLC0415 - slow to load

    made = 0
    with troubles_told(as_json), closing(open_database()) as db:
        while more := making.make_due(db, datetime.now(UTC)):
            made += more
    tell(as_json, f"The ways of {made} plans were made.", {"made": made})
