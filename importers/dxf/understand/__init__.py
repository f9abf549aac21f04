"""From a flat scene to what people see in it: rooms, desks, doors, stairs, zones."""

from __future__ import annotations

from collections.abc import Mapping

from importers.draft import RoleDecision
from importers.dxf.scene import Scene
from importers.dxf.understand.compose import Understanding, compose
from importers.dxf.understand.plan import make_plan
from importers.profile import Profile
from importers.repairs import Repairs

__all__ = ["Understanding", "understand"]


def understand(
    scene: Scene,
    layers: Mapping[str, RoleDecision],
    blocks: Mapping[str, RoleDecision],
    profile: Profile,
    repairs: Repairs | None = None,
) -> Understanding:
    """What the drawing holds, in metres in its own axes, with findings on all that is doubtful.

    ``scene`` is in metres; ``layers`` and ``blocks`` are keyed by name. Equal scenes give equal
    results. What cannot be made sense of becomes a finding; nothing is raised. What is mended
    stands in ``repairs`` afterwards.
    """
    return compose(make_plan(scene, layers, blocks, profile, repairs))
