"""Lines that fill an area by crossing each other everywhere: patterns, scribbles, and bombs.

Three thousand lines across three thousand others make nine million corners. Whatever looks for
rooms or furniture between them would not end, so they are taken out before anything looks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from geo.density import MOST_CROSSINGS, crossed_by, crosses_everywhere, some
from importers.dxf.findings import Findings
from importers.dxf.scene import Points, Scene
from importers.issues import Severity

#: A line of a pattern crosses more others than this; a wall or the side of a desk crosses few.
CROSSED = 40
#: So many of the lines looked at must be crossed by one before it is taken for a pattern's.
SEEN = 4
#: Pairs of pieces that are looked at to find the lines of one pattern: a second's work.
MOST_LOOKS, LEAST_SAMPLE = 10_000_000, 16


def drop_patterns(scene: Scene, findings: Findings) -> None:
    """Take the lines of patterns out of ``scene``, with an issue for each layer that has some."""
    layers: dict[str, list[int]] = defaultdict(list)
    for index, stroke in enumerate(scene.strokes):
        layers[stroke.layer].append(index)
    dropped: set[int] = set()
    for layer in sorted(layers):
        among = layers[layer]
        found = _crossing([_with_end(scene, i) for i in among])
        if found:
            dropped.update(among[k] for k in found)
            _report(findings, layer, len(found))
    if dropped:
        scene.strokes = [s for i, s in enumerate(scene.strokes) if i not in dropped]
    _drop_fills(scene, findings)


def _drop_fills(scene: Scene, findings: Findings) -> None:
    """Take out each hatch whose own edges cross each other everywhere."""
    tangled = [
        index
        for index, fill in enumerate(scene.fills)
        if crosses_everywhere(_edges(fill.rings), MOST_CROSSINGS)
    ]
    for layer, count in sorted(Counter(scene.fills[i].layer for i in tangled).items()):
        findings.add(
            "PATTERN_LEFT_OUT",
            Severity.WARNING,
            f"The edges of {count:,} hatches on layer {layer} cross each other like a pattern; "
            "the hatches were left out.",
            "If they are rooms or walls, draw their outlines again.",
            layer=layer,
        )
    if tangled:
        left = set(tangled)
        scene.fills = [f for i, f in enumerate(scene.fills) if i not in left]


def _edges(rings: Sequence[Points]) -> Points:
    return np.vstack([np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in rings])


def _with_end(scene: Scene, index: int) -> Points:
    stroke = scene.strokes[index]
    closes = stroke.closed and len(stroke.points) > 2
    return np.vstack([stroke.points, stroke.points[:1]]) if closes else stroke.points


def _crossing(shapes: list[Points]) -> list[int]:
    """Indices of the shapes that belong to a pattern, by a sample of straight pieces."""
    sizes = np.array([len(shape) for shape in shapes])
    points = np.concatenate(shapes)
    owner = np.repeat(np.arange(len(shapes)), sizes)
    joined = owner[1:] == owner[:-1]
    pieces = np.hstack([points[:-1][joined], points[1:][joined]])
    if not crosses_everywhere(pieces, MOST_CROSSINGS):
        return []
    sample = some(pieces, max(LEAST_SAMPLE, MOST_LOOKS // len(pieces)))
    seen = np.bincount(owner[1:][joined], weights=crossed_by(pieces, sample), minlength=len(shapes))
    crossed = (seen >= SEEN) & (seen * len(pieces) > CROSSED * len(sample))
    found: list[int] = np.flatnonzero(crossed).tolist()
    return found


def _report(findings: Findings, layer: str, count: int) -> None:
    findings.add(
        "PATTERN_LEFT_OUT",
        Severity.WARNING,
        f"{count:,} lines on layer {layer} cross each other like a pattern and were left out.",
        "If they are walls or furniture, send the drawing without the pattern on their layer.",
        layer=layer,
    )
