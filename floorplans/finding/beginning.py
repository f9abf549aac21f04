"""Where a search begins: near what was named, or where the person usually is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor
from floorplans.bookings import rules as booking_rules
from floorplans.bookings.views import Window
from floorplans.errors import NotFound
from floorplans.finding import habits, queries
from floorplans.finding.queries import Search
from floorplans.finding.views import (
    Beginning,
    FindRequest,
    Near,
    NearColleague,
    NearEntrance,
    NearPlace,
)
from floorplans.wording import place_in_words


def search_of(
    tx: Connection, actor: Actor, request: FindRequest, window: Window, now: datetime
) -> tuple[Search, str, Beginning | None]:
    """The search that a request means, the time zone of its site, and where its ways begin.

    A colleague becomes the place where they sit. Raises NotFound.
    """
    usual = habits.known(tx, actor, request.kind, now).space_id
    beginning, near, began_on = _begun(tx, actor, request.near, window)
    row = None if beginning is not None or usual is None else queries.place(tx, actor, usual)
    wished = request.site_id or queries.site_of(tx, actor, request.wishes)
    at_usual = None if row is None else row["site_id"]
    site_id, zone = _site(tx, actor, began_on or wished or at_usual)
    if row is not None and row["site_id"] == site_id:
        name = place_in_words(row["kind"], row["name"])
        beginning, near = _at_place(row, name, is_usual=True), NearPlace(row["id"])
    return (
        Search(actor, site_id, request.kind, request.wishes, near, usual),
        zone,
        beginning,
    )


def _begun(
    tx: Connection, actor: Actor, near: Near | None, window: Window
) -> tuple[Beginning | None, Near | None, UUID | None]:
    """What the ways begin at, as a place or an entrance, and on which site."""
    if near is None:
        return None, None, None
    if isinstance(near, NearEntrance):
        door = queries.entrance(tx, actor, near.floor_id, near.number)
        if door is None:
            raise _no_entrance()
        told = Beginning(
            "the entrance", None, near.floor_id, is_usual=False, lon=door["lon"], lat=door["lat"]
        )
        return told, near, door["site_id"]
    space_id, name = _named(tx, actor, near, window)
    row = queries.place(tx, actor, space_id)
    if row is None:
        raise booking_rules.space_missing()
    told = _at_place(row, name or place_in_words(row["kind"], row["name"]), is_usual=False)
    return told, NearPlace(space_id), row["site_id"]


def _named(
    tx: Connection, actor: Actor, near: NearPlace | NearColleague, window: Window
) -> tuple[UUID, str | None]:
    if isinstance(near, NearPlace):
        return near.space_id, None
    found = queries.colleague(tx, actor, near.person_id, window)
    if found is None:
        raise NotFound(
            "colleague_not_here",
            "This colleague has no place in these hours, or does not let it be seen.",
            "Choose another colleague, or search near a place.",
        )
    return found


def _at_place(row: RowMapping, name: str, *, is_usual: bool) -> Beginning:
    return Beginning(
        name, row["id"], row["floor_id"], is_usual=is_usual, lon=row["lon"], lat=row["lat"]
    )


def _site(tx: Connection, actor: Actor, wanted: UUID | None) -> tuple[UUID, str]:
    found = queries.sites(tx, actor)
    for row in found:
        if wanted is None or row["id"] == wanted:
            return row["id"], row["time_zone"]
    raise NotFound(
        "site_not_found",
        "There is no such site with floors to search.",
        "Choose a site from the list of places.",
    )


def _no_entrance() -> NotFound:
    return NotFound(
        "entrance_not_found",
        "No entrance is known on this floor.",
        "Search near a desk or a room.",
    )
