"""Labels for desks and parking places."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from shapely import Point, STRtree

from geo.anchor import anchor
from importers.draft import DraftDesk, DraftRoom
from importers.dxf.findings import Findings
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.standing import report_standing
from importers.dxf.understand.workplaces import Place
from importers.issues import Severity
from importers.repairs import RepairName, Repairs
from importers.roles import BlockRole, LayerRole

LABEL_CHARS = 24
NEAR_M = 0.35
MIN_SHARED, SHARED_SHARE = 3, 0.6  # places with a text in them; fewer are rooms' numbers
OWN_SHARE = 0.4  # of a layer's labels stand at places where the layer labels places
ROW_M = 0.6  # desks whose middles differ less in height stand in one row
_TAG = re.compile(
    r"DESK|PLACE|PLATZ|WERKPLEK|SEAT|WORK|LABEL|BAY|PARK|STELL|PLASS|PLATS|"
    r"N[RO]$|N[RO]_|^N[RO]|NUM|^ID$|_ID$|^ID_|NAME|CODE|TAG|MARK"
)
_NOT_TAG = re.compile(r"ROOM|RAUM|RUIMTE|OWNER|PERSON|USER|OCCUP|DEPT|DEPART|COLOU?R|MAKE|PRICE")
_LABEL = re.compile(r"^(?=.*\d)[\w][\w .\-/]{0,15}$|^[A-Z]{1,3}$")
_FEATURES = (
    ("monitor", r"monitor|screen|skjerm|bildschirm|scherm"),
    ("standing", r"stand|sit.?stand|height|h[oö]hen|hoogte|heve"),
    ("docking", r"dock"),
    ("accessible", r"accessib|wheelchair|rollstuhl|rolstoel|handicap|disabled"),
    ("charger", r"\bev\b|charg|lade|laad|elbil"),
)
_NO = {"no", "nein", "nee", "nei", "nej", "non", "0", "false", "", "-", "n"}


def desks_of(
    plan: Plan, places: Sequence[Place], rooms: Sequence[DraftRoom], findings: Findings
) -> list[DraftDesk]:
    """The places as desks, each with a label that no other has, in reading order."""
    texts = {i: text for i, (_, text) in texts_at(plan, places).items()}
    labels = [_from_attributes(p) or texts.get(i) for i, p in enumerate(places)]
    return labelled(places, labels, rooms, findings, plan.repairs)


def labelled(
    places: Sequence[Place],
    labels: Sequence[str | None],
    rooms: Sequence[DraftRoom],
    findings: Findings,
    repairs: Repairs,
) -> list[DraftDesk]:
    """The places as desks in reading order, with ``labels`` where they are told, else made up."""
    homes = _rooms_of(places, rooms)
    order = reading_order([(p.piece.box.x, p.piece.box.y) for p in places])
    names = _complete(labels, homes, rooms, order)
    names = _unique(names, order, places, findings, repairs)
    report_standing(places, homes, rooms, findings)
    return [_desk(places[i], names[i], given=names[i] == labels[i]) for i in order]


def reading_order(points: Sequence[tuple[float, float]]) -> list[int]:
    """Indices from top to bottom in rows, each row from left to right."""
    by_height = sorted(range(len(points)), key=lambda i: (-points[i][1], points[i][0]))
    rows: list[list[int]] = []
    for i in by_height:
        if rows and points[rows[-1][0]][1] - points[i][1] < ROW_M:
            rows[-1].append(i)
        else:
            rows.append([i])
    return [i for row in rows for i in sorted(row, key=lambda k: (points[k][0], -points[k][1]))]


def _from_attributes(place: Place) -> str | None:
    """The attribute whose tag speaks of the place itself, the most telling first."""
    for tag, value in sorted(place.piece.attributes, key=lambda a: _tag_rank(a[0])):
        text = " ".join(value.split())
        if text and len(text) <= LABEL_CHARS and _tag_rank(tag)[0] < 2:
            return text
    return None


def _tag_rank(tag: str) -> tuple[int, str]:
    name = tag.upper()
    if _NOT_TAG.search(name):
        return 2, name
    found = _TAG.search(name)
    if not found:
        return 2, name
    return (0 if re.search(r"DESK|PLACE|PLATZ|WERKPLEK|SEAT|BAY|PARK|STELL", name) else 1), name


def texts_at(plan: Plan, places: Sequence[Place]) -> dict[int, tuple[int, str]]:
    """(index, words) of the text inside each place, or just beside it, that looks like its label.

    On a layer that labels rooms a text counts only where it stands in a place, with most places.
    On other layers that are not meant for labels of desks, most texts have to stand at places.
    """
    if not places:
        return {}
    own = _nearest_texts(plan, places, {LayerRole.IGNORE, LayerRole.ROOM_LABEL}, NEAR_M)
    quiet = frozenset(LayerRole) - {LayerRole.ROOM_LABEL}
    shared = _nearest_texts(plan, places, quiet, 0.0)
    enough = len(shared) >= max(MIN_SHARED, SHARED_SHARE * len(places))
    own = _without_strangers(plan, own)
    return {**shared, **own} if enough else own


def _nearest_texts(
    plan: Plan, places: Sequence[Place], quiet: Collection[LayerRole], reach_m: float
) -> dict[int, tuple[int, str]]:
    tree = STRtree([p.piece.shape for p in places])
    best: dict[int, tuple[float, int, str]] = {}
    for index, value in _likely_labels(plan):
        text = plan.scene.texts[index]
        if plan.layer_role(text.layer) in quiet:
            continue
        point = Point(text.x, text.y)
        near = tree.query(point, predicate="dwithin", distance=reach_m).tolist()
        if not near:
            continue
        distance, _, i = min(
            (float(places[k].piece.shape.distance(point)), _off_middle(places[k], point), k)
            for k in near
        )
        if i not in best or distance < best[i][0]:
            best[i] = (distance, index, value)
    return {i: (index, value) for i, (_, index, value) in best.items()}


def _off_middle(place: Place, point: Point) -> float:
    return math.dist((place.piece.box.x, place.piece.box.y), (point.x, point.y))


def _likely_labels(plan: Plan) -> Iterator[tuple[int, str]]:
    """(index, words) of every text that could be a label and is no part of a room's tag."""
    for index, text in enumerate(plan.scene.texts):
        value = " ".join(text.text.split())
        if not _LABEL.match(value) or not np.isfinite((text.x, text.y)).all():
            continue
        if text.tag is None and BlockRole.ROOM_TAG not in plan.roles_around(text.insertion):
            yield index, value


