"""What the layers and blocks of a scene stand for, by their names and by their content."""

from importers.dxf.roles.decide import Roles, decide_roles

__all__ = ["Roles", "decide_roles"]
