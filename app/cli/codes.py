"""`floorplans codes`: sheets of printed codes for a floor, as the web page makes them."""

from contextlib import closing
from pathlib import Path

import click

from app.cli._telling import tell, troubles_told

_LABELS = ("l7160", "l7163", "l7165", "a6", "a4")
_KINDS = ("floor", "room", "desk", "booth", "parking", "locker", "area", "door")


@click.command(name="codes")
@click.argument("floor")
@click.option(
    "--label", type=click.Choice(_LABELS), default="l7163", show_default=True,
    help="Avery L7160, L7163 or L7165; a6 and a4 for plain paper.",
)  # fmt: skip
@click.option(
    "--start", type=click.IntRange(1, 21), default=1, show_default=True,
    help="The first label of the sheet that is still there, by rows.",
)  # fmt: skip
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(_KINDS),
    multiple=True,
    help="Only these; may be repeated. A door has the code of its room, and comes only if named.",
)
@click.option("--no-marks", is_flag=True, help="Do not show where plain paper is cut.")
@click.option(
    "--address",
    help="Where people reach this service, such as https://plans.example.org."
    " Default: FLOORPLANS_URL.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Default: named after the floor, here."
)
@click.option("--organisation", help="Its name; needed when several could be meant.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def command(
    *,
    floor: str,
    label: str,
    start: int,
    kinds: tuple[str, ...],
    no_marks: bool,
    address: str | None,
    output: Path | None,
    organisation: str | None,
    as_json: bool,
) -> None:
    """Write the codes of FLOOR and its places as a PDF: its id, or “Building/Floor”.

    Each code holds the address of its place and nothing else; new plans keep it valid.
    """
    # Slow to load, and --help does not need them.
    from app.cli._database import open_database  # noqa: PLC0415
    from app.cli._exporting import exported_floor  # noqa: PLC0415
    from app.exports.codes.sheets import CodeOptions, file_name, kinds_of, write  # noqa: PLC0415
    from app.settings import Settings  # noqa: PLC0415

    options = CodeOptions(label, start, kinds_of(kinds), marks=not no_marks)
    with troubles_told(as_json), closing(open_database()) as db:
        found = exported_floor(db, floor, organisation, None)
        host = address or Settings.from_environment().public_url or ""
        content = write(found, options, host)
        target = output or Path(file_name(found, options))
        target.write_bytes(content)
    told = {"file": str(target), "bytes": len(content), "floor_id": str(found.floor_id)}
    tell(as_json, f"The codes of {found.floor_name} are in {target}.", told)