def _without_strangers(plan: Plan, found: dict[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """Without the few room numbers that happen to stand over a desk."""
    texts = plan.scene.texts
    at_places = Counter(texts[index].layer for index, _ in found.values())
    there = Counter(texts[index].layer for index, _ in _likely_labels(plan))
    meant = {LayerRole.DESK_LABEL, LayerRole.DESK, LayerRole.PARKING}
    return {
        i: (index, value)
        for i, (index, value) in found.items()
        if plan.layer_role(texts[index].layer) in meant
        or at_places[texts[index].layer] >= OWN_SHARE * there[texts[index].layer]
    }


def _rooms_of(places: Sequence[Place], rooms: Sequence[DraftRoom]) -> list[int | None]:
    """The smallest room that holds the middle of each place, else the one it overlaps most."""
    if not rooms:
        return [None] * len(places)
    tree = STRtree([r.polygon for r in rooms])
    homes: list[int | None] = []
    for place in places:
        shape = place.piece.shape
        inside = tree.query(anchor(shape), predicate="intersects").tolist()
        if inside:
            homes.append(min(inside, key=lambda i: (rooms[i].area_m2, i)))
            continue
        over = tree.query(shape, predicate="intersects").tolist()
        homes.append(
            max(over, key=lambda i: (rooms[i].polygon.intersection(shape).area, -i), default=None)
        )
    return homes


def _complete(
    labels: Sequence[str | None],
    homes: Sequence[int | None],
    rooms: Sequence[DraftRoom],
    order: Sequence[int],
) -> list[str]:
    """Unlabelled places are numbered in reading order within their room: 1300-01.

    Rooms that no text tells apart share one count: a second desk "01" would need a second name.
    """
    prefixes = [_prefix(rooms, home) for home in homes]
    sizes = Counter(prefixes[i] for i in order if labels[i] is None)
    next_of: Counter[str] = Counter()
    names = [label or "" for label in labels]
    for i in order:
        if labels[i] is not None:
            continue
        prefix = prefixes[i]
        next_of[prefix] += 1
        digits = max(2, len(str(sizes[prefix])))
        names[i] = f"{prefix}{next_of[prefix]:0{digits}d}"
    return names


def _prefix(rooms: Sequence[DraftRoom], home: int | None) -> str:
    """What the room around a place gives to its label: nothing, where it has no number or name."""
    told = None if home is None else rooms[home].number or rooms[home].name
    return f"{told}-" if told else ""


def _unique(
    names: Sequence[str],
    order: Sequence[int],
    places: Sequence[Place],
    findings: Findings,
    repairs: Repairs,
) -> list[str]:
    """Each label once: a second place of one label gets a number behind it, or no label."""
    allowed = repairs.allows(RepairName.RENAME_DUPLICATES)
    seen: Counter[str] = Counter()
    taken = set(names)
    result = list(names)
    for i in order:
        seen[names[i]] += 1
        if seen[names[i]] == 1:
            continue
        k = seen[names[i]]
        while f"{names[i]} ({k})" in taken:
            k += 1
        piece = places[i].piece
        repairs.note(RepairName.RENAME_DUPLICATES, (piece.box.x, piece.box.y, i))
        result[i] = f"{names[i]} ({k})" if allowed else ""
        taken.add(result[i])
        called = f"is called {result[i]}" if allowed else "has no label, as asked"
        if not re.fullmatch(r"\d+", names[i]):
            findings.add(
                "LABEL_DUPLICATE",
                Severity.WARNING,
                f"The label {names[i]} stands on more than one place.",
                f"This one {called}. Give each place its own label.",
                handle=piece.handle,
                layer=piece.layer,
                at=(piece.box.x, piece.box.y),
            )
    return result


def _desk(place: Place, label: str, *, given: bool) -> DraftDesk:
    piece = place.piece
    return DraftDesk(
        label or None,
        piece.box.x,
        piece.box.y,
        place.rotation_deg,
        piece.shape,
        piece.block,
        piece.layer,
        piece.handle,
        _features(piece.block or "", piece.attributes),
        piece.attributes,
        given,
    )


def _features(block: str, attributes: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    words = [block] + [
        f"{tag} {value}" for tag, value in attributes if value.strip().lower() not in _NO
    ]
    text = " ".join(words).replace("_", " ").lower()
    return tuple(name for name, pattern in _FEATURES if re.search(pattern, text))
