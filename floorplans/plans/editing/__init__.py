"""What people do to a plan in the studio, over what was read of its drawing."""

from floorplans.plans.editing.actions import Action
from floorplans.plans.editing.apply import Edited, Lost, apply

__all__ = ["Action", "Edited", "Lost", "apply"]
