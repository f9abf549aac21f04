"""Pitfalls 15, 33 and 37 to 39: texts, objects of add-ons, and rooms that are only filled."""

from __future__ import annotations

import re

from ezdxf.document import Drawing

from importers.draft import FloorPlanDraft
from tests.corpus.furnished import make_led_labels
from tests.corpus.office import NAMES, NUMBERS, Pen, Style, box, make_office, room_boxes
from tests.corpus.pitfalls.of_blocks import LABELS, desks_stand_right
from tests.corpus.pitfalls.of_files import codes
from tests.corpus.pitfalls.of_units import FLOOR
from tests.corpus.pitfalls.table import pitfall
from tests.support.drawings import text_of

KITCHENS = ("Küche", "Büro", "Gäste-WC", "Besprechung", "Empfang", "Flüssiggas", "Größe", "Übung")
GERMAN = frozenset(
    f"{number} {name}" for number, name in zip(NUMBERS, (*KITCHENS, "Flur"), strict=True)
)
RUSSIAN = (
    "Кухня",
    "Кабинет",
    "Архив",
    "Переговорная",
    "Приёмная",
    "Склад",
    "Серверная",
    "Библиотека",
)
CYRILLIC = frozenset(
    f"{number} {name}" for number, name in zip(NUMBERS, (*RUSSIAN, "Коридор"), strict=True)
)


def floor_of(names: tuple[str, ...], encoding: str, claimed: str, version: str = "R2000") -> bytes:
    """The floor with ``names`` in one code page, under a header that claims another."""
    doc = make_office(Style(names=names, version=version, room="ROOMS"))
    text = re.sub(r"(\$DWGCODEPAGE\s+3\s+)\S+", rf"\g<1>{claimed}", text_of(doc))
    return text.encode(encoding)


@pitfall(15, "western_as_the_header_says.dxf", labels=GERMAN, **FLOOR)
def western_as_the_header_says() -> bytes:
    return floor_of((*KITCHENS, "Flur"), "cp1252", "ANSI_1252")


@pitfall(15, "utf_8_in_an_old_file.dxf", labels=GERMAN, **FLOOR)
def utf_8_in_an_old_file() -> bytes:
    return floor_of((*KITCHENS, "Flur"), "utf-8", "ANSI_1252")


@pitfall(15, "utf_8_in_r12.dxf", labels=GERMAN, **FLOOR)
def utf_8_in_r12() -> bytes:
    return floor_of((*KITCHENS, "Flur"), "utf-8", "ANSI_1252", "R12")


@pitfall(15, "cyrillic_as_the_header_says.dxf", labels=CYRILLIC, **FLOOR)
def cyrillic_as_the_header_says() -> bytes:
    return floor_of((*RUSSIAN, "Коридор"), "cp1251", "ANSI_1251")


@pitfall(
    15,
    "cyrillic_under_a_western_header.dxf",
    labels=CYRILLIC,
    found=codes("TEXT_ENCODING_REPAIRED"),
    **FLOOR,
)
def cyrillic_under_a_western_header() -> bytes:
    return floor_of((*RUSSIAN, "Коридор"), "cp1251", "ANSI_1252")


@pitfall(15, "letters_written_as_numbers.dxf", labels=GERMAN, **FLOOR)
def letters_written_as_numbers() -> bytes:
    """``\\U+00FC`` for an umlaut, also with small letters for the digits."""
    raw = text_of(make_office(Style(names=(*KITCHENS, "Flur"), version="R2000"))).encode()
    text = raw.decode()
    for number, letter in enumerate("üöäßÜ"):
        code = f"{ord(letter):04X}"
        text = text.replace(letter, "\\U+" + (code.lower() if number % 2 else code))
    return text.encode("ascii")


@pitfall(33, "desks_exploded_into_lines.dxf", labels=LABELS, also=desks_stand_right, **FLOOR)
def desks_exploded_into_lines() -> Drawing:
    """Desks and chairs are loose lines on the layer of furniture."""
    doc = make_office(Style())
    for insert in list(doc.modelspace().query("INSERT")):
        if insert.dxf.name in ("DESK", "CHAIR"):
            layer = insert.dxf.layer
            for part in insert.explode():
                part.dxf.layer = layer
                if part.dxftype() == "LWPOLYLINE":
                    for line in part.explode():
                        line.dxf.layer = layer
    return doc


PROXY = "0 ACAD_PROXY_ENTITY 8 {layer} 100 AcDbEntity 100 AcDbProxyEntity 90 498 91 501"


@pitfall(
    33,
    "walls_of_an_add_on.dxf",
    found=codes("CONTENT_NOT_READ"),
    says="3 on A-WALL-ADT",
    labels=LABELS,
    **FLOOR,
)
def walls_of_an_add_on() -> bytes:
    """Objects that only the add-on can draw are counted by layer."""
    text = text_of(make_office(Style()))
    tags = "".join(f"{tag}\n" for tag in PROXY.format(layer="A-WALL-ADT").split())
    head, entities, rest = text.partition("ENTITIES\n")
    return (head + entities + tags * 3 + rest).encode()


def nameless_corridor(draft: FloorPlanDraft) -> bool:
    return all(room.number is not None for room in draft.rooms)


