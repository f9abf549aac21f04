"""Layers: one spelling for each, and which of them a person would see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ezdxf.document import Drawing
from ezdxf.entities.dxfentity import DXFTagStorage
from ezdxf.entities.dxfgfx import DXFGraphic

from importers.dxf import words
from importers.dxf.dynamic import Entity
from importers.dxf.findings import Findings
from importers.dxf.scene import LayerFacts
from importers.issues import Severity
from importers.repairs import RepairName, Repairs

ZERO = "0"


class Layers:
    """The layer table of a drawing, by names as people wrote them."""

    def __init__(self, doc: Drawing) -> None:
        self._encoding = doc.encoding
        self._names: dict[str, str] = {}  # as an entity writes it: as the table spells it
        self._by_key: dict[str, str] = {}
        self._off: set[str] = set()
        self._frozen: set[str] = set()
        self._counts: Counter[str] = Counter()
        self.show_off = False
        for layer in doc.layers:
            name = self.name(layer.dxf.get("name", ZERO))
            if layer.is_off():
                self._off.add(name)
            if layer.is_frozen():
                self._frozen.add(name)

    def name(self, written: str | None) -> str:
        """The one spelling of a layer; layers are compared without case."""
        raw = written or ZERO
        known = self._names.get(raw)
        if known is None:
            cleaned = words.name(raw, self._encoding)
            known = self._names[raw] = self._by_key.setdefault(cleaned.casefold(), cleaned)
        return known

    def of(self, entity: Entity) -> str:
        """The layer of an entity, also of an object of another program."""
        if isinstance(entity, DXFTagStorage):
            # The library keeps such an object as it was written, with its layer among the rest.
            return self.name(entity.graphic_properties().get("layer"))
        if not isinstance(entity, DXFGraphic):
            # In a damaged file, entries of tables may stand among the entities.
            return self.name(ZERO)
        return self.name(entity.dxf.get("layer"))

    def count(self, layer: str) -> None:
        self._counts[layer] += 1

    def frozen(self, layer: str) -> bool:
        return layer in self._frozen

    def visible(self, layer: str) -> bool:
        return layer not in self._frozen and (self.show_off or layer not in self._off)

    def forgive_all_off(self, used: Iterable[str], findings: Findings, repairs: Repairs) -> None:
        """Show what is "off" where nothing would be seen: converters write such files."""
        names = {layer for layer in used if layer.casefold() != "defpoints"} - self._frozen
        if not names or not names <= self._off:
            return
        repairs.count(RepairName.SHOW_OFF_LAYERS, len(names))
        if not repairs.allows(RepairName.SHOW_OFF_LAYERS):
            return
        self.show_off = True
        findings.add(
            "LAYERS_ALL_OFF",
            Severity.WARNING,
            f"All {len(names)} layers of the drawing are switched off, so all were read.",
            "Converters do so. Give layers that do not belong here the role “Leave out”.",
        )

    def facts(self) -> list[LayerFacts]:
        """All layers of the table or of entities, by name."""
        names = sorted(set(self._names.values()))
        return [LayerFacts(name, self.visible(name), self._counts[name]) for name in names]
