"""What a person decided about a drawing before it is read: roles, unit, tolerances.

A profile is a TOML file (or the same structure as JSON, as the studio stores it)::

    units = "mm"

    [layers]
    "A-FURN-DESK" = "desk"
    "INV-*" = "ignore"

    [blocks]
    "grdfr" = "desk"

    [tolerances]
    door_gap_m = 1.2
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Profile:
    """Overrides; what is absent is decided by name and content.

    Layer and block names may hold ``*`` and are compared without case.
    """

    units: str | None = None
    layers: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    tolerances: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Profile:
        """Check and take over ``values``; raises ``ImportRefused`` (PROFILE_INVALID)."""
        raise NotImplementedError

    def to_mapping(self) -> dict[str, Any]:
        """The plain structure that ``from_mapping`` takes."""
        raise NotImplementedError
