"""`floorplans person`: accounts of people."""

from contextlib import closing
from datetime import UTC, datetime

import click

from app.cli._database import open_database
from app.cli._telling import tell, troubles_told

_ROLES = ("employee", "facility", "admin")
_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
_email = click.argument("email")
_password = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="FLOORPLANS_PASSWORD",
    help="Asked for when neither given here nor in FLOORPLANS_PASSWORD.",
)


@click.group(name="person")
def command() -> None:
    """Make and close accounts."""


@command.command()
@_email
@click.option("--name", required=True, help="Full name.")
@click.option(
    "--role",
    type=click.Choice(_ROLES),
    default="employee",
    show_default=True,
    help="What the person may do.",
)
@click.option("--like", metavar="EMAIL", help="In the organisation of this colleague.")
@click.option("--new-organisation", metavar="NAME", help="Make an organisation with this person.")
@_password
@_json
def create(
    *,
    email: str,
    name: str,
    role: str,
    like: str | None,
    new_organisation: str | None,
    password: str,
    as_json: bool,
) -> None:
    """Make an account in an organisation that exists or is new."""
    from floorplans.actor import Role  # noqa: PLC0415 - the imports below are slow to load
    from floorplans.people import service as people  # noqa: PLC0415

    if (like is None) == (new_organisation is None):
        raise click.UsageError("Give either --like or --new-organisation.")
    with troubles_told(as_json), closing(open_database()) as db:
        if like is not None:
            organisation_id = people.require_person(db, like).organisation_id
        else:
            organisation_id = people.create_organisation(db, new_organisation or "")
        made = people.create_person(
            db, organisation_id, email=email, name=name, role=Role(role), password=password
        )
        fields = {"id": str(made.person_id), "email": made.email, "role": role}
        tell(as_json, f"{made.email} can sign in now.", fields)


@command.command()
@_email
@_password
@_json
def password(email: str, password: str, as_json: bool) -> None:
    """Give somebody a new password; their sessions end."""
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        person = people.require_person(db, email)
        people.reset_password(db, person, password)
        tell(as_json, f"{person.email} has a new password.", {"email": person.email})


@command.command()
@_email
@click.argument("role", type=click.Choice(_ROLES))
@_json
def role(email: str, role: str, as_json: bool) -> None:
    """Give somebody another role, from their next request on."""
    from floorplans.actor import Role  # noqa: PLC0415 - the imports below are slow to load
    from floorplans.people import service as people  # noqa: PLC0415

    with troubles_told(as_json), closing(open_database()) as db:
        person = people.require_person(db, email)
        people.change_role(db, person, Role(role))
        tell(as_json, f"{person.email} is {role} now.", {"email": person.email, "role": role})


@command.command()
@_email
@_json
def close(email: str, as_json: bool) -> None:
    """Close an account: its sessions and tokens end at once, and its bookings are given back."""
    from floorplans.directory.leaving import close_account  # noqa: PLC0415 - slow to load
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        person, now = people.require_person(db, email), datetime.now(UTC)
        given = close_account(db, person, now)
        words = f" {given} {'booking was' if given == 1 else 'bookings were'} given back."
        fields = {"email": person.email, "given_back": given}
        tell(as_json, f"The account {person.email} is closed.{words if given else ''}", fields)
