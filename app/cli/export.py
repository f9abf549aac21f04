"""`floorplans export`: a published floor as a file, by the same way as from the web page."""

import sys
from contextlib import closing
from pathlib import Path

import click

from app.cli._telling import tell, troubles_told

_FORMATS = ("geojson", "csv", "svg", "pdf", "png", "dxf", "gpkg", "imdf")
_SCALES = click.IntRange(10, 100_000)


@click.command(name="export")
@click.argument("floor")
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), required=True, help="Kind of the file."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where to; “-” is standard output. Default: a file named after the floor, here.",
)
@click.option("--revision", type=click.IntRange(1), help="Number of an earlier plan.")
@click.option(
    "--paper", type=click.Choice(["a4", "a3"]), default="a4", show_default=True,
    help="Of SVG, PDF and PNG.",
)  # fmt: skip
@click.option("--scale", type=_SCALES, help="The 200 of 1:200; default: the largest that fits.")
@click.option("--organisation", help="Its name; needed when several could be meant.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def command(
    *,
    floor: str,
    format_: str,
    output: Path | None,
    revision: int | None,
    paper: str,
    scale: int | None,
    organisation: str | None,
    as_json: bool,
) -> None:
    """Write the published plan of FLOOR: its id, or “Building/Floor”, or “Site/Building/Floor”.

    Nothing about people or bookings is in any file.
    """
    # Slow to load, and --help does not need them.
    from app.cli._database import open_database  # noqa: PLC0415
    from app.cli._exporting import exported_floor  # noqa: PLC0415
    from app.exports.formats import FORMATS, Options  # noqa: PLC0415

    wanted = FORMATS[format_]
    with troubles_told(as_json), closing(open_database()) as db:
        found = exported_floor(db, floor, organisation, revision)
        content = wanted.write(found, Options(paper, scale))  # type: ignore[arg-type]
        if output is not None and str(output) == "-":
            sys.stdout.buffer.write(content)
            return
        target = output or Path(wanted.file_name(found))
        target.write_bytes(content)
    told = {
        "file": str(target),
        "bytes": len(content),
        "floor_id": str(found.floor_id),
        "revision": found.revision_number,
    }
    tell(as_json, f"Plan {found.revision_number} of {found.floor_name} is in {target}.", told)
