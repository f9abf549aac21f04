"""Which floor `floorplans export` means, by its id or by its names."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app import cluster
from app.cli._target import organisations
from app.settings import Settings
from floorplans.actor import Actor, operator
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.plans.exporting.exported import ExportedFloor


def exported_floor(
    db: Database, words: str, organisation: str | None, revision: int | None
) -> ExportedFloor:
    """The floor that is meant, as its plan has it; raises ``NotFound``, ``Invalid``."""
    found = [
        (actor, floor_id)
        for actor in _actors(organisation)
        for floor_id in _floors(db, actor, words)
    ]
    if not found:
        raise NotFound(
            "no_such_floor",
            f"There is no floor “{words}”.",
            "Name it as “Building/Floor”, or by the id in its address on the web page.",
        )
    if len(found) > 1:
        raise Invalid(
            "floor_ambiguous",
            f"“{words}” could be {len(found)} floors. Nothing was written.",
            "Name it as “Site/Building/Floor”, with --organisation where that is not enough.",
        )
    actor, floor_id = found[0]
    plans.take_over(db, actor.organisation_id, floor_id, datetime.now(UTC))
    return plans.exported(db, actor, floor_id, revision)


def _actors(organisation: str | None) -> list[Actor]:
    settings = Settings.from_environment()
    present = organisations(cluster.ensure_cluster(settings).owner_url)
    return [
        operator(own)
        for own, name in present
        if organisation is None or _plain(name) == _plain(organisation)
    ]


def _floors(db: Database, actor: Actor, words: str) -> list[UUID]:
    """The floors of these names in one organisation, or the one of this id."""
    try:
        wanted: UUID | None = UUID(words)
    except ValueError:
        wanted = None
    return [
        floor.id
        for site in places.sites(db, actor)
        for house in site.buildings
        for floor in house.floors
        if floor.id == wanted
        or _plain(words)
        in {
            _plain(f"{house.name}/{floor.name}"),
            _plain(f"{site.name}/{house.name}/{floor.name}"),
        }
    ]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
