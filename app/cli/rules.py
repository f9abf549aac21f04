"""`floorplans rules`: the rules of booking and the groups of people, as a list and as a file."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from app.cli._database import open_database
from app.cli._telling import tell, troubles_told

_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
_person = click.option(
    "--person", "email", required=True, metavar="EMAIL", help="Somebody of facility staff."
)


@click.group(name="rules")
def command() -> None:
    """List the rules of booking, write them to a file, and bring a file in."""


@command.command(name="list")
@_person
@_json
def list_(email: str, as_json: bool) -> None:
    """List the rules as sentences, those first that win over others."""
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load
    from floorplans.policies import service as policies  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        found = policies.rules(db, people.require_person(db, email))
    rows = [{"id": str(each.id), "name": each.rule.name, "says": each.sentence} for each in found]
    lines = [f"{each['name']}\n  {each['says']}" for each in rows]
    tell(as_json, "\n".join(lines) or "There are no rules.", {"rules": rows})


@command.command()
@_person
@click.option("--to", "path", type=click.Path(path_type=Path, dir_okay=False), help="A file.")
def export(email: str, path: Path | None) -> None:
    """Write all rules and groups as JSON, with names instead of ids; to the screen without --to."""
    from app.cli._rule_files import text_of  # noqa: PLC0415 - slow to load
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load
    from floorplans.policies import exchange  # noqa: PLC0415 - slow to load

    with troubles_told(), closing(open_database()) as db:
        text = text_of(exchange.book(db, people.require_person(db, email)))
        if path is None:
            click.echo(text, nl=False)
        else:
            path.write_text(text, encoding="utf-8")


@command.command(name="import")
@_person
@click.option("--check", is_flag=True, help="Say what it would do, and keep nothing.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_json
def import_(email: str, check: bool, path: Path, as_json: bool) -> None:
    """Bring a file of rules in, all of it or nothing: same names are changed, others stay."""
    from app.cli._rule_files import MOST_BYTES, book_of  # noqa: PLC0415 - slow to load
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load
    from floorplans.policies import exchange  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8", "replace")
        actor = people.require_person(db, email)
        done = exchange.bring_in(db, actor, book_of(text), datetime.now(UTC), only_check=check)
    counts = (
        f"{len(done.groups_made)} groups and {len(done.rules_made)} rules made,"
        f" {len(done.rules_changed)} rules changed."
    )
    head = f"Would do: {counts} Nothing was saved." if check else counts
    fields = {
        "saved": not check,
        "groups_made": done.groups_made,
        "rules_made": done.rules_made,
        "rules_changed": done.rules_changed,
        "sentences": done.sentences,
    }
    tell(as_json, "\n".join([head, *done.sentences]), fields)
