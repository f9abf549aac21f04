"""Words at a place that could name a room: from texts, and from the attributes of a tag."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from importers.dxf.areas import area_in, bare_areas
from importers.dxf.scene import Text
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.words import category_of, plain_layer
from importers.dxf.understand.writing import told_by
from importers.roles import BlockRole, LayerRole

MAX_NAME_LINES = 3
NOTE_DIGITS = 2  # a number this short at an arrow points to a note and not into a room
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
_AREA_TAG = re.compile(
    r"AREA|FL(?:Ä|AE|A)CH|SURF|SUPERF|OPPERV|(?:^|[_ -])(?:N[GRU]?F|BRA|NTA|SF|M2|QM)(?:$|[_ -])"
)
_DEPARTMENT_TAG = re.compile(r"DEP(?:T|ART)|ABT|AFDEL|AVDEL|KOSTENST|COST_?CENT|ORG_?(?:UNIT|EINH)")
_DEPARTMENT_LAYER = re.compile(r"DEPT|DEPARTM|ABTEILUNG|AFDELING|AVDELING|AVDELNING|KOSTENSTELLE")


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place: a number, a name, an area, a department, or several of them together.

    ``areas_m2`` are the readings of one area: two where its unit is not written.
    """

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
    areas_m2: tuple[float, ...] = ()
    department: str | None = None
    tips: tuple[tuple[float, float], ...] = ()  # where its arrows point to

    @property
    def names(self) -> bool:
        """True if it tells a number or a name, and not only an area or a department."""
        return self.number is not None or self.name is not None


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
        elif role is LayerRole.IGNORE and plan.told_layer(text.layer) is None:
            found += _area_alone(text)
    found += [label for texts in tags.values() for label in _from_tag(texts)]
    return found


def _from_text(text: Text, strong: bool) -> list[Label]:
    if _DEPARTMENT_LAYER.search(plain_layer(text.layer).upper()):
        told_of = " ".join(text.text.split())
        return [_label(text, None, None, strong=strong, department=told_of)]
    told = [told_by(line) for line in text.text.split("\n")]
    number = next((t.number for t in told if t.number), None)
    words = [t.name for t in told if t.name]
    if len(words) > MAX_NAME_LINES:
        return []
    name = " ".join(words) or None
    if text.tips:
        number, name = _meant_for_a_room(number, name, strong)
    area = next((t.area_m2 for t in told if t.area_m2), None)
    department = next((t.department for t in told if t.department), None)
    if number is None and name is None and area is None and department is None:
        return []
    areas = () if area is None else (area,)
    return [_label(text, number, name, strong=strong, areas_m2=areas, department=department)]


def _area_alone(text: Text) -> list[Label]:
    """Areas on a layer of their own repeat and name nothing, so that the layer seems useless."""
    area = area_in(" ".join(text.text.split()))
    if area.area_m2 is None or area.rest:
        return []
    return [_label(text, None, None, strong=False, areas_m2=(area.area_m2,))]


def _meant_for_a_room(
    number: str | None, name: str | None, strong: bool
) -> tuple[str | None, str | None]:
    """Arrows point to details too: only what is plainly a room's number or use is one."""
    if number is not None and not strong and sum(c.isalnum() for c in number) <= NOTE_DIGITS:
        number = None
    if number is None and name is not None and category_of(name) is None:
        name = None
    return number, name


def _from_tag(texts: Sequence[Text]) -> list[Label]:
    """Number, name, area and department by the attribute's tag, else by how the value looks."""
    number = name = department = None
    areas: tuple[float, ...] = ()
    for text in texts:
        value, tag = " ".join(text.text.split()), (text.tag or "").upper()
        told = told_by(value)
        if told.area_m2 is not None:
            areas = areas or (told.area_m2,)
        elif _AREA_TAG.search(tag) and (bare := bare_areas(value)):
            areas = areas or bare
        elif _DEPARTMENT_TAG.search(tag):
            department = department or value or None
        elif _NUMBER_TAG.search(tag) and any(c.isdigit() for c in value):
            number = number or value
        elif _NAME_TAG.search(tag) and any(c.isalpha() for c in value):
            name = name or value
    if number is None and name is None:
        for text in texts:
            told = told_by(text.text)
            number, name = number or told.number, name or told.name
    if number or name or areas:
        first = texts[0]
        return [_label(first, number, name, strong=True, areas_m2=areas, department=department)]
    return []


def _label(
    text: Text,
    number: str | None,
    name: str | None,
    *,
    strong: bool,
    areas_m2: tuple[float, ...] = (),
    department: str | None = None,
) -> Label:
    return Label(
        number, name, text.x, text.y, text.insert_x, text.insert_y, text.height, text.layer,
        text.handle, strong, areas_m2, department, text.tips,
    )  # fmt: skip
