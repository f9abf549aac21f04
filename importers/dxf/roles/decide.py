"""One decision for each layer and block: a person's word first, then content, then the name."""

from __future__ import annotations

from dataclasses import dataclass

from importers.draft import RoleDecision
from importers.dxf.facts import Facts
from importers.dxf.roles.blocks import decide_blocks
from importers.dxf.roles.layers import decide_layers
from importers.dxf.scene import Scene
from importers.profile import Profile


@dataclass(frozen=True, slots=True)
class Roles:
    """Decisions by name as it stands in the scene, in the order of names."""

    layers: dict[str, RoleDecision]
    blocks: dict[str, RoleDecision]


def decide_roles(scene: Scene, facts: Facts, profile: Profile) -> Roles:
    """Roles for all layers and blocks of ``scene``; scene and facts are in metres."""
    layers = decide_layers(scene, facts, profile)
    return Roles(layers, decide_blocks(scene, facts, profile, layers))
