"""Use cases around the directory's tokens, for administrators; and the look-up of one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.directory import queries, rules
from floorplans.directory.views import Directory, DirectoryToken
from floorplans.errors import NotFound, Refused
from floorplans.ids import new_id
from floorplans.people.tokens import digest, new_token
from floorplans.places.rules import clean_name

#: Lets people and scanners of leaked secrets recognise a directory's token at sight.
PREFIX = "fpd_"


def make_token(db: Database, actor: Actor, name: str, now: datetime) -> str:
    """Make a token with which the directory keeps people and groups; it is shown only here.

    Raises ``Forbidden``, ``Invalid`` for its name, ``Refused`` (``too_many_directory_tokens``).
    """
    actor.require(Role.ADMIN)
    token = PREFIX + new_token()
    values = {
        "organisation_id": actor.organisation_id,
        "id": new_id(),
        "name": clean_name(name, "token"),
        "digest": digest(token),
        "created_at": now,
    }
    with db.transaction(actor.organisation_id) as tx:
        if len(queries.live_tokens(tx)) >= rules.MOST_TOKENS:
            raise Refused(
                "too_many_directory_tokens",
                f"There are {rules.MOST_TOKENS} tokens already, and there can be no more.",
                "Revoke one that no directory uses any more, then try again.",
            )
        queries.add_token(tx, values)
    return token


def tokens(db: Database, actor: Actor) -> list[DirectoryToken]:
    """The tokens that live, oldest first. Needs the role admin."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return queries.live_tokens(tx)


def revoke_token(db: Database, actor: Actor, token_id: UUID, now: datetime) -> None:
    """End a token at once; what the directory keeps stays as it is.

    Raises ``Forbidden``, ``NotFound`` (``directory_token_unknown``).
    """
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.revoke_token(tx, token_id, now):
            raise NotFound(
                "directory_token_unknown",
                "There is no such token, or it was revoked already. Nothing was changed.",
                "Reload the list of tokens.",
            )


def recognise(db: Database, token: str | None, now: datetime) -> Directory:
    """Whose directory speaks; raises ``Unauthenticated`` (``directory_token_invalid``).

    At most once a minute it costs a second round trip, which notes when it last spoke.
    """
    found = queries.token_of(db, digest(token)) if token else None
    if found is None:
        raise rules.token_unknown()
    directory, last_used_at = found
    if last_used_at is None or now - last_used_at >= rules.SPOKEN_STEP:
        with db.transaction(directory.organisation_id) as tx:
            queries.note_use(tx, directory.token_id, now)
    return directory
