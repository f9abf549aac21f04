"""`floorplans directory`: the secrets with which a directory keeps people and groups."""

from contextlib import closing
from datetime import UTC, datetime
from uuid import UUID

import click

from app.cli._database import open_database
from app.cli._telling import tell, troubles_told

_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
_person = click.option(
    "--person", "email", required=True, metavar="EMAIL", help="An administrator there."
)


@click.group(name="directory")
def command() -> None:
    """Let an organisation's directory keep its people and groups (SCIM 2.0)."""


@command.group()
def token() -> None:
    """Make, list and revoke the tokens of a directory."""


@token.command()
@_person
@click.option("--name", default="directory", show_default=True, help="Which directory it is for.")
@_json
def create(email: str, name: str, as_json: bool) -> None:
    """Make a token that can keep people and groups and nothing else, and print it this once."""
    from floorplans.directory import service as directory  # noqa: PLC0415 - slow to load
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        admin = people.require_person(db, email)
        made = directory.make_token(db, admin, name, datetime.now(UTC))
        tell(as_json, made, {"token": made, "name": name, "path": "/scim/v2"})


@token.command(name="list")
@_person
@_json
def list_(email: str, as_json: bool) -> None:
    """List the tokens that live, without their secrets."""
    from floorplans.directory import service as directory  # noqa: PLC0415 - slow to load
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        found = directory.tokens(db, people.require_person(db, email))
    rows = [
        {
            "id": str(each.id),
            "name": each.name,
            "created_at": each.created_at.isoformat(),
            "last_used_at": each.last_used_at.isoformat() if each.last_used_at else None,
            "expires_at": each.expires_at.isoformat(),
            "made_by": each.maker,
            "maker_left": each.maker_left,
        }
        for each in found
    ]
    lines = [
        f"{r['id']}  {r['last_used_at'] or 'never used'}  until {r['expires_at']}  {r['name']}"
        for r in rows
    ]
    tell(as_json, "\n".join(lines) or "There is no token.", {"tokens": rows})


@token.command()
@_person
@click.argument("token_id", type=click.UUID)
@_json
def revoke(email: str, token_id: UUID, as_json: bool) -> None:
    """End a token at once; TOKEN_ID is the one that `list` shows."""
    from floorplans.directory import service as directory  # noqa: PLC0415 - slow to load
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        admin = people.require_person(db, email)
        directory.revoke_token(db, admin, token_id, datetime.now(UTC))
        tell(as_json, "The token is revoked.", {"revoked": str(token_id)})
