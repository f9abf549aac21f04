"""A published floor as a value, without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid5

from floorplans.plans.exporting.exported import (
    DrawingFrame,
    ExportedConnector,
    ExportedFloor,
    ExportedOpening,
    ExportedSpace,
    ExportedZone,
)
from floorplans.plans.layout import lay_out
from floorplans.plans.spaces import planned_spaces, planned_zones
from geo.georeference import Similarity
from importers.draft import FloorPlanDraft
from tests.support.factories import EAST, NORTH

NAMES = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
#: What strangers call their rooms.
HARD_NAMES = ("Café “Zoë” & <Söhne>", 'Mr "Q"', "Team 🚀 Rakete", "=Summe Süd", "日本語")
#: A site of WGS 84 / UTM zone 31N.
SRID = 32631


def make_exported(
    draft: FloorPlanDraft,
    *,
    transform: Similarity | None = None,
    building: str = "Haus Ängström",
    floor: str = "2. Obergeschoß",
) -> ExportedFloor:
    """What publishing ``draft`` would make of it, at Amsterdam; ids are those of the order."""
    turn = transform or Similarity(0.8, 0.6, EAST, NORTH)
    planned, zones = planned_spaces(draft), planned_zones(draft)
    layout = lay_out(draft, planned, zones, turn, SRID)
    ids = [uuid5(NAMES, f"space {n}") for n in range(len(planned))]
    spaces = tuple(
        ExportedSpace(
            own, p.kind, p.category, p.number, p.name, p.capacity, p.bookable, p.features,
            s.rotation_deg, None if s.within is None else ids[s.within], s.polygon, s.anchor,
            p.layer,
        )
        for own, p, s in zip(ids, planned, layout.spaces, strict=True)
    )  # fmt: skip
    return ExportedFloor(
        organisation_name="Ängström GmbH",
        site_id=uuid5(NAMES, "site"),
        site_name="Amsterdam",
        time_zone="Europe/Amsterdam",
        building_id=uuid5(NAMES, "building"),
        building_name=building,
        floor_id=uuid5(NAMES, "floor"),
        floor_name=floor,
        short_name="2",
        ordinal=2,
        revision_id=uuid5(NAMES, "revision"),
        revision_number=3,
        published_at=datetime(2026, 11, 18, 8, 0, tzinfo=UTC),
        digest="0123456789abcdef",
        srid=SRID,
        outline=layout.outline,
        walls=layout.walls,
        spaces=spaces,
        zones=tuple(
            ExportedZone(uuid5(NAMES, f"zone {n}"), zone.name, shape)
            for n, (zone, shape) in enumerate(zip(zones, layout.zones, strict=True))
        ),
        openings=tuple(
            ExportedOpening(n, door.kind, door.width_m, line)
            for n, (door, line) in enumerate(layout.doors, 1)
        ),
        connectors=tuple(
            ExportedConnector(n, stair.kind, stair.name, shape)
            for n, (stair, shape) in enumerate(layout.connectors, 1)
        ),
        drawing=DrawingFrame(turn, draft.units.name, draft.units.metres_per_unit),
    )
