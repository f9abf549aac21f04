"""Sorts the entities of one block definition (or the model space) into ``Content``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from ezdxf.proxygraphic import ProxyGraphicError

from importers.dxf import words
from importers.dxf.dynamic import Document, Entity
from importers.dxf.extract import hatches, leaders, shapes, solids, texts
from importers.dxf.extract.content import Content
from importers.dxf.extract.inserts import Inserts
from importers.dxf.extract.layers import ZERO, Layers
from importers.dxf.extract.lost import SOLIDS, TABLES, Lost
from importers.dxf.extract.measure import COORDINATE_LIMIT, usable
from importers.dxf.extract.tilts import Tilts
from importers.dxf.findings import Findings
from importers.dxf.load import LOAD_ERRORS
from importers.dxf.scene import Filled, Stroke
from importers.issues import Severity

_T = TypeVar("_T")
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
    {"POINT", "VIEWPORT", "WIPEOUT", "TOLERANCE", "RAY", "XLINE", "ATTDEF", "LIGHT", "SUN"}
    | {"SHAPE", "SEQEND", "CAMERA", "GEOPOSITIONMARKER"}
)
_LEADERS = frozenset({"LEADER", "MULTILEADER", "MLEADER"})
# A table that lost its link to its cells is an insert of the block it was drawn with.
_TABLE_BLOCK = re.compile(r"\*T\d+$", re.IGNORECASE)
_PICTURE_PARTS = frozenset({"TEXT", "MTEXT", "HATCH"})
#: What reading one entity is known to raise.
ENTITY_ERRORS = (*LOAD_ERRORS, *solids.ACIS_ERRORS, ProxyGraphicError)


class Reader:
    """Reads entities one by one; a bad one becomes an issue and the rest goes on."""

    def __init__(self, doc: Document, layers: Layers, findings: Findings) -> None:
        self._doc = doc
        self._encoding = doc.encoding
        self._layers = layers
        self._findings = findings
        self._inserts = Inserts(doc, findings)
        self.kinds: Counter[str] = Counter()
        self.lost = Lost()
        self.tilts = Tilts(layers)
        self.dimensions: list[tuple[float, str]] = []

    def read(self, entities: Iterable[Entity]) -> Content:
        """The content of one definition, in its own coordinates."""
        content = Content()
        strokes = content.strokes
        arrows: list[leaders.Leader] = []
        for entity in entities:
            kind = entity.dxftype()
            self.kinds[kind] += 1
            layer = self._layers.of(entity)
            self._layers.count(layer)
            if entity.dxf.hasattr("invisible") and entity.dxf.invisible:
                content.hidden += 1
                continue
            try:
                self.tilts.look(entity, layer)
                make = _STROKES.get(kind)
                stroke = make(entity, layer) if make is not None else None
                if kind in _LEADERS:
                    self._leader(kind, entity, layer, content, arrows)
                elif make is None:
                    self._read_other(kind, entity, layer, content)
                elif stroke is None:
                    self._left_out(kind, layer)
                elif len(stroke.points):
                    strokes.append(stroke)
            except LOAD_ERRORS:
                self._unreadable(kind, entity, layer)
        self._drop_bad_numbers(content)
        leaders.attach(content, arrows)
        return content

    def _leader(
        self, kind: str, entity: Entity, layer: str, content: Content, arrows: list[leaders.Leader]
    ) -> None:
        if kind == "LEADER":
            _keep(arrows, leaders.leader(entity))
        else:
            content.texts += leaders.multileader(entity, layer, self._encoding)

    def _left_out(self, kind: str, layer: str) -> None:
        if self._seen(layer):
            self.lost.left_out(kind, layer)

    def _seen(self, layer: str) -> bool:
        """Nothing is lost with what nobody would see; layer 0 is seen where its insert is."""
        return layer == ZERO or self._layers.visible(layer)

    def _read_other(self, kind: str, entity: Entity, layer: str, content: Content) -> None:
        if kind == "INSERT" and _TABLE_BLOCK.match(entity.dxf.get("name") or ""):
            self._left_out("ACAD_TABLE", layer)
        elif kind == "INSERT":
            _keep(content.placed, self._inserts.read(entity, layer))
        elif kind in ("TEXT", "MTEXT"):
            read = texts.single if kind == "TEXT" else texts.multi
            _keep(content.texts, read(entity, layer, self._encoding))
        elif kind in ("HATCH", "MPOLYGON"):
            self._hatch(kind, entity, layer, content)
        elif kind == "ATTDEF":
            self._constant(entity, layer, content)
        elif kind == "MLINE":
            content.strokes.extend(_parts(entity, layer))
        elif kind.endswith("DIMENSION"):
            self._dimension(entity)
        elif kind == "REGION":
            self._region(entity, layer, content)
        elif kind not in _NOT_CONTENT:
            self._object(kind, entity, layer, content)

    def _hatch(self, kind: str, entity: Entity, layer: str, content: Content) -> None:
        fill = hatches.hatch(entity, layer)
        _keep(content.fills, fill)
        if fill is not None and len(fill.rings) >= hatches.RINGS:
            self._left_out(f"{kind} beyond {hatches.RINGS:,} edges", layer)

    def _object(self, kind: str, entity: Entity, layer: str, content: Content) -> None:
        """A body or an object of another program: by its underside or the picture it carries."""
        if kind in TABLES:
            # What a table lists is true of other places than the one it lies on.
            self._left_out(kind, layer)
            return
        held = _amount(content)
        try:
            if kind in SOLIDS and hasattr(entity, "acis_data"):
                _take(content, solids.footprint(entity, layer))
            elif entity.proxy_graphic:
                self._picture(entity, layer, content)
        except ENTITY_ERRORS:
            # What was read before the fault is kept.
            pass
        if _amount(content) == held:
            self._left_out(kind, layer)
        elif self._seen(layer):
            self.lost.stood_in(kind, layer)

    def _picture(self, entity: Entity, layer: str, content: Content) -> None:
        """What an object of another program looks like, as that program drew it."""
        for part in entity.virtual_entities():
            kind = part.dxftype()
            make = _STROKES.get(kind)
            if make is None and kind in _PICTURE_PARTS:
                self._read_other(kind, part, layer, content)
            stroke = make(part, layer) if make is not None else None
            if stroke is not None and len(stroke.points):
                content.strokes.append(replace(stroke, handle=entity.dxf.handle))

    def _region(self, entity: Entity, layer: str, content: Content) -> None:
        try:
            parts = solids.region(entity, layer)
        except ENTITY_ERRORS:
            parts = []
        if not parts:
            self._left_out("REGION", layer)
        _take(content, parts)

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
            if all(usable(ring) for ring in fill.rings):
                fills.append(fill)
            else:
                self._not_a_number("HATCH", fill.handle, fill.layer)
        content.fills = fills
        if usable(content.joined()):
            return
        good = [usable(stroke.points) for stroke in content.strokes]
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


def _keep(items: list[_T], item: _T | None) -> None:
    if item is not None:
        items.append(item)


def _take(content: Content, parts: Iterable[Stroke | Filled]) -> None:
    for part in parts:
        if isinstance(part, Stroke):
            content.strokes.append(part)
        else:
            content.fills.append(part)


def _amount(content: Content) -> int:
    return len(content.strokes) + len(content.fills) + len(content.texts)


def _parts(entity: Entity, layer: str) -> list[Stroke]:
    """The lines and arcs that an entity without points of its own is drawn with."""
    made = []
    for part in entity.virtual_entities():
        make = _STROKES.get(part.dxftype())
        stroke = make(part, layer) if make is not None else None
        if stroke is not None and len(stroke.points):
            made.append(replace(stroke, handle=entity.dxf.handle))
    return made
