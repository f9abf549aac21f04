"""One floor, drawn as offices of several countries and habits draw, is read the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.profile import Profile
from tests.corpus.office import DESKS, NUMBERS, ROOMS, Style, make_office

GERMAN_NAMES = ("Büro",) * 3 + ("Besprechung",) + ("Büro",) * 4 + ("Flur",)
GERMAN: dict[str, Any] = {
    "wall": "WAND",
    "door": "TUER",
    "furniture": "MOEBEL",
    "room": "RAUMPOLYGON",
    "number": "RAUMSTEMPEL",
    "unit_per_m": 100,
    "header": 5,
    "labels": "stamp",
    "names": GERMAN_NAMES,
    "blocks": {
        "desk": "SCHREIBTISCH",
        "chair": "STUHL",
        "table": "KONFERENZTISCH",
        "door": "TUER_90",
        "stamp": "RAUMSTEMPEL",
    },
}
CRYPTIC = {
    "desk": "xx1",
    "chair": "xx2",
    "table": "xx3",
    "door": "xx4",
    "stamp": "xx5",
    "both": "xx6",
}
STYLES = {
    "numbered-layers": Style(
        wall="LAYER1",
        door="LAYER2",
        furniture="LAYER3",
        number="LAYER4",
        name="LAYER4",
        room=None,
        blocks=CRYPTIC,
    ),
    "numbered-layers-loose": Style(
        wall="LAYER1",
        door="LAYER2",
        furniture="LAYER3",
        number="LAYER4",
        name="LAYER4",
        room=None,
        desks="shapes",
        doors="arc",
    ),
    "unheard-of-rooms": Style(room="VANI", walls="none", doors="gap"),
    "german": Style(**GERMAN),
    "german-nounits": Style(**{**GERMAN, "header": 0}),
    "german-gib": Style(**{**GERMAN, "blocks": CRYPTIC}),
    "german-stamp-layerX": Style(
        **{**GERMAN, "number": "0", "blocks": {**GERMAN["blocks"], "stamp": "ST1"}}
    ),
    "dutch": Style(
        wall="21_BUITENWAND",
        door="31_DEUREN",
        furniture="72_MEUBILAIR",
        room="RUIMTE",
        number="RUIMTENUMMER",
        name="RUIMTENAAM",
        names=("Kantoor",) * 3 + ("Vergaderruimte",) + ("Kantoor",) * 4 + ("Gang",),
        blocks={
            "desk": "BUREAU160",
            "chair": "BUREAUSTOEL",
            "table": "VERGADERTAFEL",
            "door": "DEUR",
        },
    ),
    "dutch2": Style(
        wall="22",
        door="32-BINNENKOZIJN",
        furniture="MEUBELS",
        room=None,
        number="RUIMTENUMMERS",
        name="TEKST",
        names=("Kantoor",) * 3 + ("Vergaderen",) + ("Kantoor",) * 4 + ("Verkeersruimte",),
        blocks={"desk": "WERKPLEK", "chair": "STOEL", "table": "TAFEL 10P", "door": "DEUR"},
    ),
    "norwegian": Style(
        wall="231 Bærende yttervegger",
        door="242 Dører",
        furniture="270 Fast inventar",
        room="862 Rom netto",
        number="831 Romnummer",
        name="832 Romnavn",
        names=("Kontor",) * 3 + ("Møterom",) + ("Kontor",) * 4 + ("Korridor",),
        blocks={"desk": "Skrivebord", "chair": "Kontorstol", "table": "Møtebord", "door": "Dør"},
    ),
    "swedish": Style(
        wall="A-VÄGGAR",
        door="A-DÖRRAR",
        furniture="A-INREDNING",
        room="A-RUMSYTA",
        number="A-RUMSNR",
        name="A-RUMSNAMN",
        names=("Kontor",) * 3 + ("Sammanträde",) + ("Kontor",) * 4 + ("Korridor",),
        blocks={"desk": "SKRIVBORD", "chair": "STOL", "table": "BORD 10", "door": "DÖRR"},
    ),
    "french": Style(
        wall="CLOISONS",
        door="PORTES",
        furniture="MOBILIER",
        room="LOCAUX",
        number="NUMEROS",
        name="NOMS",
        names=("Bureau",) * 3 + ("Salle de réunion",) + ("Bureau",) * 4 + ("Circulation",),
        blocks={"desk": "BUREAU", "chair": "CHAISE", "table": "TABLE REUNION", "door": "PORTE"},
    ),
    "spanish": Style(
        wall="TABIQUES",
        door="CARPINTERIA",
        furniture="MOBILIARIO",
        room="SUPERFICIES",
        number="TEXTOS",
        name="TEXTOS",
        names=("Despacho",) * 3 + ("Sala de juntas",) + ("Despacho",) * 4 + ("Pasillo",),
        blocks={"desk": "ESCRITORIO", "chair": "SILLA", "table": "MESA REUNION", "door": "PUERTA"},
    ),
    "uk": Style(
        wall="A-G251-M_Walls",
        door="A-G254-M_Doors",
        furniture="A-G70-M_Furniture",
        room="A-G10-Z_Spaces",
        number="A-G10-T_RoomNumbers",
        name="A-G10-T_RoomNames",
    ),
    "uk-norooms": Style(
        wall="A-G251-M_Walls",
        door="A-G254-M_Doors",
        furniture="A-G70-M_Furniture",
        room=None,
        number="A-G10-T_RoomNumbers",
        name="A-G10-T_RoomNames",
    ),
    "one-nameless-layer": Style(
        wall="PLAN", door="PLAN", furniture="PLAN", room=None, number="PLAN", name="PLAN"
    ),
    "layer0": Style(wall="0", door="0", furniture="0", room=None, number="0", name="0"),
    "layer0-gib": Style(
        wall="0", door="0", furniture="0", room=None, number="0", name="0", blocks=CRYPTIC
    ),
    "layer0-single": Style(
        wall="0", door="0", furniture="0", room=None, number="0", name="0", walls="single"
    ),
    "r12": Style(
        version="R12",
        header=0,
        unit_per_m=100,
        wall="WALLS",
        room="ROOMS",
        number="TEXT",
        name="TEXT",
    ),
    "r12-nowalls": Style(
        version="R12",
        header=0,
        unit_per_m=1000,
        walls="none",
        doors="gap",
        room="ROOMS",
        number="TEXT",
        name="TEXT",
    ),
    "hatch": Style(rooms="hatch"),
    "roomlines": Style(rooms="lines"),
    "anonymous": Style(desks="anonymous"),
    "anonymous-gib": Style(desks="anonymous", furniture="INV", blocks=CRYPTIC),
    "nested": Style(desks="nested"),
    "nested-gib": Style(desks="nested", blocks=CRYPTIC),
    "assembly": Style(desks="assembly"),
    "assembly-gib": Style(desks="assembly", blocks=CRYPTIC),
    "shapes": Style(desks="shapes"),
    "mtext": Style(labels="mtext"),
    "aligned": Style(labels="aligned"),
    "rot30": Style(turn_deg=30),
    "rot30-walls": Style(turn_deg=30, room=None),
    "utm": Style(offset=(450000, 5400000)),
    "utm-walls": Style(offset=(450000, 5400000), room=None),
    "feet-wrong": Style(unit_per_m=1 / 0.0254, header=2),
    "inch": Style(unit_per_m=1 / 0.0254, header=0, room=None),
    "walls-double": Style(room=None),
    "walls-single": Style(room=None, walls="single"),
    "walls-filled": Style(room=None, walls="filled"),
    "walls-arc": Style(room=None, doors="arc"),
    "walls-arc-0": Style(room=None, doors="arc", door="0"),
    "walls-sliding": Style(room=None, doors="sliding"),
    "walls-gap": Style(room=None, doors="gap"),
    "walls-single-gap": Style(room=None, doors="gap", walls="single"),
    "walls-shut": Style(room=None, doors="shut"),
    "walls-nolabels": Style(room=None, labels="none"),
}

#: Where walls are single lines, nothing tells the open end of the corridor from a wide view.
OPEN_ENDED = {"walls-single-gap"}
#: Walls with two faces end in jambs; two that face each other inside the building are an opening.
INNER_OPENINGS = {"walls-gap": 8}


def read(style: Style, folder: Path) -> FloorPlanDraft:
    path = folder / "office.dxf"
    make_office(style).saveas(path)
    return DxfImporter().read(path, Profile(), Limits(), lambda _stage, _share: None)


@pytest.mark.parametrize("name", sorted(STYLES))
def test_an_office_has_the_same_rooms_desks_and_doors_in_every_style(name, tmp_path):
    style = STYLES[name]
    draft = read(style, tmp_path)
    assert draft.units.metres_per_unit == pytest.approx(1 / style.unit_per_m)
    assert len(draft.rooms) == ROOMS - (name in OPEN_ENDED)
    assert all(19 < room.area_m2 < 41 for room in draft.rooms)
    assert len(draft.desks) == DESKS
    doors = INNER_OPENINGS.get(name, 0) if style.doors == "gap" else 9
    assert len(draft.doors) == doors
    if style.labels != "none":
        named = {room.number: room.name for room in draft.rooms}
        truth = dict(zip(NUMBERS, style.names, strict=True))
        assert named.items() <= truth.items()
        assert len(named) == len(draft.rooms)
