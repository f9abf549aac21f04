"""The use cases of screens: made and revoked by facility staff, opened by their secret."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import NotFound, Refused
from floorplans.ids import new_id
from floorplans.people import service as people
from floorplans.people.tokens import new_token
from floorplans.places.refusals import no_such_floor
from floorplans.places.rules import clean_name
from floorplans.screens import queries
from floorplans.screens.views import Screen, ScreenView

#: More than any organisation has lobbies; each one holds a connection open.
MOST_SCREENS = 200


def screens(db: Database, actor: Actor) -> list[ScreenView]:
    """All screens of the organisation by building, floor and name. Needs the role facility."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return queries.all_screens(tx, actor)


def make_screen(
    db: Database, actor: Actor, floor_id: UUID, name: str, *, shows_names: bool, now: datetime
) -> tuple[UUID, str]:
    """Make a screen of a floor: its id, and its secret, which is shown only here.

    Raises ``Forbidden``, ``NotFound`` (``no_such_floor``), ``Invalid`` for its name, ``Refused``
    (``too_many_screens``).
    """
    actor.require(Role.FACILITY)
    token, screen_id = new_token(), new_id()
    values = {
        "organisation_id": actor.organisation_id,
        "id": screen_id,
        "floor_id": floor_id,
        "name": clean_name(name, "screen"),
        "shows_names": shows_names,
        "digest": people.digest(token),
        "created_at": now,
    }
    with db.transaction(actor.organisation_id) as tx:
        if not queries.has_floor(tx, actor, floor_id):
            raise no_such_floor()
        if queries.count(tx) >= MOST_SCREENS:
            raise Refused(
                "too_many_screens",
                f"There are {MOST_SCREENS} screens already, and there can be no more.",
                "Revoke one that no longer hangs anywhere, then try again.",
            )
        queries.add(tx, values)
    return screen_id, token


def revoke_screen(db: Database, actor: Actor, screen_id: UUID) -> None:
    """End the address of a screen at once; raises ``Forbidden``, ``NotFound``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.remove(tx, screen_id):
            raise NotFound(
                "no_such_screen",
                "There is no such screen, or it was revoked already. Nothing was changed.",
                "Reload the list of screens.",
            )


def screen_of(db: Database, token: str) -> Screen:
    """The screen of this secret.

    Raises ``NotFound`` (``screen_not_found``), the same for one that ended and one that never was.
    """
    found = queries.by_digest(db, people.digest(token))
    if found is None:
        raise NotFound(
            "screen_not_found",
            "There is no screen at this address, or it was revoked.",
            "Facility staff make a new address under Floors, Screens.",
        )
    return found


def still_there(db: Database, token: str) -> bool:
    """Whether the secret still opens a screen."""
    return queries.by_digest(db, people.digest(token)) is not None
