"""Pitfalls 27 to 36: blocks, coordinate systems and layers."""

from __future__ import annotations

from collections.abc import Iterable

from ezdxf.document import Drawing
from ezdxf.entities import Insert
from ezdxf.math import Matrix44

from importers.draft import FloorPlanDraft
from tests.corpus.office import NAMES, NUMBERS, Pen, Style, box, make_office
from tests.corpus.pitfalls.of_files import codes
from tests.corpus.pitfalls.of_units import FLOOR
from tests.corpus.pitfalls.table import pitfall

LABELS = frozenset(f"{number} {name}" for number, name in zip(NUMBERS, NAMES, strict=True))
#: Where the desks of the floor stand: two in each room, at its outer wall.
PLACES = {
    (5.0 * room + x, y)
    for room in range(4)
    for x in (1.25, 3.75)
    for y in (11.1, 0.9)
    if (room, y) != (3, 11.1)
}


def desks_stand_right(draft: FloorPlanDraft) -> bool:
    return {(round(desk.x, 2), round(desk.y, 2)) for desk in draft.desks} == PLACES


def desks_of(doc: Drawing) -> Iterable[Insert]:
    return doc.modelspace().query("INSERT[name=='DESK']")


def seen_from_below(doc: Drawing) -> None:
    """Turn the plane of every entity over, its points mirrored, so that all looks the same."""
    flip = {"extrusion": (0, 0, -1)}
    for entity in doc.modelspace():
        kind = entity.dxftype()
        if kind == "LWPOLYLINE":
            entity.set_points([(-x, y, -b) for x, y, b in entity.get_points("xyb")], format="xyb")
        elif kind == "ARC":
            entity.dxf.center = (-entity.dxf.center.x, entity.dxf.center.y)
            start, end = entity.dxf.start_angle, entity.dxf.end_angle
            entity.dxf.start_angle, entity.dxf.end_angle = 180 - end, 180 - start
        elif kind == "INSERT":
            entity.dxf.insert = (-entity.dxf.insert.x, entity.dxf.insert.y)
            entity.dxf.xscale, entity.dxf.rotation = -entity.dxf.xscale, -entity.dxf.rotation
        elif kind == "TEXT":
            # Written from below, a text reads backwards; it still begins where it stood.
            entity.dxf.insert = (-entity.dxf.insert.x, entity.dxf.insert.y)
        else:
            continue
        entity.dxf.update(flip)


@pitfall(27, "mirrored_inserts.dxf", also=desks_stand_right, **FLOOR)
def mirrored_inserts() -> Drawing:
    """A desk drawn off its base point, mirrored where that brings it to the same place."""
    doc = make_office(Style())
    for line in doc.blocks.get("DESK"):
        line.translate(1000, 500, 0)
    for desk in desks_of(doc):
        sign = -1 if desk.dxf.rotation else 1
        desk.dxf.xscale, desk.dxf.rotation = -1, 0
        desk.dxf.yscale = sign
        x, y, _ = desk.dxf.insert
        desk.dxf.insert = (x + 1000, y - sign * 500)
    return doc


@pitfall(27, "a_mirrored_wing.dxf", also=desks_stand_right, labels=LABELS, **FLOOR)
def a_mirrored_wing() -> Drawing:
    """The whole floor drawn the wrong way round in a block, which is inserted mirrored."""
    doc = make_office(Style())
    wing = doc.blocks.new("WING")
    for entity in list(doc.modelspace()):
        doc.modelspace().move_to_layout(entity, wing)
        entity.transform(Matrix44.scale(-1, 1, 1))
    doc.modelspace().add_blockref("WING", (0, 0), dxfattribs={"xscale": -1})
    return doc


@pitfall(28, "all_drawn_from_below.dxf", also=desks_stand_right, labels=LABELS, **FLOOR)
def all_drawn_from_below() -> Drawing:
    doc = make_office(Style(doors="arc"))
    seen_from_below(doc)
    return doc


@pitfall(28, "hatches_drawn_from_below.dxf", labels=LABELS, **FLOOR)
def hatches_drawn_from_below() -> Drawing:
    doc = make_office(Style(rooms="hatch"))
    for hatch in doc.modelspace().query("HATCH"):
        for path in hatch.paths:
            path.vertices = [(-x, y, 0) for x, y, _ in path.vertices]
        hatch.dxf.extrusion = (0, 0, -1)
    return doc


