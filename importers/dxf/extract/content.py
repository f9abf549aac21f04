"""What one block definition (or the model space) holds itself, in its own coordinates."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from importers.dxf.affine import Affine
from importers.dxf.extract.clips import Clip
from importers.dxf.scene import Filled, Points, Stroke, Text


@dataclass(frozen=True, slots=True)
class Placed:
    """An INSERT: which block, and where each cell of its grid lies in the parent."""

    key: str  # of the block definition, lower case
    block: str  # the name a person gave it
    layer: str
    handle: str | None
    cells: tuple[Affine, ...]
    texts: tuple[Text, ...]  # visible attributes of the first cell, in the parent's coordinates
    attributes: tuple[tuple[str, str], ...]
    clip: Clip | None = None  # the frame beyond which nothing of the block is seen


@dataclass(slots=True)
class Content:
    strokes: list[Stroke] = field(default_factory=list)
    fills: list[Filled] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    constants: list[tuple[str, str]] = field(default_factory=list)  # constant attributes
    hidden: int = 0
    _joined: Points | None = None

    def joined(self) -> Points:
        """The points of all strokes below each other, to be moved in one step."""
        if self._joined is None:
            parts = [stroke.points for stroke in self.strokes]
            self._joined = np.concatenate(parts) if parts else np.empty((0, 2))
        return self._joined

    def forget_joined(self) -> None:
        """Called after ``strokes`` changed."""
        self._joined = None
