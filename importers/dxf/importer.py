"""The DXF importer: load, extract, settle the unit, decide roles, understand."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from ezdxf.document import Drawing

from importers.base import Limits, Progress
from importers.draft import FloorPlanDraft
from importers.dxf.drawn import with_drawn_walls
from importers.dxf.extract import extract
from importers.dxf.geodata import read_geodata
from importers.dxf.load import Loaded, load
from importers.dxf.opened import Opened
from importers.dxf.own_ids import with_own_ids
from importers.dxf.prints import fingerprint_of
from importers.dxf.redline import remove_redlines
from importers.dxf.roles import decide_roles
from importers.dxf.scene import Scene
from importers.dxf.sheets import Settled
from importers.dxf.sniff import sniff
from importers.dxf.understand import understand
from importers.dxf.understand.thickness import usual_thickness_m
from importers.issues import ImportIssue, Severity
from importers.profile import Profile
from importers.repairs import Repairs

if TYPE_CHECKING:
    from importers.picture import Underlay

#: A floor of these sizes is looked at twice before it is published.
SMALL_M = 2.0
LARGE_M = 450.0
#: The libraries load these on first use, which would be after the doors are closed.
_LATE_MODULES = ("ezdxf.render.mline", "numpy.ma", "numpy.random", "_strptime")


class DxfImporter:
    """Reads ASCII and binary DXF from R12 to R2018."""

    format: str = "dxf"
    suffixes: tuple[str, ...] = (".dxf",)

    def sniff(self, head: bytes) -> bool:
        """True for a DXF, ASCII or binary."""
        return sniff(head)

    def warm(self) -> None:
        """Load what reading needs, while the folders of the libraries can still be read."""
        for name in _LATE_MODULES:
            importlib.import_module(name)

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read ``path``; raises ``ImportRefused`` and nothing else for a bad file."""
        return self.read_and_show(path, profile, limits, progress)[0]

    def read_and_show(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> tuple[FloorPlanDraft, Callable[[], Underlay]]:
        """Read ``path`` like ``read``, and keep the drawing to be laid under a picture."""
        return _read(_open(path, profile, limits, progress), profile, progress)

    def open(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> OpenedDrawing:
        """Parse and expand ``path``, to be read with one profile after another; raises as above.

        The profiles must be such that ``opened_alike`` holds.
        """
        return OpenedDrawing(_open(path, profile, limits, progress))


@dataclass(frozen=True, slots=True)
class OpenedDrawing:
    """A drawing at hand."""

    opened: Opened

    def read(self, profile: Profile, progress: Progress) -> FloorPlanDraft:
        """What ``DxfImporter.read`` makes of the file with this profile; raises as it does."""
        return _read(self.opened, profile, progress)[0]


def _open(path: Path, profile: Profile, limits: Limits, progress: Progress) -> Opened:
    progress("Reading the file", 0.0)
    repairs = Repairs(profile.repairs_off)
    loaded = load(path, limits, repairs, profile.encoding)
    remove_redlines(loaded.doc)
    progress("Expanding blocks", 0.4)
    raw = extract(loaded.doc, limits, repairs)
    return Opened(loaded, raw, repairs, fingerprint_of(loaded.doc, raw))


def _read(
    opened: Opened, profile: Profile, progress: Progress
) -> tuple[FloorPlanDraft, Callable[[], Underlay]]:
    settled = opened.settled(profile)
    ledger = opened.ledger_for(profile)
    draft = _draft(opened.loaded, settled, profile, ledger, progress)
    draft = replace(draft, fingerprint=opened.fingerprint)
    doc, factor = opened.loaded.doc, settled.units.metres_per_unit
    return draft, partial(_underlay, doc, settled.scene, factor)


def _draft(
    loaded: Loaded, settled: Settled, profile: Profile, repairs: Repairs, progress: Progress
) -> FloorPlanDraft:
    """Understand the part of the drawing that is read."""
    scene, units = settled.scene, settled.units
    geodata, geo_issues = read_geodata(loaded.doc, units.metres_per_unit)
    progress("Telling layers and blocks apart", 0.7)
    roles = decide_roles(scene, settled.facts, profile)
    progress("Finding rooms and desks", 0.75)
    extent = _extent(scene)
    whole, layers = with_drawn_walls(scene, roles.layers, profile, units.metres_per_unit)
    found = understand(whole, layers, roles.blocks, profile, repairs)
    issues = (*loaded.issues, *settled.issues, *settled.sheet.issues, *geo_issues)
    issues = (*issues, *_size_issues(extent), *scene.issues)
    progress("Done", 1.0)
    draft = FloorPlanDraft(
        format=DxfImporter.format,
        version=scene.format_version,
        units=units,
        extent_m=extent,
        layers=tuple(roles.layers.values()),
        blocks=tuple(roles.blocks.values()),
        rooms=found.rooms,
        desks=found.desks,
        parking=found.parking,
        doors=found.doors,
        connectors=found.connectors,
        zones=found.zones,
        outline=found.outline,
        walls=found.walls,
        geodata=geodata,
        issues=(*issues, *found.issues),
        repairs=repairs.told(),
        views=settled.sheet.views,
        windows=found.windows,
        wall_pieces=found.wall_pieces,
        columns=found.columns,
        wall_thickness_m=usual_thickness_m(found.wall_pieces),
    )
    return with_own_ids(draft, loaded.doc, scene)


def _underlay(doc: Drawing, scene: Scene, metres_per_unit: float) -> Underlay:
    from importers.dxf.underlay import underlay_of  # noqa: PLC0415 - only pictures pay for it

    show_off = any(issue.code == "LAYERS_ALL_OFF" for issue in scene.issues)
    return underlay_of(doc, scene, metres_per_unit, show_off)


def _extent(scene: Scene) -> tuple[float, float, float, float]:
    drawn = [stroke.points for stroke in scene.strokes]
    drawn += [ring for fill in scene.fills for ring in fill.rings]
    points = np.concatenate([*drawn, np.array([(t.x, t.y) for t in scene.texts]).reshape(-1, 2)])
    (min_x, min_y), (max_x, max_y) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return (min_x, min_y, max_x, max_y)


def _size_issues(extent: tuple[float, float, float, float]) -> tuple[ImportIssue, ...]:
    size = math.hypot(extent[2] - extent[0], extent[3] - extent[1])
    if SMALL_M <= size <= LARGE_M:
        return ()
    word = "small" if size < SMALL_M else "large"
    return (
        ImportIssue(
            "FLOOR_SIZE_UNUSUAL",
            Severity.WARNING,
            f"The plan is {size:,.1f} m across, which is very {word} for a floor.",
            "Check the unit of the drawing, and that it holds one floor and nothing else.",
        ),
    )
