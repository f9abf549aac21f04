"""How a drawing looks to whoever asks which office drew it: layers, blocks, styles, header.

A fingerprint holds names, counts and hashes of shapes, and no coordinates. It does not depend on
what a profile decides, is bounded in size, and the same drawing always has the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

#: More layers or blocks are not kept; those with the most on them are.
MOST_NAMES = 300
#: Of the shapes of blocks on one layer, and of the lengths and texts drawn on it.
MOST_SHAPES = 24
SAMPLE = 32
MOST_STYLES = 40
NAME_CHARS = 120


@dataclass(frozen=True, slots=True)
class LayerPrint:
    """What lies on one layer outside of blocks.

    ``kinds`` counts "line", "polyline", "arc", ..., "text", "fill" and "block"; ``shapes`` the
    placed blocks by the hash of their shape. ``sample`` are the smallest hashes of what is drawn:
    the share of them that two layers have in common is that of all that is drawn on them.
    """

    name: str
    count: int
    kinds: tuple[tuple[str, int], ...]
    shapes: tuple[tuple[str, int], ...] = ()
    sample: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockPrint:
    """A block: how often it is placed, and the hash of its shape ("" where it shows no lines)."""

    name: str
    shape: str
    count: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Layers and blocks by name; ``styles`` are those of texts and dimensions; ``facts`` are
    single words about the file: "version", "unit", "saved_by", "title_block", ...
    """

    layers: tuple[LayerPrint, ...] = ()
    blocks: tuple[BlockPrint, ...] = ()
    styles: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str | None:
        """One of the facts, None where the file does not tell it."""
        return dict(self.facts).get(name)


def bounded(
    layers: Iterable[LayerPrint],
    blocks: Iterable[BlockPrint],
    styles: Iterable[str],
    facts: Mapping[str, str | None],
) -> Fingerprint:
    """A fingerprint of these with no more than the limits above, in a stable order."""
    return Fingerprint(
        layers=tuple(sorted(_fullest(layers), key=lambda one: one.name)),
        blocks=tuple(sorted(_fullest(blocks), key=lambda one: one.name)),
        styles=tuple(sorted({cut(style) for style in styles}))[:MOST_STYLES],
        facts=tuple(sorted((name, cut(told)) for name, told in facts.items() if told)),
    )


def cut(name: str) -> str:
    """A name as it is kept."""
    return name[:NAME_CHARS]


def _fullest(prints: Iterable[Any]) -> list[Any]:
    most = sorted(prints, key=lambda one: (-one.count, one.name))[:MOST_NAMES]
    return [replace(one, name=cut(one.name)) for one in most]


def to_plain(fingerprint: Fingerprint) -> dict[str, Any]:
    """Dicts, lists, strings and whole numbers."""
    return {
        "layers": [_plain_layer(layer) for layer in fingerprint.layers],
        "blocks": [asdict(block) for block in fingerprint.blocks],
        "styles": list(fingerprint.styles),
        "facts": dict(fingerprint.facts),
    }


def from_plain(plain: Mapping[str, Any]) -> Fingerprint:
    """The fingerprint behind ``to_plain``; raises ``ValueError`` for another structure."""
    try:
        return Fingerprint(
            layers=tuple(_read_layer(layer) for layer in plain["layers"]),
            blocks=tuple(BlockPrint(**block) for block in plain["blocks"]),
            styles=tuple(plain["styles"]),
            facts=tuple(sorted(plain["facts"].items())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is not a fingerprint") from error


def _plain_layer(layer: LayerPrint) -> dict[str, Any]:
    return {
        "name": layer.name,
        "count": layer.count,
        "kinds": dict(layer.kinds),
        "shapes": dict(layer.shapes),
        "sample": list(layer.sample),
    }


def _read_layer(plain: Mapping[str, Any]) -> LayerPrint:
    return LayerPrint(
        plain["name"],
        plain["count"],
        tuple(sorted(plain["kinds"].items())),
        # The order of a JSON object is not kept by every store.
        tuple(sorted(plain["shapes"].items())),
        tuple(plain["sample"]),
    )
