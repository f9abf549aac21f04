"""The one place where what people did is applied to what was read of a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from shapely import MultiPolygon, Polygon

from floorplans.plans.editing.actions import Action
from floorplans.plans.editing.apply import apply
from floorplans.plans.editing.said import Said
from floorplans.plans.editing.scaled import scaled
from floorplans.plans.editing.sentences import sentence
from floorplans.plans.spaces import PlannedSpace, PlannedZone, planned_spaces, planned_zones
from floorplans.plans.views import Notice
from importers.draft import FloorPlanDraft

#: So many of the edits that lost their place are named; the list of edits has all.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a plan's log. ``by`` and ``undone_by`` are None for the operator.

    ``metres_per_unit`` is that of the draft it was made on: the scale of its points.
    """

    number: int
    action: Action
    metres_per_unit: float
    by: str | None
    at: datetime
    undone: bool
    undone_by: str | None = None

    @property
    def what(self) -> str:
        return sentence(self.action)


@dataclass(frozen=True, slots=True)
class Folded:
    """A plan as people made it. ``lost`` tells by number why an entry changes nothing.

    ``read`` is the plan before all edits; its spaces have the same keys. ``said`` is what people
    said of matches with the floor's present plan.
    """

    read: tuple[PlannedSpace, ...]
    spaces: tuple[PlannedSpace, ...]
    zones: tuple[PlannedZone, ...]
    metres_per_unit: float
    lost: Mapping[int, str]
    said: Said = field(default_factory=Said)

    def polygons(self) -> list[Polygon | MultiPolygon]:
        """Those of the spaces, then those of the zones."""
        return [*(s.polygon for s in self.spaces), *(z.shape for z in self.zones)]

    def edited(self) -> frozenset[str]:
        """The keys of the spaces that are not as they were read."""
        read = {space.key: space for space in self.read}
        return frozenset(space.key for space in self.spaces if read.get(space.key) != space)


def fold(draft: FloorPlanDraft, done: Sequence[Entry]) -> Folded:
    """What a draft is after the entries of its log, which must not hold undone ones."""
    read = tuple(
        replace(space, key=f"r{place}") for place, space in enumerate(planned_spaces(draft))
    )
    start = Folded(read, read, planned_zones(draft), draft.units.metres_per_unit, {})
    return then(start, done)


def then(plan: Folded, more: Sequence[Entry]) -> Folded:
    """The plan after further entries."""
    actions = [scaled(entry.action, plan.metres_per_unit / entry.metres_per_unit) for entry in more]
    numbers = [entry.number for entry in more]
    done = apply(plan.spaces, plan.zones, actions, numbers=numbers, said=plan.said)
    lost = {more[each.action].number: each.reason for each in done.lost}
    return replace(
        plan, spaces=done.spaces, zones=done.zones, lost={**plan.lost, **lost}, said=done.said
    )


def notices(plan: Folded, done: Sequence[Entry]) -> tuple[Notice, ...]:
    """What a person must know of edits that find no place on the plan as it is now."""
    without = [entry for entry in done if entry.number in plan.lost]
    if not without:
        return ()
    told = " ".join(f"{entry.what} {plan.lost[entry.number]}" for entry in without[:NAMED])
    rest = f" And {len(without) - NAMED} more." if len(without) > NAMED else ""
    count = len(without)
    many = "1 edit has no place" if count == 1 else f"{count} edits have no place"
    return (
        Notice(
            "edit_without_place",
            f"{many} on the plan as it is now, and nothing came of it: {told}{rest}",
            "Do it again where things are now, or read the drawing as it was read before.",
        ),
    )
