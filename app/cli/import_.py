"""`floorplans import`: a drawing becomes a floor, by the same way as on the web page."""

from pathlib import Path

import click

from app.cli._decisions import Decisions, reading_options
from app.cli._telling import tell, troubles_told


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--site", required=True, help="Name of the site.")
@click.option("--building", required=True, help="Name of the building; made when missing.")
@click.option("--floor", required=True, help="Name of the floor; made when missing.")
@click.option("--ordinal", type=int, help="Number of a new floor; 0 is the main entrance.")
@click.option("--organisation", help="Its name; needed when several could be meant.")
@click.option(
    "--at",
    metavar="LON,LAT",
    help="Position in degrees of a site that is made; default: as the drawing says.",
)
@click.option("--time-zone", help="IANA time zone of a site that is made.")
@reading_options
@click.option("--publish", is_flag=True, help="Show it to everyone at once.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def command(
    *,
    file: Path,
    site: str,
    building: str,
    floor: str,
    ordinal: int | None,
    organisation: str | None,
    at: str | None,
    time_zone: str | None,
    decisions: Decisions,
    publish: bool,
    as_json: bool,
) -> None:
    """Read FILE onto a floor as a draft, or publish it.

    Site, building and floor are made when they are missing, once the drawing has been read.

    Exit status: 0 done, 1 something was in the way, 2 the drawing was refused.
    """
    # Slow to load, and --help does not need them.
    from app.cli._importing import import_drawing  # noqa: PLC0415
    from app.cli._target import Target  # noqa: PLC0415

    target = Target(site, building, floor, ordinal, organisation, at, time_zone)
    with troubles_told(as_json):
        answer = import_drawing(file, target, decisions, publish=publish)
    tell(as_json, answer.sentence, answer.fields)
