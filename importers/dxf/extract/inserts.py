"""INSERT: which block, where each of its cells lies, and its attributes."""

from __future__ import annotations

import math

from ezdxf import dynblkhelper

from importers.dxf import words
from importers.dxf.affine import Affine, from_extrusion, from_matrix44, is_finite, moved
from importers.dxf.dynamic import Document, Entity
from importers.dxf.extract import clips, texts
from importers.dxf.extract.budget import block_key, grid
from importers.dxf.extract.content import Placed
from importers.dxf.findings import Findings
from importers.dxf.scene import Text
from importers.issues import Severity


class Inserts:
    """Reads INSERT entities; real names of blocks are looked up once."""

    def __init__(self, doc: Document, findings: Findings) -> None:
        self._doc = doc
        self._findings = findings
        self._names: dict[str, str] = {}

    def read(self, insert: Entity, layer: str) -> Placed | None:
        """The placed block; None with an issue where there is nothing to place."""
        written = insert.dxf.get("name")
        key = block_key(written)
        at = (insert.dxf.insert.x, insert.dxf.insert.y)
        block = self._doc.blocks.get(key) if written else None
        if block is None or block.block is None:
            self._missing(written, insert, layer, at)
            return None
        if block.block.is_xref or block.block.is_xref_overlay:
            self._unbound(written, insert, layer, at)
            return None
        clip = self._clip(written, insert, layer, at)
        base = from_matrix44(insert.matrix44())
        if not is_finite(base):
            raise ValueError("the insert has no finite position or scale")
        shown, attributes = self._attributes(insert, layer)
        return Placed(
            key,
            self._real_name(insert, key, written),
            layer,
            insert.dxf.handle,
            _cells(insert, base),
            tuple(shown),
            tuple(attributes),
            clip,
        )

    def _real_name(self, insert: Entity, key: str, written: str) -> str:
        known = self._names.get(key)
        if known is None:
            known = written
            if written.startswith("*"):
                # A changed dynamic block is an anonymous copy that remembers what it was.
                real = dynblkhelper.get_dynamic_block_definition(insert, self._doc)
                known = real.name if real is not None else written
            known = self._names[key] = words.name(known, self._doc.encoding)
        return known

    def _attributes(self, insert: Entity, layer: str) -> tuple[list[Text], list[tuple[str, str]]]:
        shown: list[Text] = []
        pairs: list[tuple[str, str]] = []
        for attrib in insert.attribs:
            tag = words.name(attrib.dxf.get("tag"), self._doc.encoding)
            text = texts.single(attrib, layer, self._doc.encoding, tag)
            if text is None:
                continue
            pairs.append((tag, text.text))
            if not attrib.is_invisible and not attrib.dxf.get("invisible", 0):
                shown.append(text)
        return shown, pairs

    def _missing(
        self, name: str | None, insert: Entity, layer: str, at: tuple[float, float]
    ) -> None:
        self._findings.add(
            "BLOCK_MISSING",
            Severity.ERROR,
            f"The block {words.name(name)!r} is inserted here but not defined in the file.",
            "Save the drawing again with its blocks, or delete the insert.",
            handle=insert.dxf.handle,
            layer=layer,
            at=at,
        )

    def _unbound(self, name: str, insert: Entity, layer: str, at: tuple[float, float]) -> None:
        self._findings.add(
            "XREF_NOT_BOUND",
            Severity.ERROR,
            f"The plan refers to another drawing, {words.name(name)!r}, which is not in this file.",
            "Bind the reference (command XREF, Bind) and send the drawing again.",
            handle=insert.dxf.handle,
            layer=layer,
            at=at,
        )

    def _clip(
        self, name: str, insert: Entity, layer: str, at: tuple[float, float]
    ) -> clips.Clip | None:
        if not clips.is_clipped(insert):
            return None
        clip = clips.clip_of(insert)
        shown = f"Only a part of the block {words.name(name)!r} is shown in the drawing; "
        if clip is None:
            code, severity, shown = "CLIP_IGNORED", Severity.WARNING, shown + "all of it was read."
            advice = "Explode and trim the block in the drawing, or take its clipping away."
        else:
            code, severity, shown = "BLOCK_CLIPPED", Severity.INFO, shown + "the rest was left out."
            advice = "If something is missing, widen the frame (command XCLIP) and send it again."
        self._findings.add(
            code, severity, shown, advice, handle=insert.dxf.handle, layer=layer, at=at
        )
        return clip


def _cells(insert: Entity, base: Affine) -> tuple[Affine, ...]:
    rows, columns = grid(insert)
    if rows * columns == 1:
        return (base,)
    across = float(insert.dxf.get("column_spacing", 0.0))
    up = float(insert.dxf.get("row_spacing", 0.0))
    # The grid is turned with the insert but its spacing is not scaled.
    angle = math.radians(float(insert.dxf.get("rotation", 0.0)))
    cos, sin = math.cos(angle), math.sin(angle)
    a, b, c, d, _, _ = from_extrusion(insert.dxf.extrusion)
    cells = []
    for row in range(rows):
        for column in range(columns):
            x = column * across * cos - row * up * sin
            y = column * across * sin + row * up * cos
            cells.append(moved(base, a * x + c * y, b * x + d * y))
    return tuple(cells)
