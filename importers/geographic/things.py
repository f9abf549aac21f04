"""What a geographic file holds, before one of its levels becomes a draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from importers.dxf.findings import Findings
from importers.roles import LayerRole


@dataclass(frozen=True, slots=True)
class Kind:
    """What things of a kind are: ``what`` is a room's IMDF category, or how a connector or door is.

    ``operation`` is how a door opens, as ``DraftDoor`` has it.
    """

    role: LayerRole
    what: str | None = None
    operation: str | None = None
    reason: str | None = None  # a sentence, where something else than the kind's name tells


@dataclass(frozen=True, slots=True)
class Level:
    """A storey. Things name it by ``key``; people by ``name``, ``short`` or its number."""

    key: str
    name: str
    ordinal: int | None = None
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """One feature. ``layer`` is its kind in the file's own words, which a profile gives a role.

    ``shape`` is in longitude and latitude. ``levels`` are keys; a thing without any says no level.
    ``bearing_deg`` counts clockwise from north: where somebody who sits there looks.
    """

    layer: str
    kind: Kind
    shape: BaseGeometry
    handle: str | None = None
    levels: tuple[str, ...] = ()
    number: str | None = None
    name: str | None = None
    department: str | None = None
    stated_area_m2: float | None = None
    width_m: float | None = None
    bearing_deg: float | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    from_us: bool = False  # it has all the properties that our own exports write
    own_kind: str | None = None  # the kind of space that such an export says


@dataclass(frozen=True, slots=True)
class Collection:
    """All of a file. ``plain`` coordinates are metres of nowhere instead of degrees."""

    format: str
    version: str
    things: tuple[Thing, ...]
    levels: tuple[Level, ...] = ()
    plain: bool = False
    findings: Findings = field(default_factory=Findings)
