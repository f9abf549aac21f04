"""Sorts the entities of one block definition (or the model space) into ``Content``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from importers.dxf import words
from importers.dxf.dynamic import Document, Entity
from importers.dxf.extract import hatches, shapes, texts
from importers.dxf.extract.content import Content
from importers.dxf.extract.inserts import Inserts
from importers.dxf.extract.layers import Layers
from importers.dxf.findings import Findings
from importers.dxf.load import LOAD_ERRORS
from importers.dxf.scene import Points, Stroke
from importers.issues import Severity

_T = TypeVar("_T")
#: A coordinate beyond this many units is a fault of the file: even a map in micrometres ends here.
COORDINATE_LIMIT = 1e14
_STROKES: dict[str, Callable[[Entity, str], Stroke | None]] = {
    "LINE": shapes.line,
    "LWPOLYLINE": shapes.lwpolyline,
    "ARC": shapes.arc,
    "CIRCLE": shapes.arc,
    "POLYLINE": shapes.polyline,
    "ELLIPSE": shapes.ellipse,
    "SPLINE": shapes.spline,
    "HELIX": shapes.spline,
    "SOLID": shapes.solid,
    "TRACE": shapes.solid,
    "3DFACE": shapes.solid,
}
# Marks and views that say nothing about rooms or furniture.
_NOT_CONTENT = frozenset(
    {"POINT", "VIEWPORT", "WIPEOUT", "LEADER", "TOLERANCE", "RAY", "XLINE", "ATTDEF", "LIGHT"}
    | {
        "SUN",
        "SHAPE",
        "ACAD_TABLE",
        "OLE2FRAME",
        "OLEFRAME",
        "SEQEND",
        "CAMERA",
        "GEOPOSITIONMARKER",
    }
)
_PICTURES = frozenset({"IMAGE", "PDFUNDERLAY", "DWFUNDERLAY", "DGNUNDERLAY", "UNDERLAY"})


class Reader:
    """Reads entities one by one; a bad one becomes an issue and the rest goes on."""

    def __init__(self, doc: Document, layers: Layers, findings: Findings) -> None:
        self._doc = doc
        self._encoding = doc.encoding
        self._layers = layers
        self._findings = findings
        self._inserts = Inserts(doc, findings)
        self.kinds: Counter[str] = Counter()
        self.skipped: Counter[tuple[str, str]] = Counter()  # (type, layer)
        self.dimensions: list[tuple[float, str]] = []

    def read(self, entities: Iterable[Entity]) -> Content:
        """The content of one definition, in its own coordinates."""
        content = Content()
        strokes = content.strokes
        for entity in entities:
            kind = entity.dxftype()
            self.kinds[kind] += 1
            layer = self._layers.name(entity.dxf.get("layer"))
            self._layers.count(layer)
            if entity.dxf.hasattr("invisible") and entity.dxf.invisible:
                content.hidden += 1
                continue
            try:
                make = _STROKES.get(kind)
                stroke = make(entity, layer) if make is not None else None
                if make is None:
                    self._read_other(kind, entity, layer, content)
                elif stroke is None:
                    self.skipped[kind, layer] += 1
                elif len(stroke.points):
                    strokes.append(stroke)
            except LOAD_ERRORS:
                self._unreadable(kind, entity, layer)
        self._drop_bad_numbers(content)
        return content

    def _read_other(self, kind: str, entity: Entity, layer: str, content: Content) -> None:
        if kind == "INSERT":
            _keep(content.placed, self._inserts.read(entity, layer))
        elif kind in ("TEXT", "MTEXT"):
            read = texts.single if kind == "TEXT" else texts.multi
            _keep(content.texts, read(entity, layer, self._encoding))
        elif kind in ("HATCH", "MPOLYGON"):
            _keep(content.fills, hatches.hatch(entity, layer))
        elif kind == "ATTDEF":
            self._constant(entity, layer, content)
        elif kind == "MLINE":
            content.strokes.extend(_parts(entity, layer))
        elif kind.endswith("DIMENSION"):
            self._dimension(entity)
        elif kind not in _NOT_CONTENT:
            self.skipped[kind, layer] += 1

    def _constant(self, attdef: Entity, layer: str, content: Content) -> None:
        if not attdef.is_const:
            return
        tag = attdef.dxf.get("tag") or ""
        text = texts.single(attdef, layer, self._encoding, tag)
        if text is None:
            return
        content.constants.append((tag, text.text))
        if not attdef.is_invisible:
            content.texts.append(text)

    def _dimension(self, entity: Entity) -> None:
        measured = entity.dxf.get("actual_measurement")
        if measured is None or not measured > 0:
            return
        written = str(entity.dxf.get("text", ""))
        if written in ("", "<>"):
            block = entity.get_geometry_block()
            labels = [e for e in block or () if e.dxftype() == "MTEXT"]
            written = labels[0].text if labels else ""
        if written.strip():
            shown = words.from_mtext(written, self._encoding)
            self.dimensions.append((float(measured), shown))

    def _drop_bad_numbers(self, content: Content) -> None:
        kept = [t for t in content.texts if abs(t.x) < COORDINATE_LIMIT > abs(t.y)]
        for _ in range(len(content.texts) - len(kept)):
            self._not_a_number("TEXT", None, "")
        content.texts = kept
        fills = []
        for fill in content.fills:
            if all(_usable(ring) for ring in fill.rings):
                fills.append(fill)
            else:
                self._not_a_number("HATCH", fill.handle, fill.layer)
        content.fills = fills
        if _usable(content.joined()):
            return
        good = [_usable(stroke.points) for stroke in content.strokes]
        for stroke, fine in zip(content.strokes, good, strict=True):
            if not fine:
                self._not_a_number(stroke.kind, stroke.handle, stroke.layer)
        content.strokes = [s for s, fine in zip(content.strokes, good, strict=True) if fine]
        content.forget_joined()

    def _not_a_number(self, kind: str, handle: str | None, layer: str) -> None:
        self._findings.add(
            "COORDINATE_INVALID",
            Severity.ERROR,
            f"A {kind.lower()} has a coordinate that is no number or lies beyond all measure; "
            "it was left out.",
            "Delete it in the drawing, or draw it again.",
            handle=handle,
            layer=layer or None,
        )

    def _unreadable(self, kind: str, entity: Entity, layer: str) -> None:
        self._findings.add(
            "ENTITY_UNREADABLE",
            Severity.ERROR,
            f"An entity of type {kind} is damaged and was left out.",
            "Draw it again, or explode it in the drawing.",
            handle=entity.dxf.get("handle"),
            layer=layer,
        )

    def report_skipped(self) -> None:
        """One issue for each type of entity that this reader cannot show."""
        for kind in sorted({kind for kind, _ in self.skipped}):
            layers = sorted(layer for k, layer in self.skipped if k == kind)
            count = sum(n for (k, _), n in self.skipped.items() if k == kind)
            picture = kind in _PICTURES
            self._findings.add(
                "PICTURE_IGNORED" if picture else "CONTENT_NOT_READ",
                Severity.INFO if picture else Severity.ERROR,
                f"{count:,} entities of type {words.name(kind)} on {', '.join(layers[:5])} "
                "were not read.",
                "Nothing needs to be done: a picture holds no rooms."
                if picture
                else "If they are walls or furniture, explode them and send the drawing again.",
                layer=layers[0],
            )


def _keep(items: list[_T], item: _T | None) -> None:
    if item is not None:
        items.append(item)


def _usable(points: Points) -> bool:
    return bool(np.all(np.abs(points) < COORDINATE_LIMIT))


def _parts(entity: Entity, layer: str) -> list[Stroke]:
    """The lines and arcs that an entity without points of its own is drawn with."""
    made = []
    for part in entity.virtual_entities():
        make = _STROKES.get(part.dxftype())
        stroke = make(part, layer) if make is not None else None
        if stroke is not None and len(stroke.points):
            made.append(replace(stroke, handle=entity.dxf.handle))
    return made
