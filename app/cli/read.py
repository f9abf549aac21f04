"""`floorplans read`: what a drawing holds, without a database and without a server."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from app.cli._decisions import Decisions, reading_options
from app.cli._exits import EXIT_FAILED, EXIT_REFUSED
from app.cli._pictures import Pictures
from app.cli._redlines import Redlines
from importers.child import Outcome, read_many
from importers.issues import ImportRefused
from importers.refusals import refusal_to_plain

#: Lines of one kind that are printed for a person; JSON always holds all.
SHOWN = 12

Plain = dict[str, Any]


@click.command(name="read")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file.")
@reading_options
@click.option(
    "--picture",
    metavar="PNG",
    help="Draw what was understood over the drawing; with a folder (pictures/) one for each file.",
)
@click.option(
    "--redline",
    metavar="DXF",
    help="Write the drawing again with the findings marked in it, a layer for each code; with a "
    "folder (redlines/) one for each.",
)
def command(
    *,
    files: tuple[Path, ...],
    as_json: bool,
    decisions: Decisions,
    picture: str | None,
    redline: str | None,
) -> None:
    """Read drawings and print what was understood.

    With --json one object is printed for one file, and for several files one on each line, in the
    order given. The exit status is 2 if a file was refused, and 1 if only a picture or a redline is
    missing.
    """
    pictures = None if picture is None else Pictures(picture, len(files))
    redlines = None if redline is None else Redlines(redline, len(files))
    try:
        any_refused = False
        for outcome in read_many(files, decisions.profile(), pictures=pictures is not None):
            any_refused |= outcome.refused is not None
            _print(outcome, as_json, named=len(files) > 1)
            if pictures is not None and outcome.refused is None:
                pictures.keep(outcome.path, outcome.picture)
            if redlines is not None and outcome.json is not None:
                redlines.keep(outcome.path, outcome.json, decisions.profile())
    except ImportRefused as refused:
        _print_refusal(refused, as_json)
        raise SystemExit(EXIT_REFUSED) from None
    if any_refused:
        raise SystemExit(EXIT_REFUSED)
    if any(made is not None and made.missing for made in (pictures, redlines)):
        raise SystemExit(EXIT_FAILED)


def _print(outcome: Outcome, as_json: bool, named: bool) -> None:
    if named and not as_json:
        click.secho(f"{outcome.path.name}", bold=True)
    if outcome.json is None:
        if outcome.refused is not None:
            _print_refusal(outcome.refused, as_json)
    elif as_json:
        # The child's bytes as they are: parsing them would only cost time.
        click.echo(outcome.json)
    else:
        click.echo("\n".join(_summary(json.loads(outcome.json))))
    if named and not as_json:
        click.echo()


def _print_refusal(refused: ImportRefused, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(refusal_to_plain(refused), ensure_ascii=False))
    else:
        click.echo(f"Refused ({refused.code}): {refused.message}\n{refused.advice}", err=True)


def _summary(draft: Plain) -> Iterator[str]:
    min_x, min_y, max_x, max_y = draft["extent_m"]
    units = draft["units"]
    sure = "by evidence" if units["certain"] else "not certain: please check"
    yield (
        f"{draft['format'].upper()} {draft['version']}, drawn in {units['name']} ({sure}), "
        f"{max_x - min_x:.1f} by {max_y - min_y:.1f} m"
    )
    yield from _views(draft["views"])
    yield from _rooms(draft["rooms"])
    yield from _desks(draft)
    counted = (
        ("doors", "door"),
        ("windows", "window"),
        ("connectors", "stair or lift"),
        ("zones", "zone"),
    )
    parts = [_count(len(draft[key]), word) for key, word in counted if draft[key]]
    thickness = draft["wall_thickness_m"]
    if thickness is not None:
        parts.append(f"walls mostly {100 * thickness:.0f} cm thick")
    if parts:
        yield ", ".join(parts)
    yield from _roles(draft["layers"])
    yield from _repairs(draft["repairs"])
    yield from _issues(draft["issues"])


def _count(number: int, word: str) -> str:
    plural = "stairs and lifts" if word == "stair or lift" else f"{word}s"
    return f"1 {word}" if number == 1 else f"{number or 'no'} {plural}"


def _views(views: list[Plain]) -> Iterator[str]:
    if views:
        yield "drawings on the sheet"
    for view in views:
        min_x, min_y, max_x, max_y = view["extent_m"]
        read = "read" if view["chosen"] else "left out"
        kind = view["kind"].replace("_", " ")
        size = f"{max_x - min_x:.1f} by {max_y - min_y:.1f} m"
        yield f"  {view['number']:>2} {view['name']:<37} {kind:<16} {read}, {size}"


def _rooms(rooms: list[Plain]) -> Iterator[str]:
    area = sum(room["area_m2"] for room in rooms)
    yield f"{_count(len(rooms), 'room')}, {area:,.0f} m2" if rooms else "no rooms"
    for room in rooms[:SHOWN]:
        label = " ".join(filter(None, (room["number"], room["name"]))) or "(no name)"
        shown = label.replace("\n", " ")
        stated, department = room["stated_area_m2"], room["department"]
        more = "" if stated is None else f", written {stated:.1f} m2"
        more += f", {department}" if department else ""
        yield f"  {shown:<40} {room['category']:<16} {room['area_m2']:8.1f} m2{more}"
    if len(rooms) > SHOWN:
        yield f"  and {len(rooms) - SHOWN} more"


def _desks(draft: Plain) -> Iterator[str]:
    for key in ("desks", "parking"):
        items = draft[key]
        if items or key == "desks":
            labels = [item["label"] for item in items if item["label"]]
            shown = f": {', '.join(labels[:SHOWN])}" if labels else ""
            more = ", ..." if len(labels) > SHOWN else ""
            word = {"desks": "desk", "parking": "parking place"}[key]
            yield f"{_count(len(items), word)}{shown}{more}"


def _roles(layers: list[Plain]) -> Iterator[str]:
    by_role: dict[str, list[str]] = {}
    for layer in layers:
        if layer["count"]:
            by_role.setdefault(layer["role"], []).append(layer["name"])
    if by_role:
        yield "layers"
    for role in sorted(by_role):
        names = by_role[role]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        yield f"  {role:<12} {', '.join(names[:SHOWN])}{more}"


def _repairs(repairs: list[Plain]) -> Iterator[str]:
    if repairs:
        yield "repairs"
    for repair in repairs:
        yield f"  {repair['name']:<20} {repair['sentence']}"


def _issues(issues: list[Plain]) -> Iterator[str]:
    if not issues:
        yield "nothing to complain about"
        return
    counts = Counter(issue["severity"] for issue in issues)
    yield "findings: " + ", ".join(f"{n} {severity}" for severity, n in sorted(counts.items()))
    seen: Counter[str] = Counter()
    for issue in issues:
        seen[issue["code"]] += 1
        if seen[issue["code"]] > 3:
            continue
        place = "" if issue["x"] is None else f" at ({issue['x']:.2f}, {issue['y']:.2f})"
        yield f"  {issue['severity']:<8} {issue['code']}{place}: {issue['message']}"
        yield f"           {issue['advice']}"
    for code, count in sorted(seen.items()):
        if count > 3:
            yield f"  and {count - 3} more of {code}"
