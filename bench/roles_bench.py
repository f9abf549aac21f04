"""``roles``: what layers and blocks are taken for when their names say nothing, or lie."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from app.demo.write import write_campus
from bench.accuracy_bench import figures, read_drawn
from bench.drawn.draw import draw
from bench.drawn.families import OFFICES
from bench.drawn.hands import Hand
from bench.drawn.score import Score, total
from bench.real_accuracy import NOT_AT_HAND
from bench.real_counts import REAL_FLOORS, WELL_NAMED
from bench.real_files import real_floors
from geo.units import UNITS
from importers.base import Limits
from importers.dxf.extract import extract
from importers.dxf.facts import gather
from importers.dxf.load import load
from importers.dxf.roles import Roles, decide_roles
from importers.dxf.roles.by_name import layer_by_name
from importers.dxf.scene import Scene
from importers.dxf.units import decide_units
from importers.profile import Profile
from importers.roles import BlockRole, LayerRole

DRAWN_A_HAND = 6
SEED = 500
ROLES_TARGET = 0.95
LETTERS = "qxzjkvw"
#: Roles that the reader looks into alike: desks among furniture, words of any place.
ALIKE = (
    frozenset({LayerRole.FURNITURE, LayerRole.DESK}),
    frozenset({LayerRole.ROOM_LABEL, LayerRole.DESK_LABEL, LayerRole.ZONE_LABEL}),
)
#: What rooms, places and their names come from; the others only help.
MATTERING = frozenset(
    {
        LayerRole.WALL,
        LayerRole.DOOR,
        LayerRole.ROOM,
        LayerRole.DESK,
        LayerRole.FURNITURE,
        LayerRole.ROOM_LABEL,
        LayerRole.DESK_LABEL,
        LayerRole.ZONE_LABEL,
        LayerRole.PARKING,
        LayerRole.STAIR,
        LayerRole.ZONE,
    }
)
NOTHING = frozenset({LayerRole.IGNORE, LayerRole.UNKNOWN, BlockRole.IGNORE, BlockRole.UNKNOWN})
#: Layers that are not named by people.
FIXED = frozenset({"0", "DEFPOINTS"})


@dataclass(frozen=True, slots=True)
class Named:
    """A drawing in metres whose layers have names that are to be believed."""

    name: str
    scene: Scene
    roles: Roles


@dataclass(frozen=True, slots=True)
class Judged:
    """One layer or block: what it was by its name, and what it was taken for without."""

    drawing: str
    name: str
    true: str
    found: str

    @property
    def right(self) -> bool:
        pair = {self.true, self.found}
        return len(pair) == 1 or any(pair <= kind for kind in (*ALIKE, NOTHING))


def run() -> dict[str, Any]:
    corpus = list(named_drawings())
    nameless = [judged for one in corpus for judged in without_layer_names(one)]
    both = [judged for one in corpus for judged in without_names(one)]
    swapped = [judged for one in corpus for judged in with_lying_names(one)]
    share = _share([judged for judged in nameless if judged.true in MATTERING])
    return {
        "drawings": len(corpus),
        "layers_renamed": _figures(nameless),
        "layers_and_blocks_renamed": _figures(both),
        "layer_names_swapped": _figures(swapped),
        "read_without_names": figures(total(_nameless_readings())),
        "real": "read" if real_floors() else NOT_AT_HAND,
        "targets": {f"roles of renamed layers at least {ROLES_TARGET}": share >= ROLES_TARGET},
    }


def _nameless_readings() -> Iterator[Score]:
    for family in OFFICES:
        for seed in range(SEED, SEED + DRAWN_A_HAND):
            yield read_drawn(family, seed, nameless)


def nameless(hand: Hand) -> Hand:
    """The same hand with names of layers and blocks that mean nothing."""
    words = _nonsense(sorted(set(hand.layers.values())), "layers")
    blocks = _nonsense(sorted({*hand.blocks, "top"}), "blocks")
    return replace(
        hand,
        layers={thing: words.get(name, name) for thing, name in hand.layers.items()},
        blocks=blocks,
    )


def without_layer_names(one: Named) -> list[Judged]:
    """The layers that matter, after all of them were given names that mean nothing."""
    names = _nonsense([layer.name for layer in one.scene.layers], one.name)
    roles = _decide(renamed(one.scene, names, {}))
    return [
        Judged(one.name, name, role, roles.layers[names.get(name, name)].role)
        for name, role in _mattering(one)
    ]


def without_names(one: Named) -> list[Judged]:
    """Layers and blocks that matter, after all names were taken away."""
    names = _nonsense([layer.name for layer in one.scene.layers], one.name)
    blocks = _nonsense(sorted(one.roles.blocks), one.name + " blocks")
    roles = _decide(renamed(one.scene, names, blocks))
    return [
        Judged(one.name, name, role, roles.layers[names.get(name, name)].role)
        for name, role in _mattering(one)
    ]


def with_lying_names(one: Named) -> list[Judged]:
    """The layers that matter, after each was given the name of another one's role."""
    mattering = _mattering(one)
    by_role: dict[str, list[str]] = {}
    for name, role in mattering:
        by_role.setdefault(role, []).append(name)
    kinds = sorted(by_role)
    if len(kinds) < 2:
        return []
    names = {}
    for number, kind in enumerate(kinds):
        others = by_role[kinds[(number + 1) % len(kinds)]]
        for k, name in enumerate(by_role[kind]):
            names[name] = f"{others[k % len(others)]}~{number}{'abcdefghijkl'[k % 12]}"
    roles = _decide(renamed(one.scene, names, {}))
    return [
        Judged(one.name, name, role, roles.layers[names.get(name, name)].role)
        for name, role in mattering
    ]


