"""`floorplans import`: a drawing becomes a floor, by the same way as on the web page."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from app.cli._telling import tell, troubles_told
from importers.repairs import RepairName

_file = click.Path(path_type=Path)


@click.command(name="import")
@click.argument("file", type=_file)
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
@click.option("--profile", type=_file, help="A TOML file with roles of layers and blocks.")
@click.option("--units", help="The drawing's unit: mm, cm, m, inch, foot ...")
@click.option(
    "--no-repair",
    "repairs_off",
    multiple=True,
    metavar="NAME",
    type=click.Choice([name.value for name in RepairName]),
    help="Leave one kind of repair undone, such as close_wall_gaps; may be given several times.",
)
@click.option("--encoding", help="How its texts are written, such as cp1251.")
@click.option("--view", help="Which of several drawings on a sheet: its name, number, or all.")
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
    profile: Path | None,
    units: str | None,
    repairs_off: tuple[str, ...],
    encoding: str | None,
    view: str | None,
    publish: bool,
    as_json: bool,
) -> None:
    """Read FILE onto a floor as a draft, or publish it.

    Site, building and floor are made when they are missing, once the drawing has been read.

    Exit status: 0 done, 1 something was in the way, 2 the drawing was refused.
    """
    # Slow to load, and --help does not need them.
    from app import cluster  # noqa: PLC0415
    from app.cli._importing import import_file, open_drawing, profile_of  # noqa: PLC0415
    from app.cli._target import Target  # noqa: PLC0415
    from app.settings import Settings  # noqa: PLC0415
    from floorplans.database import Database  # noqa: PLC0415

    target = Target(site, building, floor, ordinal, organisation, at, time_zone)
    with troubles_told(as_json):
        wanted = profile_of(profile, units, repairs_off, encoding, view)
        drawing = open_drawing(file)
        now = datetime.now(UTC)
        urls = cluster.ensure_cluster(Settings.from_environment())
        with closing(Database(urls.app_url, pool_size=2)) as db:
            answer = import_file(
                db, urls.owner_url, drawing, target, profile=wanted, publish=publish, now=now
            )
    tell(as_json, answer.sentence, answer.fields)
