"""The IFC importer: one storey of a building model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from importers.base import Limits, Progress
from importers.draft import DraftDoor, DraftView, FloorPlanDraft, ViewKind
from importers.dxf.findings import Findings
from importers.dxf.understand.thickness import usual_thickness_m
from importers.geographic import crs
from importers.geographic.assemble import draft_of
from importers.geographic.levels import chosen_level
from importers.geographic.things import Collection
from importers.ifc import load as loading
from importers.ifc.contents import Contents, contents_of
from importers.ifc.geodata import read_geodata
from importers.ifc.load import Entity, Model, load
from importers.ifc.openings import Opening
from importers.ifc.placements import Placements
from importers.ifc.refusals import without_floor
from importers.ifc.shapes import Shapes
from importers.ifc.sniff import sniff
from importers.ifc.spaces import is_for_people
from importers.ifc.storeys import Storey, storeys_of
from importers.ifc.units import units_of
from importers.ifc.values import in_order
from importers.ifc.walls import drawn_walls, measured_walls
from importers.issues import Severity
from importers.profile import Profile
from importers.roles import LayerRole

ENTRANCE = "entrance"
_WALLS = ("IfcWall", "IfcCurtainWall")


class IfcImporter:
    """Reads IFC2x3, IFC4 and IFC4.3 as STEP files."""

    format: str = "ifc"
    suffixes: tuple[str, ...] = (".ifc",)

    def sniff(self, head: bytes) -> bool:
        """True for a STEP file of an IFC schema, also of one that is not read."""
        return sniff(head)

    def warm(self) -> None:
        """Load IfcOpenShell, if it is there, and PROJ's database, while they can be found."""
        loading.warm()
        crs.warm()

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read ``path``; raises ``ImportRefused`` and nothing else for a bad file."""
        progress("Reading the file", 0.0)
        model = load(path, limits)
        units, declared_m, square_m = units_of(model, profile)
        placements = Placements(units.metres_per_unit)
        storeys = storeys_of(model, placements)
        if not storeys:
            raise without_floor()
        findings = Findings()
        storey = _storey_read(storeys, profile, findings)
        progress("Cutting the storey", 0.1)
        shapes = Shapes(model, placements, units.metres_per_unit / declared_m, limits)
        zones = _zones(model, shapes)
        found = contents_of(storey.parts, zones, shapes, square_m, progress)
        _tell_lost(found.lost, findings)
        if not found.things:
            raise without_floor(storey.level.name if len(storeys) > 1 else None)
        version = str(model.schema_identifier).removeprefix("IFC")
        collection = Collection(self.format, version, (), plain=True, findings=findings)
        # Which of several storeys is read was settled before any of them was cut.
        told = profile if len(storeys) == 1 else replace(profile, view=None)
        draft = _draft(
            collection, storeys, storey, found, lambda c: draft_of(c, told, limits, progress)
        )
        geo = Findings()
        geodata = read_geodata(model, placements, geo)
        issues = (*draft.issues, *geo.issues())
        progress("Done", 1.0)
        return replace(draft, units=units, geodata=geodata, issues=issues)


def _storey_read(storeys: Sequence[Storey], profile: Profile, findings: Findings) -> Storey:
    """The storey that a person chose, else the lowest with rooms at or above the ground."""
    if len(storeys) == 1:
        return storeys[0]
    kinds: tuple[str, ...] = ("IfcSpace",)
    if not any(one.count(*kinds) for one in storeys):
        kinds = _WALLS
    rooms_on = {one.level.key: one.count(*kinds) for one in storeys}
    level = chosen_level([one.level for one in storeys], rooms_on, profile.view, findings)
    return next(one for one in storeys if one.level is level)


def _zones(model: Model, shapes: Shapes) -> tuple[Entity, ...]:
    if model.schema.startswith("IFC2X3"):
        return ()
    zones = in_order(model.by_type("IfcSpatialZone"))
    return tuple(zone for zone in zones if shapes.has_shape(zone) and is_for_people(zone))


def _tell_lost(lost: Sequence[Entity], findings: Findings) -> None:
    if lost:
        kinds = ", ".join(sorted({part.is_a() for part in lost}))
        findings.add(
            "SHAPE_UNREADABLE",
            Severity.ERROR,
            f"{len(lost):,} parts of the storey have no shape that can be read ({kinds}).",
            "They were left out. Export the model anew, with its geometry.",
        )


def _draft(
    collection: Collection,
    storeys: Sequence[Storey],
    storey: Storey,
    found: Contents,
    settled: Callable[[Collection], FloorPlanDraft],
) -> FloorPlanDraft:
    level = storey.level
    things = tuple(replace(thing, levels=(level.key,)) for thing in found.things)
    draft = settled(replace(collection, things=things, levels=(level,)))
    roles = {layer.name: layer.role for layer in draft.layers}
    walls = [
        t for t in things if roles[t.layer] == LayerRole.WALL and t.kind.role is LayerRole.WALL
    ]
    pieces = measured_walls(walls)
    return replace(
        draft,
        doors=tuple(
            _opened(door, found.doors.get(door.handle or ""), level.ordinal) for door in draft.doors
        ),
        walls=drawn_walls(walls, found.holes),
        wall_pieces=pieces,
        wall_thickness_m=usual_thickness_m(pieces),
        views=_views(storeys, storey, draft.extent_m),
    )


def _opened(door: DraftDoor, opening: Opening | None, ordinal: int | None) -> DraftDoor:
    """The door with where it opens to; above the ground what leads out is no entrance."""
    if opening is None:
        return door
    is_upstairs = ordinal is not None and ordinal > 0
    own = opening.thing.kind.what
    kind = own if is_upstairs and door.kind == ENTRANCE and own is not None else door.kind
    return replace(door, opens_to=opening.opens_to, kind=kind)


def _views(
    storeys: Sequence[Storey], read: Storey, extent: tuple[float, float, float, float]
) -> tuple[DraftView, ...]:
    """A view for each storey: they lie above each other, so the box of one tells all of theirs."""
    if len(storeys) == 1:
        return ()
    plan = ViewKind.FLOOR_PLAN.value
    return tuple(
        DraftView(number, one.level.name, plan, one.level.ordinal, extent, one is read)
        for number, one in enumerate(storeys, 1)
    )