def named_drawings() -> Iterator[Named]:
    """Drawn floors, the demo's, and the real ones whose layers are named for what they hold."""
    with tempfile.TemporaryDirectory() as folder:
        for family in OFFICES:
            for seed in range(SEED, SEED + DRAWN_A_HAND):
                yield drawn(family, seed)
        write_campus(Path(folder))
        for path in sorted(Path(folder).rglob("*.dxf")):
            yield _of_file(path, None)
    for path in real_floors():
        if path.stem in WELL_NAMED:
            yield _of_file(path, REAL_FLOORS[path.stem].unit)


def drawn(family: str, seed: int) -> Named:
    """A drawn floor in metres."""
    doc, _, hand = draw(family, seed)
    scene = extract(doc, Limits()).scaled(1 / hand.sheet.unit_per_m)
    return Named(f"{family} {seed}", scene, _decide(scene))


def _of_file(path: Path, unit: str | None) -> Named:
    raw = extract(load(path, Limits()).doc, Limits())
    units, _ = decide_units(raw, gather(raw), Profile())
    scene = raw.scaled(UNITS[unit or units.name])
    return Named(path.stem, scene, _decide(scene))


def _decide(scene: Scene) -> Roles:
    return decide_roles(scene, gather(scene), Profile())


def _mattering(one: Named) -> list[tuple[str, str]]:
    """Layers that are drawn on, and whose role is known by their name."""
    used = {stroke.layer for stroke in one.scene.strokes}
    used |= {fill.layer for fill in one.scene.fills} | {text.layer for text in one.scene.texts}
    used |= {insertion.layer for insertion in one.scene.insertions}
    found = []
    for name, decision in one.roles.layers.items():
        guess = layer_by_name(name)
        if name in used and guess is not None and decision.role == guess.role not in NOTHING:
            found.append((name, decision.role))
    return found


def _nonsense(names: list[str], salt: str) -> dict[str, str]:
    rng = Random(salt)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        if name.upper() in FIXED:
            continue
        word = ""
        while not word or word in taken:
            word = "".join(rng.choices(LETTERS, k=7))
        taken.add(word)
        found[name] = word
    return found


def renamed(scene: Scene, layers: Mapping[str, str], blocks: Mapping[str, str]) -> Scene:
    """The same drawing with other names of layers and blocks."""

    def layer(name: str) -> str:
        return layers.get(name, name)

    return replace(
        scene,
        strokes=[replace(s, layer=layer(s.layer)) for s in scene.strokes],
        fills=[replace(f, layer=layer(f.layer)) for f in scene.fills],
        texts=[replace(t, layer=layer(t.layer)) for t in scene.texts],
        insertions=[
            replace(i, layer=layer(i.layer), block=blocks.get(i.block, i.block))
            for i in scene.insertions
        ],
        layers=[replace(one, name=layer(one.name)) for one in scene.layers],
    )


def _share(judged: list[Judged]) -> float:
    return sum(one.right for one in judged) / max(1, len(judged))


def _figures(judged: list[Judged]) -> dict[str, Any]:
    roles = sorted({one.true for one in judged})
    mistaken = Counter((one.true, one.found) for one in judged if not one.right)
    return {
        "layers": len(judged),
        "right": round(_share([one for one in judged if one.true in MATTERING]), 3),
        "right_of_all": round(_share(judged), 3),
        "by_role": {
            role: round(_share([one for one in judged if one.true == role]), 3) for role in roles
        },
        "mistaken": {
            f"{true} for {found}": count for (true, found), count in mistaken.most_common(12)
        },
    }
