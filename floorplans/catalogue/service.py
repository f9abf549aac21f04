"""Sites, buildings, floors and spaces as features, page by page.

The plans are those in force at an instant; of spaces it is told whether they are free then, and
never for whom they are not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.schedule import span_of
from floorplans.bookings.views import Window
from floorplans.catalogue import queries
from floorplans.catalogue.views import Box, Collection, Feature, Page, Wanted
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from geo.tiles import Tile

#: What a map program is told of a space's state; people are not.
_TOLD = ("status", "until", "left", "places")
#: A tile holds no more features than a program draws at once.
TILE_MOST = 20_000
#: The first level whose tiles show spaces: 600 m wide at the equator.
SPACES_FROM = 16


def page(db: Database, actor: Actor, collection: Collection, wanted: Wanted, now: datetime) -> Page:
    """Features of a collection; what lies outside of the box or matches no filter is left out."""
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.features(tx, actor.organisation_id, collection, wanted)
    found = [Feature(**row) for row in rows[: wanted.limit]]
    after = found[-1].id if len(rows) > wanted.limit else None
    return Page(_with_status(db, actor, found, wanted.hours, now), after)


def feature(  # noqa: PLR0917 - who, what of which collection, when
    db: Database,
    actor: Actor,
    collection: Collection,
    own: UUID,
    wanted: Wanted,
    now: datetime,
) -> Feature:
    """One feature by its id. Raises NotFound ``feature_not_found``."""
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.features(tx, actor.organisation_id, collection, wanted, one=own)
    if not rows:
        raise NotFound(
            "feature_not_found",
            "There is no such feature in this collection at that time.",
            "Ask for the items of the collection; ids of spaces hold through all plans.",
        )
    (told,) = _with_status(db, actor, [Feature(**rows[0])], wanted.hours, now)
    return told


def extent(db: Database, actor: Actor) -> Box | None:
    """What all sites and present plans lie in, in EPSG:4326; None where there is nothing."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.extent(tx, actor.organisation_id)


def tile(  # noqa: PLR0917 - who, where of which collection, when
    db: Database,
    actor: Actor,
    collection: Collection,
    where: Tile,
    wanted: Wanted,
    now: datetime,
) -> bytes:
    """A tile of a collection, in the format Mapbox Vector Tile 2.1; empty where nothing is.

    Its one layer has the collection's name; each feature has its ``id`` and its properties, lists
    with commas between. Spaces begin at level ``SPACES_FROM``: in wider tiles a desk is a point.
    Raises Invalid ``tile_too_full`` above ``TILE_MOST`` features.
    """
    if where.level < first_level(collection):
        return b""
    box = Box(*where.degrees(margin=queries.TILE_MARGIN / queries.TILE_UNITS))
    asked = replace(wanted, box=box, after=None, limit=TILE_MOST)
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.features(tx, actor.organisation_id, collection, asked)
    if not rows:
        return b""
    if len(rows) > TILE_MOST:
        raise Invalid(
            "tile_too_full",
            f"More than {TILE_MOST:,} features lie in this tile. Nothing was sent.",
            "Ask for one floor alone, or for tiles of a higher level.",
        )
    found = _with_status(db, actor, [Feature(**row) for row in rows], wanted.hours, now)
    flat = [
        {"geometry": one.geometry, "properties": {"id": str(one.id)} | _flat(one.properties)}
        for one in found
    ]
    with db.transaction(actor.organisation_id) as tx:
        return queries.tile(tx, collection, where, flat)


def first_level(collection: Collection) -> int:
    """The first level whose tiles show these."""
    return SPACES_FROM if collection is Collection.SPACES else 0


def _flat(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties as a tile holds them: lists become text, and what is unknown is left out."""
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else value
        for name, value in properties.items()
        if value is not None and not isinstance(value, dict)
    }


def _with_status(
    db: Database, actor: Actor, found: Iterable[Feature], hours: Window | None, now: datetime
) -> tuple[Feature, ...]:
    """Spaces with their state in these hours; everything else as it is."""
    if hours is None:
        return tuple(found)
    known: dict[str, dict[str, dict[str, Any]]] = {}

    def told(one: Feature) -> Feature:
        floor = one.properties.get("floor_id")
        if floor is None:
            return one
        if floor not in known:
            known[floor] = _states(db, actor, UUID(floor), hours, now)
        state = known[floor].get(str(one.id), {})
        return replace(one, properties=one.properties | {name: state.get(name) for name in _TOLD})

    return tuple(told(one) for one in found)


def _states(
    db: Database, actor: Actor, floor_id: UUID, hours: Window, now: datetime
) -> dict[str, dict[str, Any]]:
    """What is told of each bookable space of a floor, by its id."""
    schedule = bookings.schedule(db, actor, floor_id, span_of(hours))
    document = json.loads(schedule.document(hours, actor.person_id, now))
    return {entry["id"]: entry for entry in document["spaces"]}
