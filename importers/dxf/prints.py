"""The fingerprint of a drawing, from the scene as it was before anything was decided about it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b

import numpy as np
from ezdxf.document import Drawing
from numpy.typing import NDArray

from importers.dxf import words
from importers.dxf.facts import subtree_ends
from importers.dxf.load import LOAD_ERRORS
from importers.dxf.scene import Insertion, Scene, Stroke, Text
from importers.fingerprint import (
    MOST_NAMES,
    MOST_SHAPES,
    SAMPLE,
    BlockPrint,
    Fingerprint,
    LayerPrint,
    bounded,
    cut,
)

#: Of more lines than these only the first are looked at: a sample needs no more.
MOST_STROKES = 100_000
MOST_TEXTS = 20_000
#: A block with more lines than these is told by its first.
STROKES_OF_BLOCK = 1_000
#: Lengths this alike are taken for equal: a flattened arc has another length at another size.
LENGTH_DIGITS = 3
TITLE_BLOCK_TAGS = 5
TITLE_BLOCK_COPIES = 3
_DIGITS, _LETTERS = re.compile(r"\d"), re.compile(r"[^\W\d_]+")
_MIX, _WIDE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
HASH_BITS = 31


def fingerprint_of(doc: Drawing, raw: Scene) -> Fingerprint:
    """The fingerprint of ``doc``; ``raw`` is its scene in drawing units, with all its views."""
    shapes = dict(_shapes(raw))
    placed = Counter(x.block for x in raw.insertions)
    blocks = (BlockPrint(cut(name), shapes.get(name, ""), n) for name, n in placed.items())
    return bounded(_layers(raw, shapes), blocks, _styles(doc), _facts(doc, raw))


def _layers(raw: Scene, shapes: dict[str, str]) -> Iterator[LayerPrint]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    on_layer: dict[str, Counter[str]] = defaultdict(Counter)
    loose = [stroke for stroke in raw.strokes if stroke.insertion is None]
    for (layer, kind), count in Counter((s.layer, s.kind) for s in loose).items():
        kinds[layer][kind] += count
    for text in raw.texts:
        if text.insertion is None:
            kinds[text.layer]["text"] += 1
    for fill in raw.fills:
        if fill.insertion is None:
            kinds[fill.layer]["fill"] += 1
    for insertion in raw.insertions:
        if insertion.parent is None:
            kinds[insertion.layer]["block"] += 1
            on_layer[insertion.layer][shapes.get(insertion.block) or insertion.block] += 1
    sample = _sample(loose[:MOST_STROKES], raw.texts[:MOST_TEXTS])
    for name, counts in kinds.items():
        most = sorted(on_layer[name].items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_SHAPES]
        yield LayerPrint(
            cut(name),
            counts.total(),
            tuple(sorted(counts.items())),
            tuple(sorted((cut(shape), n) for shape, n in most)),
            sample.get(name, ()),
        )


def _sample(strokes: list[Stroke], texts: list[Text]) -> dict[str, tuple[int, ...]]:
    """For each layer the smallest hashes of what is drawn and written on it."""
    hashes: dict[str, set[int]] = defaultdict(set)
    for text in texts:
        if text.insertion is None:
            told = f"{_pattern(text.text)} {_digits(text.height)}".encode()
            hashes[text.layer].add(int.from_bytes(blake2b(told, digest_size=4).digest()) >> 1)
    if strokes:
        number = {name: n for n, name in enumerate(dict.fromkeys(s.layer for s in strokes))}
        layer = np.array([number[s.layer] for s in strokes], dtype=np.int64)
        # Sorted by layer, then by hash.
        drawn = np.unique((layer << HASH_BITS) | _hashed(strokes))
        for name, index in number.items():
            first, last = np.searchsorted(drawn, [index << HASH_BITS, (index + 1) << HASH_BITS])
            smallest = drawn[first : min(last, first + SAMPLE)] & ((1 << HASH_BITS) - 1)
            hashes[name].update(smallest.tolist())
    return {name: tuple(sorted(found)[:SAMPLE]) for name, found in hashes.items()}


def _pattern(text: str) -> str:
    """ "B 1.07" as "a 9.99": rooms are numbered in one way all over a building."""
    return _LETTERS.sub("a", _DIGITS.sub("9", text[:40]))


def _hashed(strokes: list[Stroke]) -> NDArray[np.int64]:
    """A number of 31 bits for each stroke, by its kind and its rounded length."""
    named = {
        kind: int.from_bytes(blake2b(kind.encode(), digest_size=4).digest())
        for kind in {s.kind for s in strokes}
    }
    kind = np.array([named[s.kind] for s in strokes], dtype=np.uint64)
    lengths = _lengths(np.concatenate([s.points for s in strokes]), strokes)
    with np.errstate(over="ignore"):
        mixed = (_rounded(lengths).view(np.uint64) + kind) * _MIX
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _WIDE
    found: NDArray[np.int64] = (mixed >> np.uint64(64 - HASH_BITS)).astype(np.int64)
    return found


def _lengths(points: NDArray[np.float64], strokes: list[Stroke]) -> NDArray[np.float64]:
    """The lengths of strokes, from the first point to the last; ``points`` are all of theirs."""
    sizes = [len(stroke.points) for stroke in strokes]
    steps = np.zeros(len(points))
    steps[1:] = np.hypot(*np.diff(points, axis=0).T)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    # The step from one stroke to the next is no length of either.
    steps[starts] = 0.0
    found: NDArray[np.float64] = np.add.reduceat(steps, starts)
    return found


def _rounded(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """To so many digits that count, at any size."""
    sound = np.where(np.isfinite(lengths) & (lengths > 0), lengths, 1.0)
    size = 10.0 ** (LENGTH_DIGITS - 1 - np.floor(np.log10(sound)))
    found: NDArray[np.float64] = np.where(lengths > 0, np.round(sound * size) / size, 0.0)
    return found


def _digits(number: float) -> str:
    return f"{number:.{LENGTH_DIGITS}g}"


def _shapes(raw: Scene) -> Iterator[tuple[str, str]]:
    """The hash of each block's shape, by its first placed copy; none for one without lines."""
    copies = Counter(insertion.block for insertion in raw.insertions)
    kept = set(sorted(copies, key=lambda name: (-copies[name], name))[:MOST_NAMES])
    first: dict[str, int] = {}
    for index, insertion in enumerate(raw.insertions):
        if insertion.block in kept:
            first.setdefault(insertion.block, index)
    ends = subtree_ends(raw.insertions)
    wanted = np.zeros(len(ends) + 1, dtype=bool)
    for index in first.values():
        wanted[index : ends[index]] = True
    looked_at = wanted.tolist()
    own: dict[int, list[Stroke]] = defaultdict(list)
    for stroke in raw.strokes:
        if stroke.insertion is not None and looked_at[stroke.insertion]:
            own[stroke.insertion].append(stroke)
    for name, index in first.items():
        strokes = [s for i in range(index, ends[index]) for s in own.get(i, ())]
        if strokes:
            yield name, _shape(strokes[:STROKES_OF_BLOCK], raw.insertions[index])


