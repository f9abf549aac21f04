"""Expands blocks: each definition is read once, then moved as arrays to where it is inserted."""

from __future__ import annotations

from collections.abc import Callable

from importers.base import Limits
from importers.dxf.affine import IDENTITY, Affine, apply, compose
from importers.dxf.extract import clips
from importers.dxf.extract.budget import ROOT, BlockGraph
from importers.dxf.extract.content import Content, Placed
from importers.dxf.extract.layers import ZERO, Layers
from importers.dxf.extract.shapes import moved_arc
from importers.dxf.extract.texts import moved_text
from importers.dxf.scene import Filled, Insertion, Scene, Stroke
from importers.issues import ImportRefused


class Expansion:
    """Fills a scene from the model space down; loops and levels beyond the limit are cut."""

    def __init__(
        self,
        scene: Scene,
        layers: Layers,
        graph: BlockGraph,
        content_of: Callable[[str], Content],
        limits: Limits,
    ) -> None:
        self._scene = scene
        self._layers = layers
        self._graph = graph
        self._content_of = content_of
        self._limits = limits
        self._points = 0

    def run(self) -> None:
        self._expand(ROOT, IDENTITY, ZERO, None, 0)

    def _expand(
        self, key: str, m: Affine, inherited: str, insertion: int | None, level: int
    ) -> None:
        content = self._content_of(key)
        shown = _Shown(self._layers, inherited)
        scene = self._scene
        scene.hidden += content.hidden
        self._strokes(content, m, shown, insertion)
        for fill in content.fills:
            layer = shown.layer(fill.layer)
            if layer is None:
                scene.hidden += 1
                continue
            self._count(sum(map(len, fill.rings)))
            rings = tuple(apply(m, ring) for ring in fill.rings)
            scene.fills.append(Filled(rings, fill.solid, layer, fill.handle, insertion))
        for text in content.texts:
            layer = shown.layer(text.layer)
            if layer is None:
                scene.hidden += 1
            else:
                scene.texts.append(moved_text(text, m, layer, insertion))
        for placed in content.placed:
            if (key, placed.key) not in self._graph.cut:
                self._place(placed, m, inherited, insertion, level)

    def _count(self, points: int) -> None:
        """Account for points before they are made."""
        self._points += points
        if self._points > self._limits.points:
            raise ImportRefused(
                "TOO_MANY_ENTITIES",
                f"The lines and areas of the drawing have more than {self._limits.points:,} points "
                "together; so many are not read.",
                "Look for arrays of detailed blocks and for scanned curves, and delete them.",
            )

    def _strokes(self, content: Content, m: Affine, shown: _Shown, insertion: int | None) -> None:
        scene = self._scene
        if not content.strokes:
            return
        self._count(len(content.joined()))
        still = m == IDENTITY
        joined = content.joined() if still else apply(m, content.joined())
        start = 0
        for stroke in content.strokes:
            end = start + len(stroke.points)
            layer = shown.layer(stroke.layer)
            if layer is None:
                scene.hidden += 1
            elif still and layer == stroke.layer and insertion is None:
                scene.strokes.append(stroke)
            else:
                arc = moved_arc(m, stroke.arc) if stroke.arc is not None else None
                scene.strokes.append(
                    Stroke(
                        joined[start:end], stroke.closed, stroke.kind, layer, stroke.handle,
                        insertion, arc,
                    )
                )  # fmt: skip
            start = end

    def _place(
        self, placed: Placed, m: Affine, inherited: str, parent: int | None, level: int
    ) -> None:
        layer = inherited if placed.layer == ZERO else placed.layer
        if self._layers.frozen(layer):
            # A frozen insert hides all of its block; one that is only off hides what is on it.
            self._scene.hidden += len(placed.cells)
            return
        if level >= self._limits.block_depth:
            return
        attributes = placed.attributes + tuple(self._content_of(placed.key).constants)
        first = placed.cells[0]
        for cell in placed.cells:
            before = clips.mark(self._scene) if placed.clip is not None else None
            index = len(self._scene.insertions)
            matrix = compose(m, cell)
            self._scene.insertions.append(
                Insertion(placed.block, layer, placed.handle, matrix, parent, attributes)
            )
            if self._layers.visible(layer):
                to_cell = compose(m, (1.0, 0.0, 0.0, 1.0, cell[4] - first[4], cell[5] - first[5]))
                for text in placed.texts:
                    self._scene.texts.append(moved_text(text, to_cell, layer, index))
            self._expand(placed.key, matrix, layer, index, level + 1)
            if placed.clip is not None and before is not None:
                clips.cut(self._scene, before, placed.clip, matrix)


class _Shown:
    """The layer that content is seen on: layer 0 of a block is the layer of its insert."""

    def __init__(self, layers: Layers, inherited: str) -> None:
        self._layers = layers
        self._inherited = inherited
        self._known: dict[str, str | None] = {}

    def layer(self, own: str) -> str | None:
        """The layer to show ``own`` on, None if it is not to be seen."""
        if own not in self._known:
            layer = self._inherited if own == ZERO else own
            self._known[own] = layer if self._layers.visible(layer) else None
        return self._known[own]