@pitfall(29, "a_tilted_roof.dxf", found=codes("ENTITY_TILTED"), labels=LABELS, **FLOOR)
def a_tilted_roof() -> Drawing:
    """Outlines in the plane of a roof lie over the plan as narrower shapes."""
    doc = make_office(Style())
    for x in (0, 6000, 12_000):
        doc.modelspace().add_lwpolyline(
            [(x, 0), (x + 5000, 0), (x + 5000, 9000), (x, 9000)],
            close=True,
            dxfattribs={"layer": "A-ROOF", "extrusion": (0, -0.6, 0.8)},
        )
    return doc


@pitfall(29, "a_section_stands_upright.dxf", found=codes("ENTITY_TILTED"), labels=LABELS, **FLOOR)
def a_section_stands_upright() -> Drawing:
    """A section drawn upright in space is a line when it is seen from above."""
    doc = make_office(Style())
    for x in range(10):
        doc.modelspace().add_circle(
            (1000 * x, 1000), 400, dxfattribs={"layer": "A-SECT", "extrusion": (0, -1, 0)}
        )
    return doc


@pitfall(30, "a_room_block_of_unequal_scales.dxf", labels=LABELS, also=desks_stand_right, **FLOOR)
def a_room_block_of_unequal_scales() -> Drawing:
    """Outlines of rooms with round corners, drawn as squares and stretched by their inserts."""
    style = Style(room=None)
    doc = make_office(style)
    outline = doc.blocks.new("OUTLINE")
    bulge = 0.41421356
    outline.add_lwpolyline(
        [(0.1, 0, 0), (0.9, 0, bulge), (1, 0.1, 0), (1, 1, 0), (0, 1, 0), (0, 0.1, bulge)],
        "xyb",
        close=True,
        dxfattribs={"layer": "A-AREA"},
    )
    for x, y, width, depth in [(5 * i, y, 5, 5) for i in range(4) for y in (0, 7)] + [
        (0, 5, 20, 2)
    ]:
        doc.modelspace().add_blockref(
            "OUTLINE",
            (1000 * x + 100, 1000 * y + 100),
            dxfattribs={"xscale": 1000 * width - 200, "yscale": 1000 * depth - 200},
        )
    return doc


@pitfall(31, "layer_0_inside_blocks.dxf", also=desks_stand_right, **FLOOR)
def layer_0_inside_blocks() -> Drawing:
    """Outlines and labels of rooms lie on layer 0 of blocks; their inserts have the layers."""
    doc = make_office(Style())
    msp = doc.modelspace()
    rooms = [e for e in msp if e.dxftype() == "TEXT" or e.dxf.layer == "A-AREA"]
    for number, entity in enumerate(rooms):
        block = doc.blocks.new(f"PART{number}")
        layer, entity.dxf.layer = entity.dxf.layer, "0"
        msp.move_to_layout(entity, block)
        msp.add_blockref(block.name, (0, 0), dxfattribs={"layer": layer})
    return doc


@pitfall(
    32,
    "dynamic_blocks.dxf",
    also=lambda draft: desks_stand_right(draft) and {d.block for d in draft.desks} == {"DESK"},
    **FLOOR,
)
def dynamic_blocks() -> Drawing:
    """Each stretched copy of the desk is an anonymous block that remembers what it was."""
    doc = make_office(Style())
    doc.appids.add("AcDbBlockRepBTag")
    real = doc.blocks.get("DESK").block_record.dxf.handle
    for number, desk in enumerate(desks_of(doc)):
        copy = doc.blocks.new(f"*U{number}")
        copy.block_record.set_xdata("AcDbBlockRepBTag", [(1070, 1), (1005, real)])
        Pen(copy, Style(), placed=False).ring(box(-0.8, -0.4, 0.8, 0.4), "0")
        desk.dxf.name = copy.name
    return doc


@pitfall(32, "dynamic_blocks_that_forgot.dxf", also=desks_stand_right, **FLOOR)
def dynamic_blocks_that_forgot() -> Drawing:
    return make_office(Style(desks="anonymous"))


@pitfall(34, "stamps_with_other_tags.dxf", labels=LABELS, **FLOOR)
def stamps_with_other_tags() -> Drawing:
    return make_office(Style(labels="stamp", stamp_tags=("ROOMNO", "ROOMNAME", "AREA")))