def _shape(strokes: list[Stroke], insertion: Insertion) -> str:
    """Kinds and lengths of a block's lines, however the copy is turned, mirrored or stretched.

    Its box would be none of that: of curves it depends on where they were cut into pieces.
    """
    a, b, c, d, e, f = insertion.matrix
    det = a * d - b * c
    if abs(det) < 1e-30:
        return ""
    moved = np.concatenate([s.points for s in strokes]) - np.array((e, f))
    back = moved @ (np.array(((d, -b), (-c, a))) / det)
    if not np.isfinite(back).all():
        return ""
    ends = np.cumsum([len(s.points) for s in strokes])
    starts = np.concatenate([[0], ends[:-1]])
    closing = np.hypot(*(back[ends - 1] - back[starts]).T)
    closing[[not s.closed for s in strokes]] = 0.0
    lengths = (_lengths(back, strokes) + closing).tolist()
    lines = sorted(f"{s.kind} {_digits(n)}" for s, n in zip(strokes, lengths, strict=True))
    return blake2b("\n".join(lines).encode(), digest_size=6).hexdigest()


def _styles(doc: Drawing) -> Iterator[str]:
    """Text styles with their fonts, and dimension styles, as far as they are not everybody's."""
    try:
        for style in doc.styles:
            font = str(style.dxf.get("font", "")).casefold()
            yield f"{_clean(style.dxf.get('name', ''), doc)}: {_clean(font, doc)}"
        for dimension in doc.dimstyles:
            yield f"dimension {_clean(dimension.dxf.get('name', ''), doc)}"
    except LOAD_ERRORS:
        # A damaged table says nothing about who drew it.
        return


def _facts(doc: Drawing, raw: Scene) -> dict[str, str | None]:
    return {
        "version": raw.format_version,
        "unit": raw.header_unit,
        "saved_by": _header(doc, "$LASTSAVEDBY"),
        "project": _header(doc, "$PROJECTNAME"),
        "title_block": _title_block(raw.insertions),
    }


def _header(doc: Drawing, name: str) -> str | None:
    try:
        told = doc.header.get(name)
    except LOAD_ERRORS:
        return None
    return _clean(told, doc) if isinstance(told, str) and told.strip() else None


def _title_block(insertions: Iterable[Insertion]) -> str | None:
    """The block with many attributes that is placed once or a few times."""
    copies: Counter[str] = Counter()
    tags: dict[str, int] = {}
    for insertion in insertions:
        copies[insertion.block] += 1
        tags[insertion.block] = max(tags.get(insertion.block, 0), len(insertion.attributes))
    found = [
        (-tags[name], name)
        for name, count in copies.items()
        if count <= TITLE_BLOCK_COPIES and tags[name] >= TITLE_BLOCK_TAGS
    ]
    return min(found)[1] if found else None


def _clean(text: object, doc: Drawing) -> str:
    return words.name(str(text), doc.encoding)
