"""A scene with its roles looked up: what every module here reads from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from importers.draft import RoleDecision
from importers.dxf.scene import Scene, Stroke, draw
from importers.profile import Profile, match_rule
from importers.repairs import Repairs
from importers.roles import BlockRole, LayerRole

_Found = TypeVar("_Found")


@dataclass(slots=True)
class Plan:
    """The scene in metres, the role of every layer and block, and who is inside whom."""

    scene: Scene
    layers: Mapping[str, LayerRole]
    blocks: Mapping[str, BlockRole]
    profile: Profile
    repairs: Repairs
    # For each insertion, the indices of the strokes of its whole tree.
    strokes_of: list[list[int]] = field(default_factory=list)
    children_of: list[list[int]] = field(default_factory=list)
    # The outer edge of each block in its own coordinates, worked out once for all its copies.
    edges: dict[tuple[str, int, float, float], Polygon] = field(default_factory=dict)
    wide: dict[int, bool] = field(default_factory=dict)
    by_role: dict[LayerRole, list[int]] = field(default_factory=dict)
    # Blocks whose chairs stand at lines of the block itself: benches with all their seats.
    opened: set[int] = field(default_factory=set)
    told: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _known: dict[str, Any] = field(default_factory=dict)

    def layer_role(self, layer: str) -> LayerRole:
        found = self.layers.get(layer)
        return found if found is not None else LayerRole.UNKNOWN

    def told_block(self, block: str) -> str | None:
        """The role that a person gave the block in the profile."""
        return self._told("block", block)

    def told_layer(self, layer: str) -> str | None:
        """The role that a person gave the layer in the profile."""
        return self._told("layer", layer)

    def _told(self, what: str, name: str) -> str | None:
        if (what, name) not in self.told:
            rules = self.profile.blocks if what == "block" else self.profile.layers
            rule = match_rule(rules, name) if rules else None
            self.told[what, name] = rule[1] if rule else None
        return self.told[what, name]

    def strokes_on(self, roles: Collection[LayerRole]) -> Iterator[tuple[int, Stroke]]:
        """(index, stroke) on layers with one of ``roles``, in drawing order."""
        for index in sorted(i for role in set(roles) for i in self.by_role.get(role, ())):
            yield index, self.scene.strokes[index]

    def block_role(self, insertion: int) -> BlockRole:
        return self.blocks.get(self.scene.insertions[insertion].block, BlockRole.UNKNOWN)

    def chain(self, insertion: int | None) -> list[int]:
        """The insertions around something, innermost first; a broken chain ends quietly."""
        found: list[int] = []
        while insertion is not None and insertion not in found:
            if not 0 <= insertion < len(self.scene.insertions):
                break
            found.append(insertion)
            insertion = self.scene.insertions[insertion].parent
        return found

    def roles_around(self, insertion: int | None) -> list[BlockRole]:
        return [self.block_role(i) for i in self.chain(insertion)]

    def once(self, name: str, look: Callable[[Plan], _Found]) -> _Found:
        """What ``look`` finds, worked out when first asked for and then kept."""
        if name not in self._known:
            self._known[name] = look(self)
        found: _Found = self._known[name]
        return found

    def points_of(self, insertion: int) -> list[NDArray[np.float64]]:
        return [self.scene.strokes[i].points for i in self.strokes_of[insertion]]

    def tolerance(self, name: str, default: float) -> float:
        """The profile's value for a named tolerance, when it is a positive number."""
        value = self.profile.tolerances.get(name, default)
        return float(value) if value > 0 else default


def make_plan(
    scene: Scene,
    layers: Mapping[str, RoleDecision],
    blocks: Mapping[str, RoleDecision],
    profile: Profile,
    repairs: Repairs | None = None,
) -> Plan:
    """Look every role up once; a role that is not in the list counts as unknown."""
    plan = Plan(
        scene,
        {d.name: _layer_role(d.role) for d in layers.values()}
        | {name: _layer_role(d.role) for name, d in layers.items()},
        {d.name: _block_role(d.role) for d in blocks.values()}
        | {name: _block_role(d.role) for name, d in blocks.items()},
        profile,
        repairs if repairs is not None else Repairs(profile.repairs_off),
    )
    draw(scene.strokes)
    count = len(scene.insertions)
    plan.strokes_of = [[] for _ in range(count)]
    plan.children_of = [[] for _ in range(count)]
    for index, insertion in enumerate(scene.insertions):
        if insertion.parent is not None and 0 <= insertion.parent < count:
            plan.children_of[insertion.parent].append(index)
    for index, stroke in enumerate(scene.strokes):
        plan.by_role.setdefault(plan.layer_role(stroke.layer), []).append(index)
        for holder in plan.chain(stroke.insertion):
            plan.strokes_of[holder].append(index)
    return plan


def lines_of(strokes: Sequence[Stroke]) -> list[BaseGeometry]:
    """The lines of the strokes that have a length."""
    draw(strokes)
    return [line for stroke in strokes if (line := stroke.line) is not None]


def _layer_role(role: str) -> LayerRole:
    try:
        return LayerRole(role)
    except ValueError:
        return LayerRole.UNKNOWN


def _block_role(role: str) -> BlockRole:
    try:
        return BlockRole(role)
    except ValueError:
        return BlockRole.UNKNOWN
