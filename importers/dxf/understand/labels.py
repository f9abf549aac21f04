"""Which words belong to which room."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import Point, Polygon, STRtree

from geo.anchor import anchor
from importers.dxf.areas import bare_areas
from importers.dxf.findings import Findings
from importers.dxf.understand.label import MAX_NAME_LINES, NOTE_DIGITS, Label
from importers.dxf.understand.pointers import Pointers
from importers.dxf.understand.stated import stated_area
from importers.dxf.understand.words import category_of, way_of
from importers.issues import Severity
from importers.repairs import RepairName, Repairs

NEAR_M = 1.0  # a label outside its room is not further away
NUMBER_REACH_M = 1.5  # a number further from the name is not the room's
NUMBER_REACH_HEIGHTS = 6.0
#: Each word is held against those below it; more than this in one space is a table or a bomb.
MOST_COMPARED = 1_000
SAME_AREA_SHARE = 0.02  # a number that differs by less from the area of its room tells it
SHARED_BY = 2  # rooms do not have the same number
USE_LETTERS = 28  # a longer text is a note
SAME_HEIGHT_M = 0.01
AROUND_M = 2.0  # a name further outside the plan is a title or a note
#: What is above the floor and drawn with it, such as the edge of the roof.
_OVERHEAD = re.compile(
    r"\b(proje[ck]c?t|proye[ck]c|proiezion|overhead|above|hidden|darüber|oberhalb)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """What the words in a room tell of it; ``stated_area_m2`` is the area that is written there."""

    number: str | None
    name: str | None
    stated_area_m2: float | None = None
    department: str | None = None


def assign(
    labels: Sequence[Label],
    rooms: Sequence[Polygon],
    findings: Findings,
    pointers: Pointers | None = None,
    repairs: Repairs | None = None,
) -> list[Named]:
    """What each room is called, from the words in it and those that belong to it.

    A label with an arrow belongs to the room it points into, wherever it stands. One outside all
    rooms goes where a line leads from it, else to a room within 1 m.
    """
    held: list[list[Label]] = [[] for _ in rooms]
    if rooms:
        tree = STRtree(list(rooms))
        floor = shapely.box(*shapely.total_bounds(list(rooms))).buffer(AROUND_M)
        homeless = []
        for label in labels:
            index = _home(label, rooms, tree, pointers, repairs or Repairs())
            if index is not None:
                held[index].append(label)
            elif label.strong and label.names:
                homeless.append(label)
        written = {way_of(w.number) for words in held for w in words if w.number}
        for label in homeless:
            if _concerns(label, floor, written):
                _tell_homeless(label, findings)
    held = [_told_areas(words, room) for words, room in zip(held, rooms, strict=True)]
    shared = _shared_codes(held)
    return [
        _name([w for w in words if w.number not in shared or _alone(w, words)], room, findings)
        for words, room in zip(held, rooms, strict=True)
    ]


def _told_areas(words: Sequence[Label], room: Polygon) -> list[Label]:
    """The words, where a number beside another is the area of the room it stands in."""
    if sum(w.number is not None for w in words) < 2:
        return list(words)
    found = []
    for word in words:
        areas = bare_areas(word.number) if word.number and "." in _pointed(word.number) else ()
        if any(abs(area / room.area - 1) <= SAME_AREA_SHARE for area in areas):
            found.append(replace(word, number=None, areas_m2=areas))
        else:
            found.append(word)
    return found


def _pointed(number: str) -> str:
    return number.replace(",", ".")


def _shared_codes(held: Sequence[Sequence[Label]]) -> frozenset[str]:
    """Codes that stand in several rooms beside a number of their own: what department it is."""
    rooms = Counter(number for words in held for number in {w.number for w in words if w.number})
    return frozenset(number for number, count in rooms.items() if count >= SHARED_BY)


def _alone(word: Label, words: Sequence[Label]) -> bool:
    """True for words that tell more than a code, or are the only ones in their room."""
    return word.name is not None or not any(w.number not in {None, word.number} for w in words)


def _home(
    label: Label,
    rooms: Sequence[Polygon],
    tree: STRtree,
    pointers: Pointers | None,
    repairs: Repairs,
) -> int | None:
    """The room that a label tells of; one that is not meant for a room has none."""
    index = _room_pointed_at(label, rooms, tree)
    if index is None and (label.strong or not label.tips):
        index = _room_around(_places_of(label), rooms, tree)
    if index is not None or not label.strong or not label.names:
        return index
    if pointers is not None:
        index = pointers.room_at(_places_of(label), tree)
    return index if index is not None else _room_beside(label, rooms, tree, repairs)


def _concerns(label: Label, floor: Polygon, written: Collection[str]) -> bool:
    """Titles and marks stand beside the plan; a number written as rooms' are is a lost one."""
    if label.number is not None:
        long = sum(c.isalnum() for c in label.number) > NOTE_DIGITS
        if way_of(label.number) in written or (not written and long):
            return True
    if label.name is not None and _OVERHEAD.search(label.name) and not category_of(label.name):
        return False
    return bool(floor.contains(Point(label.x, label.y)))


