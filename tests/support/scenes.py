"""Small drawings made by a test, laid flat and understood with roles that the test names."""

from __future__ import annotations

from collections.abc import Mapping

import ezdxf
from ezdxf.document import Drawing

from importers.base import Limits
from importers.draft import RoleDecision
from importers.dxf.extract import extract
from importers.dxf.scene import Scene
from importers.dxf.understand import Understanding, understand
from importers.profile import Profile


def make_drawing() -> Drawing:
    return ezdxf.new("R2018")


def make_scene(doc: Drawing, metres_per_unit: float = 1.0) -> Scene:
    return extract(doc, Limits()).scaled(metres_per_unit)


def make_roles(roles: Mapping[str, str]) -> dict[str, RoleDecision]:
    return {name: RoleDecision(name, role, "The test says so.", 1) for name, role in roles.items()}


def understood(
    doc: Drawing,
    layers: Mapping[str, str],
    blocks: Mapping[str, str] | None = None,
    metres_per_unit: float = 1.0,
) -> Understanding:
    """What is seen in ``doc`` when layers and blocks have the roles given."""
    scene = make_scene(doc, metres_per_unit)
    return understand(scene, make_roles(layers), make_roles(blocks or {}), Profile())


def codes(found: Understanding) -> list[str]:
    return [issue.code for issue in found.issues]
