"""Which words belong to which room."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point, Polygon, STRtree

from importers.dxf.findings import Findings
from importers.dxf.scene import Text
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.pointers import Pointers
from importers.dxf.understand.words import category_of, is_area, split_number_and_name
from importers.issues import Severity
from importers.repairs import RepairName, Repairs
from importers.roles import BlockRole, LayerRole

NEAR_M = 1.0  # a label outside its room is not further away
NUMBER_REACH_M = 1.5  # a number further from the name is not the room's
NUMBER_REACH_HEIGHTS = 6.0
MAX_NAME_LINES = 3
AROUND_M = 2.0  # a name further outside the plan is a title or a note
_QUIET = {
    LayerRole.IGNORE,
    LayerRole.DESK,
    LayerRole.DESK_LABEL,
    LayerRole.PARKING,
    LayerRole.ZONE,
    LayerRole.ZONE_LABEL,
    LayerRole.DOOR,
}
_NUMBER_TAG = re.compile(r"N[RO]\b|NUM|NUMM|(^|_)(NR|NO|ID|CODE)(_|$)|ROOMNO|RAUMNR|RUMSNR|NRO")
_NAME_TAG = re.compile(r"NAM|NAVN|NAAM|BEZ|DESC|FUN[CK]|TITLE|NOM\b|NOMBRE|NUTZ|USE\b|TEXT")


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place: a number, a name, or both from one tag."""

    number: str | None
    name: str | None
    x: float
    y: float
    insert_x: float
    insert_y: float
    height: float
    layer: str
    handle: str | None
    strong: bool  # on a label layer or in a room tag: meant to name a room


@dataclass(frozen=True, slots=True)
class Named:
    number: str | None
    name: str | None


def labels_of(plan: Plan, taken: Collection[int] = ()) -> list[Label]:
    """All words of the scene that could name a room; ``taken`` are texts that label desks."""
    tags: dict[int, list[Text]] = defaultdict(list)
    found: list[Label] = []
    for index, text in enumerate(plan.scene.texts):
        if index in taken:
            continue
        roles = plan.roles_around(text.insertion)
        if BlockRole.ROOM_TAG in roles and text.tag is not None and text.insertion is not None:
            tags[text.insertion].append(text)
            continue
        if any(r not in {BlockRole.UNKNOWN, BlockRole.ROOM_TAG} for r in roles):
            continue
        role = plan.layer_role(text.layer)
        if role not in _QUIET:
            found += _from_text(text, role is LayerRole.ROOM_LABEL or role is LayerRole.ROOM)
    found += [label for texts in tags.values() for label in _from_tag(texts)]
    return found


def assign(
    labels: Sequence[Label],
    rooms: Sequence[Polygon],
    findings: Findings,
    pointers: Pointers | None = None,
    repairs: Repairs | None = None,
) -> list[Named]:
    """A number and a name for each room, from the words in it and those that belong to it.

    A label outside all rooms goes where a line leads from it, else to a room within 1 m.
    """
    ledger = repairs if repairs is not None else Repairs()
    held: list[list[Label]] = [[] for _ in rooms]
    if rooms:
        tree = STRtree(list(rooms))
        floor = shapely.box(*shapely.total_bounds(list(rooms))).buffer(AROUND_M)
        for label in labels:
            index = _room_around(label, rooms, tree)
            if index is None and label.strong and pointers is not None:
                index = pointers.room_at(_places_of(label), tree)
            if index is None and label.strong:
                index = _room_beside(label, rooms, tree, ledger)
            if index is not None:
                held[index].append(label)
            elif label.strong and _concerns(label, floor):
                _tell_homeless(label, findings)
    return [_name(words, room, findings) for words, room in zip(held, rooms, strict=True)]


def _concerns(label: Label, floor: Polygon) -> bool:
    """Titles and notes stand beside the plan; a number anywhere is a lost room number."""
    return label.number is not None or floor.contains(Point(label.x, label.y))


def _from_text(text: Text, strong: bool) -> list[Label]:
    number: str | None = None
    words: list[str] = []
    for line in text.text.split("\n"):
        one, two = split_number_and_name(line)
        number = number or one
        if two:
            words.append(two)
    if (number is None and not words) or len(words) > MAX_NAME_LINES:
        return []
    return [_label(text, number, " ".join(words) or None, strong)]


def _from_tag(texts: Sequence[Text]) -> list[Label]:
    """Number and name by the attribute's tag, else by how the value looks."""
    number: str | None = None
    name: str | None = None
    for text in texts:
        value, tag = " ".join(text.text.split()), (text.tag or "").upper()
        if not value or is_area(value):
            continue
        if _NUMBER_TAG.search(tag) and any(c.isdigit() for c in value):
            number = number or value
        elif _NAME_TAG.search(tag) and any(c.isalpha() for c in value):
            name = name or value
    if number is None and name is None:
        for text in texts:
            one, two = split_number_and_name(text.text)
            number, name = number or one, name or two
    return [_label(texts[0], number, name, True)] if number or name else []