def _places_of(label: Label) -> tuple[tuple[float, float], tuple[float, float]]:
    return (label.x, label.y), (label.insert_x, label.insert_y)


def _room_pointed_at(label: Label, rooms: Sequence[Polygon], tree: STRtree) -> int | None:
    return next(
        (i for tip in label.tips if (i := _room_around([tip], rooms, tree)) is not None), None
    )


def _room_around(
    places: Sequence[tuple[float, float]], rooms: Sequence[Polygon], tree: STRtree
) -> int | None:
    for x, y in places:
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
    strong = [w for w in words if w.strong and w.names]
    chosen = strong or list(words)
    named = [w for w in chosen if w.name]
    names = _main_names(named, room)
    _tell_other_names(named, names, findings)
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
            choices=_each_once(w.number for w in numbers if w.number),
        )
    department = next((w.department for w in words if w.department), None)
    return Named(
        numbers[0].number if numbers else None,
        _joined(names),
        stated_area(words, names[:1] or numbers[:1], float(room.area)),
        department,
    )


def _each_once(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(numbers))


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


def _main_names(words: Sequence[Label], room: Polygon) -> list[Label]:
    """The words that name the room's use, with what stands in line with them above and below.

    "MASTER" over "BEDROOM" is one name. Where no word names a use, the largest writing counts; of
    several uses in one open space, written alike, it is the one that most of them share, such as
    the corridors round an open kitchen, else the one in the middle.
    """
    if not words:
        return []
    uses = _uses(words)
    if len({w.name for w in uses}) > 1:
        middle = anchor(room)
        main = _main_use(uses)
        seed = min(
            uses,
            key=lambda w: (
                -round(w.height, 2),
                main is not None and category_of(w.name or "") != main,
                _apart(w, middle.x, middle.y),
            ),
        )
    else:
        seed = min(uses or words, key=lambda w: (-w.height, len(w.name or ""), -w.y, w.x))
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


def _main_use(uses: Sequence[Label]) -> str | None:
    """The category that more than half of the names have."""
    kinds = Counter(category_of(name) for name in {w.name for w in uses} if name)
    category, count = kinds.most_common(1)[0]
    return category if count > kinds.total() / 2 else None


def _uses(words: Sequence[Label]) -> list[Label]:
    """Words that name a use, as a note that mentions one does not."""
    return [w for w in words if w.name and len(w.name) <= USE_LETTERS and category_of(w.name)]


def _tell_other_names(words: Sequence[Label], kept: Sequence[Label], findings: Findings) -> None:
    """Where one open space has several uses, say which name it got."""
    if len(words) > MOST_COMPARED:
        _tell_many(words, kept, findings)
        return
    lines = {w.name for w in kept}
    notes = _notes(words)
    others = sorted(
        {w.name for w in _uses(words) if w.name and w.name not in lines and w not in notes}
    )
    if not kept or not others or not _uses(kept):
        return
    findings.add(
        "ROOM_SEVERAL_NAMES",
        Severity.INFO,
        f"One open space is called {_joined(kept)}, and also {', '.join(others)}.",
        "If these are rooms of their own, draw the line where one ends and the other begins.",
        handle=kept[0].handle,
        layer=kept[0].layer,
        at=(kept[0].x, kept[0].y),
    )


def _tell_many(words: Sequence[Label], kept: Sequence[Label], findings: Findings) -> None:
    if not kept:
        return
    findings.add(
        "ROOM_SEVERAL_NAMES",
        Severity.INFO,
        f"One open space holds {len(words):,} words; it is called {_joined(kept)}, and the others "
        "were not told apart.",
        "If these are rooms of their own, draw the lines between them.",
        handle=kept[0].handle,
        layer=kept[0].layer,
        at=(kept[0].x, kept[0].y),
    )


def _notes(words: Sequence[Label]) -> list[Label]:
    """Lines of running text: more of one height under each other than a name has."""
    rest = sorted(words, key=lambda w: (-w.y, w.x, w.handle or ""))
    notes: list[Label] = []
    while rest:
        lines = [rest.pop(0)]
        for word in list(rest):
            if _next_line(lines[-1], word) and abs(word.height - lines[-1].height) < SAME_HEIGHT_M:
                lines.append(word)
                rest.remove(word)
        if len(lines) > MAX_NAME_LINES:
            notes += lines
    return notes


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
