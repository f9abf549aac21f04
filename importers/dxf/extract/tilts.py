"""Entities whose plane is tilted: seen from above they are narrower than they were drawn."""

from __future__ import annotations

from collections import Counter

from importers.dxf.dynamic import Entity
from importers.dxf.extract.layers import ZERO, Layers
from importers.dxf.findings import Findings
from importers.issues import Severity

#: A plane is level while the upward part of its normal is at least this: 2.6 degrees.
LEVEL_COSINE = 0.999
#: Layers that are named in one sentence; the rest is a number.
LAYERS_TOLD = 5


class Tilts:
    """Counts tilted entities by layer while a drawing is read, and tells of them at the end."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._counts: Counter[str] = Counter()

    def look(self, entity: Entity, layer: str) -> None:
        """Count ``entity`` if its plane is tilted and a person would see it."""
        dxf = entity.dxf
        if not dxf.hasattr("extrusion"):
            return
        normal = dxf.extrusion
        tilted = abs(normal.z) < LEVEL_COSINE * float(normal.magnitude)
        if tilted and (layer == ZERO or self._layers.visible(layer)):
            self._counts[layer] += 1

    def report(self, findings: Findings) -> None:
        """One finding for all of them."""
        if not self._counts:
            return
        layers = sorted(self._counts, key=lambda name: (-self._counts[name], name))
        told = ", ".join(layers[:LAYERS_TOLD])
        more = f" and {len(layers) - LAYERS_TOLD} more layers" if len(layers) > LAYERS_TOLD else ""
        findings.add(
            "ENTITY_TILTED",
            Severity.WARNING,
            f"{self._counts.total():,} entities on {told}{more} lie in tilted planes; they were "
            "read as they look from above.",
            "Draw what belongs to the plan flat (command FLATTEN), or freeze its layer.",
            layer=layers[0],
        )
