"""What the demo's people can bring along: monitors, projectors, a wheelchair, keys, and a kit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.demo.settling import Staff, facility_of
from floorplans.database import Database
from floorplans.equipment import service as equipment
from floorplans.equipment.views import Things
from floorplans.places import service as places


@dataclass(frozen=True, slots=True)
class _Kept:
    """So many of a thing, and the room whose kit one of them is."""

    kind: str
    name: str
    kept_at: str
    owned: int
    broken: int = 0
    kit_of: str | None = None


_KEPT = (
    _Kept("monitor", "27-inch monitor", "IT desk", 6, broken=1),
    _Kept("projector", "Projector", "Reception", 2, kit_of="Conference Hafensaal"),
    _Kept("conference_phone", "Conference phone", "Reception", 2, kit_of="Conference Hafensaal"),
    _Kept("headset", "Headset", "IT desk", 4),
    _Kept("wheelchair", "Wheelchair", "Reception", 1),
    _Kept("keys", "Keys to the bicycle store", "Reception", 8),
    _Kept("keys", "Locker key", "Reception", 20),
)


def settle_equipment(db: Database, staff: Staff, now: datetime) -> int:
    """Keep equipment on the sites of an organisation that has none; how many things were made."""
    actor = facility_of(staff)
    if equipment.equipment(db, actor, now):
        return 0
    sites = [site for site in places.sites(db, actor) if site.buildings]
    for site in sites:
        for kept in _KEPT:
            things = Things(
                site.id, None, kept.kind, kept.name, kept.kept_at, kept.owned, kept.broken
            )
            made = equipment.keep(db, actor, things, now)
            for room in equipment.may_have_kit(db, actor, made) if kept.kit_of else ():
                if kept.kit_of and kept.kit_of in room.name:
                    equipment.set_kit(db, actor, made, room.id, 1)
    return len(sites) * len(_KEPT)