@pitfall(34, "attributes_of_several_lines.dxf", labels=LABELS, **FLOOR)
def attributes_of_several_lines() -> Drawing:
    """Attributes hold an MTEXT of their own."""
    doc = make_office(Style(labels="stamp", version="R2018"))
    for stamp in doc.modelspace().query("INSERT[name=='STAMP']"):
        for attrib in stamp.attribs:
            mtext = doc.modelspace().add_mtext(
                attrib.dxf.text.replace(" ", r"\P"),
                dxfattribs={"insert": attrib.dxf.insert, "char_height": attrib.dxf.height},
            )
            attrib.embed_mtext(mtext)
    return doc


@pitfall(
    34,
    "constant_and_invisible_attributes.dxf",
    labels=LABELS,
    also=lambda draft: all(
        dict(desk.attributes) == {"MAKER": "ACME", "ASSET": "4711"} for desk in draft.desks
    ),
    **FLOOR,
)
def constant_and_invisible_attributes() -> Drawing:
    """A constant attribute stands in the block, an invisible one is known but not shown."""
    doc = make_office(Style())
    desk = doc.blocks.get("DESK")
    desk.add_attdef("MAKER", (0, 0), text="ACME", height=100, dxfattribs={"flags": 3})
    desk.add_attdef("ASSET", (0, 0), height=100, dxfattribs={"flags": 1})
    for insert in desks_of(doc):
        insert.add_attrib("ASSET", "4711", insert.dxf.insert, dxfattribs={"flags": 1})
    return doc


def with_old_rooms(state: str) -> Drawing:
    """The floor, and over it another layout of rooms and desks that nobody would see."""
    doc = make_office(Style())
    pen = Pen(doc.modelspace(), Style())
    doc.layers.add("OPTION-B")
    for x in (0, 7, 14):
        pen.ring(box(x, 0, x + 6, 11), "OPTION-B")
        pen.text(f"9{x}", (x + 3, 4), "OPTION-B")
        pen.insert("DESK", (x + 2, 4), "OPTION-B")
    if state == "frozen":
        doc.layers.get("OPTION-B").freeze()
    elif state == "off":
        doc.layers.get("OPTION-B").off()
    else:
        for entity in doc.modelspace().query("*[layer=='OPTION-B']"):
            entity.dxf.invisible = 1
    return doc


for hidden in ("frozen", "off", "invisible"):
    pitfall(
        35,
        f"another_layout_{hidden}.dxf",
        found=codes("CONTENT_HIDDEN"),
        labels=LABELS,
        also=desks_stand_right,
        **FLOOR,
    )(lambda hidden=hidden: with_old_rooms(hidden))


@pitfall(35, "all_layers_off_but_meant.dxf", found=codes("LAYERS_ALL_OFF"), labels=LABELS, **FLOOR)
def all_layers_off_but_meant() -> Drawing:
    doc = make_office(Style())
    for name in sorted({entity.dxf.layer for entity in doc.modelspace()}):
        doc.layers.add(name).off()
    return doc


def spelled(change: str) -> Drawing:
    doc = make_office(Style())
    for number, entity in enumerate(doc.modelspace()):
        layer = entity.dxf.layer
        entity.dxf.layer = {
            "bound": f"FLOOR2$0${layer}",
            "linked": f"FLOOR2|{layer}",
            "case": (layer.lower(), layer.title(), layer)[number % 3],
            "status": f"{layer}-N",
        }[change]
    return doc


for change in ("bound", "linked", "case", "status"):
    pitfall(
        36,
        f"layers_spelled_by_{change}.dxf",
        labels=LABELS,
        also=lambda draft: (
            desks_stand_right(draft) and any(layer.role == "room" for layer in draft.layers)
        ),
        **FLOOR,
    )(lambda change=change: spelled(change))


@pitfall(36, "demolition_over_the_plan.dxf", labels=LABELS, also=desks_stand_right, **FLOOR)
def demolition_over_the_plan() -> Drawing:
    """What is torn down lies over what is built, on layers that say so."""
    doc = make_office(Style(room=None))
    pen = Pen(doc.modelspace(), Style())
    for x in (2.5, 7.5, 12.5, 17.5):
        pen.lines([(x, 0), (x, 12)], "A-WALL-DEMO")
        pen.insert("DESK", (x, 3), "A-FURN-D")
    return doc
