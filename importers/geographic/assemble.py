"""From the things of a file to the draft of one of its levels."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import shapely
from shapely import MultiLineString

from importers.base import Limits, Progress
from importers.draft import (
    DraftColumn,
    DraftConnector,
    DraftRoom,
    DraftView,
    DraftZone,
    FloorPlanDraft,
    RoleDecision,
    UnitEvidence,
    Units,
    ViewKind,
)
from importers.dxf.findings import Findings
from importers.geographic.fittings import desks_of, doors_of, windows_of
from importers.geographic.frame import Frame, settle_frame
from importers.geographic.levels import chosen_level, in_order
from importers.geographic.own_ids import with_own_ids, with_own_kinds
from importers.geographic.placed import Mender, Placed, drawn_walls, lines_of, with_role
from importers.geographic.refusals import too_many, without_features, without_floor
from importers.geographic.rooms import drawn_rooms, floor_edge, named_by_points, walled_rooms
from importers.geographic.things import Collection, Level, Thing
from importers.issues import ImportIssue, Severity
from importers.profile import Profile, match_rule
from importers.repairs import Repairs
from importers.roles import LayerRole

#: What makes a level a floor that somebody would want to see.
_SUBSTANCE = {LayerRole.ROOM, LayerRole.WALL, LayerRole.DESK, LayerRole.PARKING}
_NOTHING = {LayerRole.IGNORE, LayerRole.UNKNOWN}
_KINDS = {LayerRole.STAIR: "stair", LayerRole.LIFT: "lift"}
SMALL_M, LARGE_M = 2.0, 450.0


def check_limits(features: int, points: int, limits: Limits) -> None:
    """Raise ``ImportRefused`` (TOO_MANY_ENTITIES) where a file holds more than is read."""
    if features > limits.entities or points > limits.points:
        raise too_many()


def draft_of(
    collection: Collection, profile: Profile, limits: Limits, progress: Progress
) -> FloorPlanDraft:
    """The draft of the level that is asked for, else of the ground floor.

    Raises ``ImportRefused`` where nothing of a floor is there, or the place cannot be settled.
    """
    findings, repairs = collection.findings, Repairs(profile.repairs_off)
    if not collection.things:
        raise without_features()
    points = sum(int(shapely.get_num_coordinates(t.shape)) for t in collection.things)
    check_limits(len(collection.things), points, limits)
    decisions = _decisions(collection.things, profile)
    _tell_kinds(decisions, findings)
    roles = {name: LayerRole(decision.role) for name, decision in decisions.items()}
    meant = [t for t in collection.things if roles[t.layer] not in _NOTHING]
    if not any(roles[t.layer] in _SUBSTANCE for t in meant):
        raise without_floor(set(decisions))
    progress("Placing the floor", 0.4)
    frame, near = settle_frame(meant, findings, plain=collection.plain)
    shapes = frame.metres([t.shape for t in near])
    placed = [Placed(t, roles[t.layer], s) for t, s in zip(near, shapes, strict=True)]
    levels, level = _level_read(collection.levels, placed, profile.view, findings)
    progress("Finding rooms and desks", 0.6)
    here = _on(level, placed, findings, several=len(levels) > 1)
    extent = _extent(here or placed)
    here += drawn_walls(profile)
    draft = _draft(collection, frame, here, extent, (findings, repairs))
    progress("Done", 1.0)
    return _finished(draft, decisions, _views(levels, level, placed, extent), findings, repairs)


def _decisions(things: Sequence[Thing], profile: Profile) -> dict[str, RoleDecision]:
    """The role of each kind; kinds of one name keep the role that most of them have."""
    seen: dict[str, Counter[LayerRole]] = defaultdict(Counter)
    reasons = {(thing.layer, thing.kind.role): thing.kind.reason for thing in things}
    for thing in things:
        seen[thing.layer][thing.kind.role] += 1
    decided = {}
    for layer, counts in sorted(seen.items()):
        rule = match_rule(profile.layers, layer)
        if rule is not None:
            role, reason = LayerRole(rule[1]), "The profile says so."
        else:
            role = min(counts, key=lambda r: (-counts[r], r.value))
            reason = reasons.get((layer, role)) or "By the name of the kind."
            if role is LayerRole.UNKNOWN:
                reason = "The name of the kind is not known."
        decided[layer] = RoleDecision(layer, role.value, reason, sum(counts.values()))
    return decided


def _tell_kinds(decisions: Mapping[str, RoleDecision], findings: Findings) -> None:
    for decision in decisions.values():
        many = f"{decision.count:,} features" if decision.count > 1 else "1 feature"
        if decision.role == LayerRole.UNKNOWN.value:
            findings.add(
                "KIND_NOT_KNOWN",
                Severity.WARNING,
                f"{many} of the kind “{decision.name}” could not be understood; left out.",
                "Give the kind a role, if it is a part of the floor.",
                layer=decision.name,
            )
        elif decision.role == LayerRole.IGNORE.value:
            findings.add(
                "KIND_LEFT_OUT",
                Severity.INFO,
                f"{many} of the kind “{decision.name}” are no part of a floor; left out.",
                "Nothing needs to be done.",
                layer=decision.name,
            )


def _level_read(
    told: Sequence[Level], placed: Sequence[Placed], choice: str | None, findings: Findings
) -> tuple[list[Level], Level | None]:
    """The levels that hold anything, and the one to read; None where no thing tells a level."""
    held = {key for one in placed for key in one.thing.levels}
    levels = in_order([level for level in told if level.key in held])
    if len(levels) > 1:
        substance = Counter(
            key for one in placed if one.role in _SUBSTANCE for key in one.thing.levels
        )
        return levels, chosen_level(levels, substance, choice, findings)
    only = levels[0] if levels else None
    names = {"1", "all"} | ({only.name.casefold(), only.key.casefold()} if only else set())
    if choice is not None and choice.casefold() not in names:
        findings.add(
            "VIEW_NOT_THERE",
            Severity.WARNING,
            f"The view {choice!r} was asked for, but the file holds one level only; "
            "that one was read.",
            "Check that it is the right file, or take the choice of a view out of the profile.",
        )
    return levels, only


def _on(
    level: Level | None, placed: Sequence[Placed], findings: Findings, *, several: bool
) -> list[Placed]:
    """What is on the level: outlines without a level belong to every one, other things to none."""
    if level is None or not several:
        return list(placed)
    lost = [one for one in placed if not one.thing.levels and one.role is not LayerRole.OUTLINE]
    if lost:
        findings.add(
            "LEVEL_NOT_TOLD",
            Severity.WARNING,
            f"{len(lost):,} features say no level, while others do; they were left out.",
            "Write the level of each feature into the file.",
        )
    here = [one for one in placed if level.key in one.thing.levels]
    if any(one.role is LayerRole.OUTLINE for one in here):
        return here
    return here + [one for one in placed if not one.thing.levels and one not in lost]


def _draft(
    collection: Collection,
    frame: Frame,
    here: Sequence[Placed],
    extent: tuple[float, float, float, float],
    ledgers: tuple[Findings, Repairs],
) -> FloorPlanDraft:
    findings, repairs = ledgers
    mender = Mender(findings, repairs)
    wells = _connectors(here, mender)
    drawn = drawn_rooms(here, mender, findings, repairs)
    shafts = [well.polygon for well in wells]
    # What our own exports hold is all that there is: between their walls nobody lost a room.
    is_ours = any(one.thing.from_us for one in here)
    walled = [] if is_ours else walled_rooms(here, drawn, shafts, findings)
    rooms = named_by_points([*drawn, *walled], here, findings)
    _tell_rooms(rooms, findings)
    edge = floor_edge(here, rooms, shafts, mender, findings)
    walls = lines_of([one.shape for one in with_role(here, LayerRole.WALL)])
    desks, parking = (
        desks_of(here, role, homes, mender)
        for role, homes in ((LayerRole.DESK, rooms), (LayerRole.PARKING, ()))
    )
    draft = FloorPlanDraft(
        format=collection.format,
        version=collection.version,
        units=_units(plain=collection.plain),
        extent_m=extent,
        layers=(),
        blocks=(),
        rooms=tuple(rooms),
        desks=desks,
        parking=parking,
        doors=doors_of(here, rooms, edge, findings),
        connectors=wells,
        zones=_zones(here, mender),
        outline=edge,
        walls=MultiLineString(walls),
        geodata=frame.geodata,
        issues=(),
        windows=windows_of(here),
        columns=_columns(here, mender),
    )
    return with_own_kinds(draft, here)


def _finished(
    draft: FloorPlanDraft,
    decisions: Mapping[str, RoleDecision],
    views: tuple[DraftView, ...],
    findings: Findings,
    repairs: Repairs,
) -> FloorPlanDraft:
    return replace(
        with_own_ids(draft),
        layers=tuple(decisions.values()),
        views=views,
        issues=(*findings.issues(), *_size_issues(draft.extent_m)),
        repairs=repairs.told(),
    )


def _connectors(here: Sequence[Placed], mender: Mender) -> tuple[DraftConnector, ...]:
    found = []
    for one in with_role(here, *_KINDS):
        thing = one.thing
        own = thing.kind.what if thing.kind.role in _KINDS else None
        for polygon in mender.area(one):
            kind = own or _KINDS[one.role]
            name = thing.name or thing.number
            found.append(DraftConnector(kind, name, polygon, thing.layer, thing.handle))
    return tuple(sorted(found, key=lambda c: (c.kind, c.polygon.bounds, c.handle or "")))


def _columns(here: Sequence[Placed], mender: Mender) -> tuple[DraftColumn, ...]:
    found = [
        DraftColumn(polygon, one.thing.layer)
        for one in with_role(here, LayerRole.COLUMN)
        for polygon in mender.polygons(one)
    ]
    return tuple(sorted(found, key=lambda c: (c.polygon.bounds, c.layer)))


def _zones(here: Sequence[Placed], mender: Mender) -> tuple[DraftZone, ...]:
    found = [
        DraftZone(one.thing.name or one.thing.number, polygon, one.thing.layer, one.thing.handle)
        for one in with_role(here, LayerRole.ZONE)
        for polygon in mender.polygons(one)
    ]
    return tuple(sorted(found, key=lambda z: (z.polygon.bounds, z.name or "")))


def _tell_rooms(rooms: Sequence[DraftRoom], findings: Findings) -> None:
    if not rooms:
        findings.add(
            "NO_ROOMS_FOUND",
            Severity.ERROR,
            "This level holds no room, and no walls that enclose one.",
            "Give the kind that holds the rooms its role, or choose another level.",
        )
    elif not any(room.number or room.name for room in rooms):
        findings.add(
            "NO_ROOM_LABELS",
            Severity.INFO,
            f"None of the {len(rooms)} rooms has a number or a name in the file.",
            "Write number and name of each room into the file, and bring it in again.",
        )


def _units(*, plain: bool) -> Units:
    if plain:
        evidence = UnitEvidence("person", "m", 1.0, "The coordinates were said to be lengths.")
    else:
        evidence = UnitEvidence("header", "m", 1.0, "The coordinates are places on the earth.")
    return Units("m", 1.0, True, (evidence,))


def _extent(placed: Sequence[Placed]) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.total_bounds([one.shape for one in placed]).tolist()
    return (west, south, east, north)


def _views(
    levels: Sequence[Level],
    read: Level | None,
    placed: Sequence[Placed],
    otherwise: tuple[float, float, float, float],
) -> tuple[DraftView, ...]:
    """A view for each level, where there are several."""
    if len(levels) < 2:
        return ()
    found = []
    for number, level in enumerate(levels, 1):
        own = [one for one in placed if level.key in one.thing.levels]
        kind, chosen = ViewKind.FLOOR_PLAN.value, level is read
        box = _extent(own) if own else otherwise
        found.append(DraftView(number, level.name, kind, level.ordinal, box, chosen))
    return tuple(found)


def _size_issues(extent: tuple[float, float, float, float]) -> tuple[ImportIssue, ...]:
    size = math.hypot(extent[2] - extent[0], extent[3] - extent[1])
    if SMALL_M <= size <= LARGE_M:
        return ()
    word = "small" if size < SMALL_M else "large"
    return (
        ImportIssue(
            "FLOOR_SIZE_UNUSUAL",
            Severity.WARNING,
            f"The floor is {size:,.1f} m across, which is very {word} for a floor.",
            "Check the coordinates, and that the file holds one building and nothing else.",
        ),
    )
