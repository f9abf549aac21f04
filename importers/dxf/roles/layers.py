"""What each layer stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from statistics import median

import numpy as np
from shapely import Polygon, STRtree, points

from importers.draft import RoleDecision
from importers.dxf.facts import Facts, LayerContent, outline_of
from importers.dxf.names import plain, words_of
from importers.dxf.roles.by_name import block_by_name, layer_by_name
from importers.dxf.roles.content import Drawn, Look, could_be, drawn_on, lies, overrules
from importers.dxf.roles.layer_words import ROOM_NAME_WORDS
from importers.dxf.roles.sizes import (
    DOOR_RADIUS_M,
    ROOM_AREA_M2,
    ROOM_SIDE_M,
    SEAT_AREA_M2,
    within,
)
from importers.dxf.scene import LayerFacts, Scene
from importers.profile import Profile, match_rule
from importers.roles import BlockRole, LayerRole

#: A closed outline with more than this share of the plan's box is the edge of the floor.
FLOOR_SHARE = 0.5
#: Outlines that are repeated so often, alike and inside rooms are places to sit.
SEAT_COUNT = 8
SEAT_INSIDE_SHARE = 0.8
SEAT_ALIKE_SHARE = 0.6
CLOSED_SHARE = 0.7
#: Doors make up at least this share of a layer that is taken for the doors' by its arcs.
DOOR_SHARE = 0.1
#: A layer with more texts and blocks for each door holds everything.
MIXED_TIMES = 2
#: Shorter pieces say nothing about walls.
LONG_LINE_M = 0.5
#: So many texts of a layer tell whether they are labels: labels differ, and are short.
TEXTS_TO_JUDGE = 4
DISTINCT_SHARE = 0.8
CHAIRS_TO_JUDGE = 2
NOTE_CHARS = 30
PROFILE_SAYS = "The profile says so"
#: Layers that everything lands on, whoever draws.
EVERYTHING = frozenset({"0", "DEFPOINTS"})
#: What other layers are told by.
LOOKED_AT = frozenset({LayerRole.WALL, LayerRole.ROOM})
_NUMBER_NAME = re.compile(r"^[A-Z]{0,4}[-_. ]?\d{0,3}[A-Z]?[-_. ]?\d{1,4}[-.]?\d{0,3}[A-Z]{0,2}$")

_Found = tuple[LayerRole, str]


def decide_layers(scene: Scene, facts: Facts, profile: Profile) -> dict[str, RoleDecision]:
    """The role of every layer, by name."""
    found: dict[str, _Found] = {}
    empty = LayerContent()
    for layer in scene.layers:
        content = facts.layers.get(layer.name, empty)
        found[layer.name] = _by_profile(layer, profile) or _by_name_and_content(
            layer, content, facts
        )
    look = _look(scene, found)
    _find_seats(scene, facts, found)
    _find_walls(scene, found)
    known = {LayerRole.DESK, LayerRole.WALL}
    told = [name for name, (role, _) in found.items() if role in known]
    _keep(look.furniture(told), look.layers, found)
    _drop_other_texts(scene, found)
    _find_furniture(scene, found)
    return {
        layer.name: RoleDecision(
            layer.name, found[layer.name][0], found[layer.name][1], layer.entities, layer.visible
        )
        for layer in scene.layers
    }


def _by_profile(layer: LayerFacts, profile: Profile) -> _Found | None:
    rule = match_rule(profile.layers, layer.name)
    if rule is None:
        return None
    pattern, role = rule
    return LayerRole(role), f"{PROFILE_SAYS} for {pattern!r}."


def _by_name_and_content(layer: LayerFacts, content: LayerContent, facts: Facts) -> _Found:
    guess = layer_by_name(layer.name)
    if guess is None:
        return _by_content(layer.name, content, facts)
    role = LayerRole(guess.role)
    contrary = _contradiction(role, content)
    if contrary is not None:
        return contrary[0], f"The name says {_human(role)}, but {contrary[1]}."
    return role, f"The name holds {guess.word!r}, which is usual for {_human(role)}."


def _contradiction(role: LayerRole, content: LayerContent) -> _Found | None:
    """What the content says where it cannot be what the name says."""
    areas = [outline.area for outline in content.outlines]
    if role is LayerRole.ROOM and not areas and not content.fills:
        if content.texts and content.open_strokes <= content.texts:
            return LayerRole.ROOM_LABEL, "it holds texts and no outlines"
    elif role is LayerRole.ROOM_LABEL and not content.texts and not content.placed:
        if areas and within(median(areas), ROOM_AREA_M2) and _mostly_closed(content):
            return LayerRole.ROOM, "it holds closed outlines as large as rooms and no text"
    elif role is LayerRole.OUTLINE and len(areas) >= 5 and within(median(areas), ROOM_AREA_M2):
        return LayerRole.ROOM, f"it holds {len(areas)} closed outlines as large as rooms"
    return None


def _by_content(name: str, content: LayerContent, facts: Facts) -> _Found:
    areas = [outline.area for outline in content.outlines]
    floor = facts.extent[0] * facts.extent[1]
    if areas and _mostly_closed(content):
        if len(areas) <= 2 and max(areas) >= FLOOR_SHARE * floor:
            return LayerRole.OUTLINE, "Its outline goes round nearly everything that is drawn."
        if _NUMBER_NAME.match(plain(name)) and _room_like(content):
            return (
                LayerRole.ROOM,
                "The name looks like a room number and it holds a room's outline.",
            )
    doors = [radius for radius in content.quarter_radii if within(radius, DOOR_RADIUS_M)]
    strokes = len(areas) + content.open_strokes
    mixed = content.texts + content.placed > MIXED_TIMES * len(doors)
    if len(doors) >= 2 and len(doors) >= DOOR_SHARE * strokes and not mixed:
        return LayerRole.DOOR, f"It holds {len(doors)} quarter arcs as wide as doors."
    return LayerRole.UNKNOWN, "Neither the name nor the content says what it is."


def _mostly_closed(content: LayerContent) -> bool:
    closed = len(content.outlines)
    return closed >= CLOSED_SHARE * (closed + content.open_strokes)


def _room_like(content: LayerContent) -> bool:
    largest = max(content.outlines, key=lambda outline: outline.area)
    sides = min(largest.width, largest.height)
    return within(largest.area, ROOM_AREA_M2) and sides >= ROOM_SIDE_M


def _find_seats(scene: Scene, facts: Facts, found: dict[str, _Found]) -> None:
    """Unnamed layers with many like outlines inside the rooms hold workplaces."""
    unknown = [n for n, (role, _) in found.items() if role is LayerRole.UNKNOWN]
    rooms: STRtree | None = None
    for name in unknown:
        content = facts.layers.get(name)
        if content is None or not _alike(content):
            continue
        rooms = rooms or _room_tree(scene, found)
        centres = points([(outline.x, outline.y) for outline in content.outlines])
        inside = len(set(rooms.query(centres, predicate="within")[0].tolist()))
        if inside >= SEAT_INSIDE_SHARE * len(content.outlines):
            reason = f"It holds {len(content.outlines)} like outlines inside rooms."
            found[name] = (LayerRole.DESK, reason)


def _alike(content: LayerContent) -> bool:
    areas = sorted(outline.area for outline in content.outlines)
    count = len(areas)
    if count < SEAT_COUNT or not _mostly_closed(content):
        return False
    low, high = areas[count // 10], areas[(9 * count) // 10]
    return within(median(areas), SEAT_AREA_M2) and low >= SEAT_ALIKE_SHARE * high


def _room_tree(scene: Scene, found: dict[str, _Found]) -> STRtree:
    rooms = (LayerRole.ROOM, LayerRole.OUTLINE)
    return STRtree(_rings(scene, {name for name, (role, _) in found.items() if role in rooms}))


def _rings(scene: Scene, layers: Collection[str]) -> list[Polygon]:
    return [
        Polygon(stroke.points)
        for stroke in scene.strokes
        if stroke.layer in layers and outline_of(stroke) is not None
    ]


def _drop_other_texts(scene: Scene, found: dict[str, _Found]) -> None:
    """Layers of texts that name no room: sizes of doors repeat, and notes are long."""
    by_layer: dict[str, list[str]] = {}
    for text in scene.texts:
        if found.get(text.layer, ("",))[0] is LayerRole.ROOM_LABEL and text.tag is None:
            by_layer.setdefault(text.layer, []).append(text.text)
    for name, texts in by_layer.items():
        if found[name][1].startswith(PROFILE_SAYS) or len(texts) < TEXTS_TO_JUDGE:
            continue
        if any(ROOM_NAME_WORDS.intersection(words_of(text)) for text in texts):
            continue
        if len(set(texts)) < DISTINCT_SHARE * len(texts):
            reason = "Its texts repeat and none names a room; they may be sizes of doors."
            found[name] = (LayerRole.IGNORE, reason)
        elif median(map(len, texts)) > NOTE_CHARS:
            found[name] = (LayerRole.IGNORE, "Its texts are long notes and none names a room.")


def _find_walls(scene: Scene, found: dict[str, _Found]) -> None:
    """Where no layer is named for walls or rooms, the walls are where the long lines are."""
    roles = {role for role, _ in found.values()}
    if LayerRole.WALL in roles or LayerRole.ROOM in roles:
        return
    lengths: Counter[str] = Counter()
    for stroke in scene.strokes:
        role = found.get(stroke.layer, (LayerRole.IGNORE, ""))[0]
        if role is LayerRole.UNKNOWN and stroke.kind in ("line", "polyline"):
            steps = np.hypot(*np.diff(stroke.points, axis=0).T)
            lengths[stroke.layer] += int(1000 * steps[steps >= LONG_LINE_M].sum())
    if lengths:
        name = min(lengths, key=lambda layer: (-lengths[layer], layer))
        if lengths[name] > 0:
            reason = "No layer is named for walls, and this one holds most of the long lines."
            found[name] = (LayerRole.WALL, reason)


def _find_furniture(scene: Scene, found: dict[str, _Found]) -> None:
    """Unnamed layers that chairs are inserted on hold furniture; after walls, which matter more."""
    chairs: Counter[str] = Counter()
    for insertion in scene.insertions:
        if found.get(insertion.layer, ("",))[0] is LayerRole.UNKNOWN and insertion.parent is None:
            guess = block_by_name(insertion.block)
            chairs[insertion.layer] += guess is not None and guess.role == BlockRole.CHAIR
    for name, count in chairs.items():
        if count >= CHAIRS_TO_JUDGE:
            found[name] = (LayerRole.FURNITURE, f"{count} chairs are inserted on it.")


def _look(scene: Scene, found: dict[str, _Found]) -> Look:
    """Look at what is drawn on layers whose names tell nothing, or what cannot be."""
    drawn = drawn_on(scene, found)
    doubted = {
        name: drawn[name]
        for name, (role, reason) in found.items()
        if not reason.startswith(PROFILE_SAYS) and _doubtful(name, role, drawn[name])
    }
    sure = {name: role for name, (role, _) in found.items() if name not in doubted}
    known: dict[str, Drawn] = {}
    for name, role in sure.items():
        if role in LOOKED_AT:
            known.setdefault(role, Drawn()).add(drawn[name])
    look = Look(doubted, known, [(text.x, text.y) for text in scene.texts])
    _keep(look.run(frozenset(sure.values())), look.layers, found)
    return look


def _keep(told: Mapping[str, _Found], drawn: Mapping[str, Drawn], found: dict[str, _Found]) -> None:
    """Let content win over names, and tell why."""
    for name, (role, reason) in told.items():
        before = found[name][0]
        if before is LayerRole.UNKNOWN:
            found[name] = (role, reason)
        elif before is not role and overrules(role, before, drawn[name]):
            said = reason[0].lower() + reason[1:]
            found[name] = (role, f"The name says {_human(before)}, but {said}")


def _doubtful(name: str, role: LayerRole, drawn: Drawn) -> bool:
    if name.upper() in EVERYTHING:
        return role is LayerRole.UNKNOWN and not drawn.shows
    return role is LayerRole.UNKNOWN or not could_be(role, drawn) or lies(role, drawn)


def _human(role: LayerRole) -> str:
    return {
        LayerRole.ROOM: "rooms",
        LayerRole.OUTLINE: "the floor's outline",
        LayerRole.ROOM_LABEL: "names of rooms",
        LayerRole.DESK_LABEL: "labels of workplaces",
        LayerRole.ZONE_LABEL: "names of zones",
        LayerRole.WALL: "walls",
        LayerRole.DOOR: "doors",
        LayerRole.WINDOW: "windows",
        LayerRole.DESK: "workplaces",
        LayerRole.FURNITURE: "furniture",
        LayerRole.PARKING: "parking",
        LayerRole.STAIR: "stairs",
        LayerRole.LIFT: "lifts",
        LayerRole.ZONE: "zones",
        LayerRole.COLUMN: "columns",
        LayerRole.IGNORE: "things that are not part of the floor",
        LayerRole.UNKNOWN: "nothing in particular",
    }[role]
