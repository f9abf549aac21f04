"""`floorplans sign-in`: the organisation's own accounts (OpenID Connect)."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from app.cli._database import open_database
from app.cli._exits import EXIT_FAILED
from app.cli._telling import tell, troubles_told
from app.settings import Settings

if TYPE_CHECKING:
    from floorplans.actor import Actor
    from floorplans.database import Database
    from floorplans.identities.views import Provider

_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
_like = click.option(
    "--person", "email", required=True, metavar="EMAIL", help="Anybody of the organisation."
)
_name = click.argument("name")


@click.group(name="sign-in")
def command() -> None:
    """Let people sign in with the accounts that their organisation has anyway."""


@command.command()
@_name
@_like
@click.option("--issuer", required=True, help="What the provider calls its issuer.")
@click.option("--client-id", default="", help="Without it nobody is offered this way yet.")
@click.option("--secret", envvar="FLOORPLANS_CLIENT_SECRET", help="Better in the environment.")
@click.option("--domain", "domains", multiple=True, help="Of addresses it speaks for; again.")
@click.option("--groups-claim", default="", help="Which claim holds groups.")
@click.option("--admin-value", default="", help="Its value for administrators.")
@click.option("--facility-value", default="", help="Its value for facility staff.")
@click.option("--scopes", default="", help="In place of: openid email profile.")
@click.option("--makes-people", is_flag=True, help="Make accounts at the first sign-in.")
@click.option("--vouches", is_flag=True, help="Take its addresses for verified.")
@_json
def add(name: str, email: str, *, domains: tuple[str, ...], as_json: bool, **told: str) -> None:
    """Set up a provider, or change all of the one of this NAME; a secret not given stays."""
    from floorplans.identities import service as identities  # noqa: PLC0415 - slow to load
    from floorplans.identities.views import ProviderRequest  # noqa: PLC0415 - slow to load

    asked = ProviderRequest(
        name=name,
        issuer=told["issuer"],
        client_id=told["client_id"],
        client_secret=told["secret"],
        scopes=told["scopes"],
        groups_claim=told["groups_claim"],
        domains=" ".join(domains),
        vouches_for_addresses=bool(told["vouches"]),
        makes_people=bool(told["makes_people"]),
        facility_value=told["facility_value"],
        admin_value=told["admin_value"],
    )
    key = Settings.from_environment().secret_key()
    with troubles_told(as_json), closing(open_database()) as db:
        actor = _operator_of(db, email)
        known = next((p for p in identities.providers(db, actor) if _is(p, name)), None)
        if known is None:
            made = identities.add_provider(db, actor, asked, key=key)
        else:
            made = identities.change_provider(db, actor, known.id, asked, key=key)
    back = _back(made)
    sentence = f"{made.name} is set up. Register this address there:\n{back}"
    tell(as_json, sentence, {"id": str(made.id), "name": made.name, "redirect_uri": back})


@command.command(name="list")
@_like
@_json
def list_(email: str, as_json: bool) -> None:
    """List the providers of an organisation, without their secrets."""
    from floorplans.identities import service as identities  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        actor = _operator_of(db, email)
        found = identities.providers(db, actor)
        takes = identities.takes_passwords(db, actor)
    rows = [
        {
            "id": str(each.id),
            "name": each.name,
            "issuer": each.issuer,
            "client_id": each.client_id,
            "domains": list(each.domains),
            "groups_claim": each.groups_claim,
            "makes_people": each.makes_people,
            "redirect_uri": _back(each),
        }
        for each in found
    ]
    lines = [
        f"{each.name}: {each.issuer} ({', '.join(each.domains) or 'no domains'})\n  {_back(each)}"
        for each in found
    ]
    lines.append(f"Passwords are {'taken' if takes else 'not taken'}.")
    tell(as_json, "\n".join(lines), {"providers": rows, "takes_passwords": takes})


@command.command()
@_name
@_like
@_json
def test(name: str, email: str, as_json: bool) -> None:
    """Ask a provider about itself and its keys, and tell what it answered."""
    from app.oidc.discovery import Directory  # noqa: PLC0415 - slow to load
    from app.oidc.looking import look  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        lines = look(Directory(), _named(db, email, name))
    text = "\n".join(f"{'  ok' if line.is_fine else 'FAIL'}  {line.says}" for line in lines)
    fields = [{"fine": line.is_fine, "says": line.says} for line in lines]
    tell(as_json, text, {"lines": fields})
    if not all(line.is_fine for line in lines):
        raise SystemExit(EXIT_FAILED)


@command.command()
@_name
@_like
@_json
def remove(name: str, email: str, as_json: bool) -> None:
    """Take a provider away; with the last one, passwords are taken again."""
    from floorplans.identities import service as identities  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        found = _named(db, email, name)
        identities.remove_provider(db, _operator_of(db, email), found.id)
        tell(as_json, f"{found.name} is removed.", {"removed": str(found.id)})


@command.command()
@click.argument("choice", type=click.Choice(["take", "refuse"]))
@_like
@_json
def passwords(choice: str, email: str, as_json: bool) -> None:
    """Take passwords in an organisation, or its own accounts alone: the way back in."""
    from floorplans.identities import service as identities  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        identities.let_passwords(db, _operator_of(db, email), choice == "take")
        words = "taken again" if choice == "take" else "not taken any more"
        tell(as_json, f"Passwords are {words}.", {"takes_passwords": choice == "take"})


@command.command()
@click.argument("email")
@_json
def unlink(email: str, as_json: bool) -> None:
    """Loosen somebody from their account at a provider; the next sign-in finds them anew."""
    from floorplans.identities import service as identities  # noqa: PLC0415 - slow to load
    from floorplans.people import service as people  # noqa: PLC0415 - slow to load

    with troubles_told(as_json), closing(open_database()) as db:
        person = people.require_person(db, email)
        count = identities.unlink(db, person)
        words = "is loosened" if count else "was linked to no account"
        tell(as_json, f"{person.email} {words}.", {"email": person.email, "loosened": count})


def _operator_of(db: Database, email: str) -> Actor:
    from floorplans.actor import operator  # noqa: PLC0415 - the imports below are slow to load
    from floorplans.people import service as people  # noqa: PLC0415

    return operator(people.require_person(db, email).organisation_id)


def _named(db: Database, email: str, name: str) -> Provider:
    from floorplans.errors import NotFound  # noqa: PLC0415 - the imports below are slow to load
    from floorplans.identities import service as identities  # noqa: PLC0415

    for each in identities.providers(db, _operator_of(db, email)):
        if _is(each, name):
            return each
    raise NotFound(
        "provider_not_found",
        "The organisation has no provider of this name. Nothing was changed.",
        "See them with: floorplans sign-in list",
    )


def _is(provider: Provider, name: str) -> bool:
    return provider.name.casefold() == name.strip().casefold() or str(provider.id) == name


def _back(provider: Provider) -> str:
    base = Settings.from_environment().public_url or "https://YOUR-ADDRESS"
    return f"{base}/sign-in/back/{provider.id}"