@pitfall(37, "labels_on_leaders.dxf", labels=LABELS, **FLOOR)
def labels_on_leaders() -> Drawing:
    return make_led_labels()


@pitfall(37, "labels_beside_their_rooms.dxf", rooms=9, desks=14, also=nameless_corridor)
def labels_beside_their_rooms() -> Drawing:
    """Written on the wall, just outside: they belong to the nearest room."""
    doc = make_office(Style(labels="none"))
    pen = Pen(doc.modelspace(), Style())
    for number, (x0, y0, _, y1) in zip(NUMBERS, room_boxes(), strict=True):
        y = y1 + 0.15 if y0 > 6 else y0 - 0.35
        pen.text(number, (x0 + 2, y if number != "100" else 5.9), "A-AREA-IDEN")
    return doc


@pitfall(
    37, "a_label_far_from_any_room.dxf", found=codes("LABEL_WITHOUT_ROOM"), says="999", **FLOOR
)
def a_label_far_from_any_room() -> Drawing:
    doc = make_office(Style())
    Pen(doc.modelspace(), Style()).text("999", (25, 9), "A-AREA-IDEN")
    return doc


@pitfall(37, "two_numbers_in_one_room.dxf", found=codes("ROOM_TWO_NUMBERS"), **FLOOR)
def two_numbers_in_one_room() -> Drawing:
    doc = make_office(Style())
    Pen(doc.modelspace(), Style()).text("999", (1.6, 9.0), "A-AREA-IDEN")
    return doc


@pitfall(38, "texts_full_of_codes.dxf", labels=LABELS, **FLOOR)
def texts_full_of_codes() -> Drawing:
    """Fonts, heights, colours, stacks, hard blanks, signs by number, underlines."""
    doc = make_office(Style(labels="none"))
    for number, name, (x0, y0, _, y1) in zip(NUMBERS, NAMES, room_boxes(), strict=True):
        words = (
            rf"{{\fArial|b1|i0|c0|p34;\H1.2x;\C1;\L{number}\l}}\P"
            rf"\A1;\W0.9;\T1.1;\Q10;{name.replace(' ', chr(92) + '~')}\P"
            r"%%c 10, 22%%176, 25.0\~m\S2^ ;"
        )
        doc.modelspace().add_mtext(
            words,
            dxfattribs={
                "layer": "A-AREA-IDEN",
                "char_height": 200,
                "insert": ((x0 + 1.6) * 1000, ((y0 + y1) / 2 + 0.5) * 1000),
            },
        )
    return doc


@pitfall(38, "underlined_texts.dxf", labels=LABELS, **FLOOR)
def underlined_texts() -> Drawing:
    doc = make_office(Style())
    for text in doc.modelspace().query("TEXT"):
        text.dxf.text = f"%%u{text.dxf.text}%%u"
    return doc


@pitfall(
    38,
    "names_of_two_texts.dxf",
    **FLOOR,
    also=lambda draft: "Print and copy" in {room.name for room in draft.rooms},
)
def names_of_two_texts() -> Drawing:
    """Number, and a name in two lines that are texts of their own."""
    doc = make_office(Style(names=("Print and", *NAMES[1:])))
    for text in doc.modelspace().query("TEXT"):
        if text.dxf.text == "Print and":
            x, y, _ = text.dxf.insert
            Pen(doc.modelspace(), Style()).text("copy", (x / 1000, y / 1000 - 0.3), "A-AREA-NAME")
    return doc


@pitfall(39, "rooms_that_are_only_hatches.dxf", labels=LABELS, **FLOOR)
def rooms_that_are_only_hatches() -> Drawing:
    return make_office(Style(rooms="hatch"))


@pitfall(39, "rooms_that_are_polygons_of_maps.dxf", labels=LABELS, **FLOOR)
def rooms_that_are_polygons_of_maps() -> Drawing:
    """MPOLYGON, the polygon with holes of map programs."""
    doc = make_office(Style(room=None))
    for x0, y0, x1, y1 in room_boxes():
        ring = [(1000 * x, 1000 * y) for x, y in box(x0 + 0.1, y0 + 0.1, x1 - 0.1, y1 - 0.1)]
        polygon = doc.modelspace().add_mpolygon(dxfattribs={"layer": "A-AREA"})
        polygon.paths.add_polyline_path(ring, is_closed=True)
    return doc


@pitfall(39, "walls_with_a_brick_pattern.dxf", **FLOOR)
def walls_with_a_brick_pattern() -> Drawing:
    """Walls are filled with a pattern; it bounds no room."""
    doc = make_office(Style(room=None, walls="filled"))
    for hatch in doc.modelspace().query("HATCH"):
        hatch.set_pattern_fill("ANSI31", scale=30)
    return doc


@pitfall(39, "wipeouts_under_the_labels.dxf", labels=LABELS, **FLOOR)
def wipeouts_under_the_labels() -> Drawing:
    doc = make_office(Style())
    for text in list(doc.modelspace().query("TEXT")):
        x, y, _ = text.dxf.insert
        doc.modelspace().add_wipeout([(x, y - 50), (x + 900, y + 250)])
    return doc