def _label(text: Text, number: str | None, name: str | None, strong: bool) -> Label:
    return Label(
        number,
        name,
        text.x,
        text.y,
        text.insert_x,
        text.insert_y,
        text.height,
        text.layer,
        text.handle,
        strong,
    )


def _places_of(label: Label) -> tuple[tuple[float, float], tuple[float, float]]:
    return (label.x, label.y), (label.insert_x, label.insert_y)


def _room_around(label: Label, rooms: Sequence[Polygon], tree: STRtree) -> int | None:
    for x, y in _places_of(label):
        if not np.isfinite((x, y)).all():
            continue
        inside = tree.query(Point(x, y), predicate="intersects")
        if len(inside):
            return min((int(i) for i in inside), key=lambda i: (rooms[i].area, i))
    return None


def _room_beside(
    label: Label, rooms: Sequence[Polygon], tree: STRtree, repairs: Repairs
) -> int | None:
    """The room next to a label that stands in none, as far as moving labels is allowed."""
    if not np.isfinite((label.x, label.y)).all():
        return None
    near = tree.query(Point(label.x, label.y), predicate="dwithin", distance=NEAR_M)
    point = Point(label.x, label.y)
    index = min((int(i) for i in near), key=lambda i: (rooms[i].distance(point), i), default=None)
    if index is None:
        return None
    moved_m = float(rooms[index].distance(point))
    repairs.note(RepairName.MOVE_LABELS, (label.x, label.y, label.handle), moved_m)
    return index if repairs.allows(RepairName.MOVE_LABELS) else None


def _name(words: Sequence[Label], room: Polygon, findings: Findings) -> Named:
    strong = [w for w in words if w.strong]
    chosen = strong or list(words)
    names = _main_names([w for w in chosen if w.name])
    numbers = _near_the_name([w for w in chosen if w.number], names, room)
    different = {w.number for w in numbers if w.number}
    if len(different) > 1 and strong:
        first = numbers[0]
        findings.add(
            "ROOM_TWO_NUMBERS",
            Severity.WARNING,
            f"One room holds the numbers {', '.join(sorted(different))}.",
            f"{first.number} was kept. Draw the missing wall, or move the other number.",
            handle=first.handle,
            layer=first.layer,
            at=(first.x, first.y),
        )
    return Named(numbers[0].number if numbers else None, _joined(names))


def _near_the_name(numbers: Sequence[Label], names: Sequence[Label], room: Polygon) -> list[Label]:
    """Numbers by their distance from the name; those far from it mark doors or equipment."""
    if not names:
        centre = room.centroid
        return sorted(numbers, key=lambda w: (_apart(w, centre.x, centre.y), w.handle or ""))
    x, y = names[0].x, names[0].y
    reach = max(NUMBER_REACH_M, NUMBER_REACH_HEIGHTS * names[0].height)
    near = [w for w in numbers if _apart(w, x, y) <= reach]
    return sorted(near, key=lambda w: (_apart(w, x, y), w.handle or ""))


def _apart(label: Label, x: float, y: float) -> float:
    return float(np.hypot(label.x - x, label.y - y))


def _main_names(words: Sequence[Label]) -> list[Label]:
    """The words that name the room's use, with what stands in line with them above and below.

    "MASTER" over "BEDROOM" is one name. Where no word names a use, the largest writing counts.
    """
    if not words:
        return []
    usual = [w for w in words if w.name and category_of(w.name)]
    seed = min(usual or words, key=lambda w: (-w.height, len(w.name or ""), -w.y, w.x))
    alike = [w for w in words if w is seed or 0.8 * seed.height <= w.height <= 1.25 * seed.height]
    alike.sort(key=lambda w: (-w.y, w.x, w.handle or ""))
    at = alike.index(seed)
    chosen = [seed]
    for word in alike[at + 1 :]:
        if len(chosen) < MAX_NAME_LINES and _next_line(chosen[-1], word):
            chosen.append(word)
    for word in reversed(alike[:at]):
        if len(chosen) < MAX_NAME_LINES and _next_line(word, chosen[0]):
            chosen.insert(0, word)
    return chosen


def _next_line(above: Label, below: Label) -> bool:
    step, aside = above.y - below.y, abs(above.x - below.x)
    return 0.5 * below.height < step < 2.2 * below.height and aside < 5 * below.height


def _joined(words: Sequence[Label]) -> str | None:
    parts = list(dict.fromkeys(w.name for w in words if w.name))
    return " ".join(parts) or None


def _tell_homeless(label: Label, findings: Findings) -> None:
    findings.add(
        "LABEL_WITHOUT_ROOM",
        Severity.WARNING,
        f"The label {label.number or label.name} lies in no room.",
        "Move it into its room, or check that the room is closed.",
        handle=label.handle,
        layer=label.layer,
        at=(label.x, label.y),
    )
