"""`floorplans import`: a drawing becomes a floor, by the same way as on the web page."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli._decisions import Decisions, reading_options
from app.cli._exits import EXIT_FAILED
from app.cli._telling import tell, troubles_told

if TYPE_CHECKING:
    from app.cli._target import Target

#: What names of lists of spaces end with.
LIST_SUFFIXES = (".csv", ".tsv", ".txt")


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--site", required=True, help="Name of the site.")
@click.option("--building", help="Name of the building; made when missing.")
@click.option("--floor", help="Name of the floor; made when missing.")
@click.option(
    "--pattern",
    metavar="NAMES",
    help="How several files are named, such as '{building}_{floor}.dxf'.",
)
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
@click.option(
    "--from",
    "effective_from",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M%z"]),
    metavar="DATE",
    help="With --publish: from this day or time on, by the clock in the building.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Store nothing; print as JSON what publishing would change.",
)
@click.option("--dry-run", is_flag=True, help="Of a list of spaces: only tell what it changes.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def command(
    *,
    files: tuple[Path, ...],
    site: str,
    building: str | None,
    floor: str | None,
    pattern: str | None,
    ordinal: int | None,
    organisation: str | None,
    at: str | None,
    time_zone: str | None,
    decisions: Decisions,
    publish: bool,
    effective_from: datetime | None,
    check: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read a file onto a floor as a draft, or publish it.

    Site, building and floor are made when they are missing, once the drawing has been read.

    Several files, names with stars and a ZIP archive are brought in together: --pattern, or a
    manifest.csv among them, says which is which floor. A list of spaces (.csv) is laid over the
    drafts that it is about.

    Exit status: 0 done, 1 something was in the way, 2 the drawing was refused.

    With --check: 0 nothing would change, 4 the floor would change, 5 bookings would be held, too,
    2 the drawing is refused or cannot be published as it is, 1 something was in the way.
    """
    # Slow to load, and --help does not need them.
    from app.cli._checking import check_drawing  # noqa: PLC0415
    from app.cli._importing import import_drawing, open_drawing  # noqa: PLC0415
    from app.cli._target import Target  # noqa: PLC0415

    if effective_from is not None and not publish:
        raise click.UsageError("--from says when to publish, so it needs --publish.")
    target = Target(site, building or "", floor or "", ordinal, organisation, at, time_zone)
    found = _many(files, target, pattern)
    if found is not None:
        if check or effective_from is not None:
            raise click.UsageError("--check and --from are for one drawing.")
        _import_many(found, target, decisions, pattern, publish=publish, as_json=as_json)
        return
    (file,) = files
    if file.suffix.lower() in LIST_SUFFIXES:
        _import_list(file, target, dry_run=dry_run, as_json=as_json)
        return
    if dry_run:
        raise click.UsageError("--dry-run is for a list of spaces; for a drawing take --check.")
    if not (building and floor):
        raise click.UsageError("Say which floor it is, with --building and --floor.")
    if check:
        with troubles_told(as_json=True):
            checked = check_drawing(open_drawing(file), target, decisions)
        tell(True, "", checked.fields)
        raise SystemExit(checked.status)
    with troubles_told(as_json):
        answer = import_drawing(
            file, target, decisions, publish=publish, effective_from=effective_from
        )
    tell(as_json, answer.sentence, answer.fields)


def _many(files: tuple[Path, ...], target: "Target", pattern: str | None) -> list[Path] | None:
    """The files of a batch, None where one drawing or list is meant."""
    from app.cli._batching import expanded, is_archive  # noqa: PLC0415

    found = expanded(files)
    is_one = pattern is None and len(found) == 1 and found == list(files)
    is_plain = is_one and (bool(target.floor) or not is_archive(found[0]))
    return None if is_plain else found


def _import_many(
    paths: list[Path],
    target: "Target",
    decisions: Decisions,
    pattern: str | None,
    *,
    publish: bool,
    as_json: bool,
) -> None:
    from app.cli._batching import Result, Row, import_batch, table  # noqa: PLC0415

    with troubles_told(as_json):
        for told in import_batch(paths, target, decisions, pattern=pattern, publish=publish):
            if isinstance(told, Row) and not as_json:
                # On the other stream, so that the table can be kept.
                click.echo(f"{told.file}: {told.state}", err=True)
            elif isinstance(told, Result):
                tell(as_json, table(told), told.fields)
                raise SystemExit(told.status)


def _import_list(file: Path, target: "Target", *, dry_run: bool, as_json: bool) -> None:
    from app.cli._listing import import_list  # noqa: PLC0415

    with troubles_told(as_json):
        answer = import_list(file, target, dry_run=dry_run)
    tell(as_json, answer.sentence, answer.fields)
    raise SystemExit(EXIT_FAILED if answer.problems else 0)
