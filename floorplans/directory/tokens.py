"""Use cases around the directory's tokens, for administrators; and the look-up of one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.directory import queries, rules
from floorplans.directory.views import Directory, DirectoryToken
from floorplans.errors import NotFound, Refused
from floorplans.ids import new_id
from floorplans.messages import directory as messages
from floorplans.messages.kinds import TokenNews
from floorplans.people.tokens import digest, new_token
from floorplans.places.rules import clean_name

#: Lets people and scanners of leaked secrets recognise a directory's token at sight.
PREFIX = "fpd_"


def make_token(db: Database, actor: Actor, name: str, now: datetime) -> str:
    """Make a token with which the directory keeps people and groups; it is shown only here.

    It works for ``rules.LASTS``. Raises ``Forbidden``, ``Invalid`` for its name, ``Refused``
    (``too_many_directory_tokens``).
    """
    actor.require(Role.ADMIN)
    clean = clean_name(name, "token")
    with db.transaction(actor.organisation_id) as tx:
        return _add(tx, actor, clean, now)


def renew_token(db: Database, actor: Actor, token_id: UUID, now: datetime) -> str:
    """Make a token that takes the place of one; the former goes on for ``rules.OVERLAP`` at most.

    So the directory need not stop until somebody has brought it the new one, which is shown only
    here. Raises ``Forbidden``, ``NotFound`` (``directory_token_unknown``), ``Refused``
    (``too_many_directory_tokens``).
    """
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        name = queries.end_by(tx, actor.organisation_id, token_id, now + rules.OVERLAP, now)
        if name is None:
            raise _no_such_token()
        return _add(tx, actor, name, now)


def tokens(db: Database, actor: Actor) -> list[DirectoryToken]:
    """The tokens that were not revoked, oldest first. Needs the role admin."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return queries.live_tokens(tx, actor.organisation_id)


def revoke_token(db: Database, actor: Actor, token_id: UUID, now: datetime) -> None:
    """End a token at once; what the directory keeps stays as it is.

    Raises ``Forbidden``, ``NotFound`` (``directory_token_unknown``).
    """
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.revoke_token(tx, token_id, now):
            raise _no_such_token()


def tell_that_maker_left(db: Database, left: Actor, now: datetime) -> None:
    """Tell administrators of tokens whose maker has left; they go on working until their end."""
    with db.transaction(left.organisation_id) as tx:
        for token_id in queries.note_maker_left(tx, left.organisation_id, left.person_id, now):
            messages.tell_administrators(tx, token_id, TokenNews.MAKER_LEFT, now)


def warn(db: Database, now: datetime) -> int:
    """Tell administrators of all organisations which tokens end soon, once; how many tokens."""
    warned = 0
    for organisation_id, token_id in queries.ending(db, now, now + rules.WARNS_BEFORE):
        with db.transaction(organisation_id) as tx:
            if queries.note_warned(tx, organisation_id, token_id, now):
                messages.tell_administrators(tx, token_id, TokenNews.ENDS, now)
                warned += 1
    return warned


def _add(tx: Connection, actor: Actor, name: str, now: datetime) -> str:
    if len(queries.live_tokens(tx, actor.organisation_id)) >= rules.MOST_TOKENS:
        raise Refused(
            "too_many_directory_tokens",
            f"There are {rules.MOST_TOKENS} tokens already, and there can be no more.",
            "Revoke one that no directory uses any more, then try again.",
        )
    token = PREFIX + new_token()
    values = {
        "organisation_id": actor.organisation_id,
        "id": new_id(),
        "name": name,
        "digest": digest(token),
        "created_at": now,
        "expires_at": now + rules.LASTS,
        "made_by": actor.person_id,
    }
    queries.add_token(tx, values)
    return token


def _no_such_token() -> NotFound:
    return NotFound(
        "directory_token_unknown",
        "There is no such token, or it has ended or was revoked already. Nothing was changed.",
        "Reload the list of tokens.",
    )


def recognise(db: Database, token: str | None, now: datetime) -> Directory:
    """Whose directory speaks; raises ``Unauthenticated`` (``directory_token_invalid``).

    At most once a minute it costs a second round trip, which notes when it last spoke.
    """
    found = queries.token_of(db, digest(token), now) if token else None
    if found is None:
        raise rules.token_unknown()
    directory, last_used_at = found
    if last_used_at is None or now - last_used_at >= rules.SPOKEN_STEP:
        with db.transaction(directory.organisation_id) as tx:
            queries.note_use(tx, directory.token_id, now)
    return directory
