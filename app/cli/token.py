"""`floorplans token`: secrets with which scripts act as a person."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID

import click

from app.cli._database import open_database
from app.cli._telling import tell, troubles_told

_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
_person = click.option("--person", "email", required=True, metavar="EMAIL", help="Whose token.")
LONGEST_DAYS = 3650


@click.group(name="token")
def command() -> None:
    """Make, list and revoke the tokens of the API."""


@command.command()
@_person
@click.option("--name", default="script", show_default=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, LONGEST_DAYS), help="How long it lives; else ever.")
@_json
def create(email: str, name: str, days: int | None, as_json: bool) -> None:
    """Make a token that may do all that the person may, and print it this once."""
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    now = datetime.now(UTC)
    expires_at = now + timedelta(days=days) if days else None
    with troubles_told(as_json), closing(open_database()) as db:
        token = people.create_token(db, email, name, now, expires_at)
        fields = {
            "token": token,
            "person": email,
            "name": name,
            "expires_at": expires_at.isoformat() if expires_at else None,
        }
        tell(as_json, token, fields)


@command.command(name="list")
@_person
@_json
def list_(email: str, as_json: bool) -> None:
    """List a person's tokens, without their secrets."""
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        found = people.tokens(db, people.require_person(db, email))
    now = datetime.now(UTC)
    rows = [
        {
            "id": str(each.id),
            "name": each.name,
            "created_at": each.created_at.isoformat(),
            "expires_at": each.expires_at.isoformat() if each.expires_at else None,
            "live": each.is_live(now),
        }
        for each in found
    ]
    lines = [f"{r['id']}  {'live ' if r['live'] else 'ended'}  {r['name']}" for r in rows]
    tell(as_json, "\n".join(lines) or f"{email} has no tokens.", {"tokens": rows})


@command.command()
@_person
@click.argument("token_id", type=click.UUID)
@_json
def revoke(email: str, token_id: UUID, as_json: bool) -> None:
    """End a token at once; TOKEN_ID is the one that `list` shows."""
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        person = people.require_person(db, email)
        people.revoke_token(db, person, token_id, datetime.now(UTC))
        tell(as_json, "The token is revoked.", {"revoked": str(token_id)})
