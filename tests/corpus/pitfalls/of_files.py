"""Pitfalls 1 to 17: broken and hostile files."""

from __future__ import annotations

import io
import math
import random
import re
import zipfile

from ezdxf.document import Drawing

from tests.corpus.hostile import FILES, SQUARE, binary_office, entities, office
from tests.corpus.pitfalls.table import pitfall
from tests.support.drawings import make_drawing, make_office, text_of

#: What is read from the small office when nothing is lost.
OFFICE = {"rooms": (24.0, 24.0), "labels": frozenset({"101", "102"}), "desks": 4, "doors": 2}


def codes(*names: str) -> frozenset[str]:
    return frozenset(names)


pitfall(1, "empty.dxf", refused="FILE_EMPTY")(FILES["empty.dxf"])
pitfall(1, "zeros.dxf", refused="FILE_EMPTY")(FILES["zeros.dxf"])
pitfall(1, "no_entities.dxf", refused="DRAWING_EMPTY")(FILES["no_entities.dxf"])
pitfall(1, "pdf_renamed.dxf", refused="PDF_DAMAGED", says="PDF")(FILES["pdf_renamed.dxf"])


@pitfall(1, "random_after_the_name_of_a_version.dxf", refused="DWG_NOT_READ", says="DWG")
def random_after_the_name_of_a_version() -> bytes:
    return b"AC1032" + random.Random(7).randbytes(8000)


@pitfall(2, "cut_inside_the_tables.dxf", refused="TRUNCATED")
def cut_inside_the_tables() -> bytes:
    whole = office()
    return whole[: whole.index(b"AcDbLayerTableRecord") + 25]


@pitfall(2, "cut_inside_the_entities.dxf", refused="TRUNCATED")
def cut_inside_the_entities() -> bytes:
    whole = office()
    return whole[: whole.rindex(b"AcDbBlockReference") + 30]


@pitfall(2, "cut_after_the_entities.dxf", found=codes("TRUNCATED"), **OFFICE)
def cut_after_the_entities() -> bytes:
    whole = office()
    return whole[: whole.index(b"OBJECTS") + 400]


pitfall(2, "binary_cut_in_half.dxf", refused="DRAWING_DAMAGED")(FILES["binary_cut_in_half.dxf"])


def without_entities() -> bytes:
    """The start of a drawing up to its entities, as a converter leaves it that gave up."""
    whole = office()
    start = re.search(rb"  0\nSECTION\n  2\nENTITIES", whole)
    assert start is not None
    return whole[: start.start()]


@pitfall(3, "converted_without_entities.dxf", refused="DRAWING_EMPTY")
def converted_without_entities() -> bytes:
    return without_entities() + b"  0\nEOF\n"


@pitfall(3, "converted_and_given_up.dxf", refused="TRUNCATED")
def converted_and_given_up() -> bytes:
    return without_entities()


@pitfall(3, "converted_with_a_nameless_block.dxf", found=codes("BLOCK_MISSING"), **OFFICE)
def converted_with_a_nameless_block() -> bytes:
    doc = make_office()
    doc.modelspace().add_blockref("NAMELESS", (1, 1))
    return text_of(doc).replace("NAMELESS", "").encode()


for release in ("R12", "R2000", "R2018"):
    pitfall(4, f"binary_{release}.dxf", **OFFICE)(lambda release=release: binary_office(release))


@pitfall(
    5,
    "decimal_comma.dxf",
    found=codes("DECIMAL_COMMA"),
    extent_m=(0.0, 0.0, 5.75, 4.25),
    rooms=(5.75 * 4.25,),
)
def decimal_comma() -> bytes:
    return entities(SQUARE.replace("5", "5,75").replace("4", "4,25"))


@pitfall(5, "decimal_comma_everywhere.dxf", found=codes("DECIMAL_COMMA"), **OFFICE)
def decimal_comma_everywhere() -> bytes:
    """Every number with a fraction has a comma, as a program of that country writes it."""
    return re.sub(rb"(?m)^([ ]*-?\d+)\.(\d+(?:[eE][-+]?\d+)?)$", rb"\1,\2", office())


pitfall(5, "letters_after_numbers.dxf", found=codes("COORDINATE_UNREADABLE"), says="near line")(
    FILES["letters_after_numbers.dxf"]
)


def with_one_bad(what: str, value: float) -> bytes:
    """The office and one entity with a number that is none."""
    doc = make_office()
    msp = doc.modelspace()
    layer = {"layer": "A-FURN"}
    if what == "bulge":
        msp.add_lwpolyline([(1, 1, value), (2, 2, 0), (1, 2, 0)], "xyb", dxfattribs=layer)
    elif what in ("xscale", "rotation"):
        msp.add_blockref("CHAIR-01", (3, 3), dxfattribs=layer | {what: value})
    elif what == "height":
        msp.add_text("9", height=value, dxfattribs=layer | {"insert": (3, 1)})
    elif what == "angle":
        msp.add_arc((3, 3), 1, 0, value, dxfattribs=layer)
    elif what == "radius":
        msp.add_circle((3, 3), value, dxfattribs=layer)
    elif what == "z":
        msp.add_line((3, 3, 0), (3, 2, value), dxfattribs=layer)
    else:
        msp.add_line((3, 3), (value, 3), dxfattribs=layer)
    return text_of(doc).encode()


for defect, value, answer in (
    ("x", math.nan, "COORDINATE_INVALID"),
    ("x", math.inf, "COORDINATE_INVALID"),
    ("x", 1e308, "COORDINATE_INVALID"),
    ("radius", math.nan, "COORDINATE_INVALID"),
    ("radius", 1e308, "COORDINATE_INVALID"),
    ("bulge", math.nan, "COORDINATE_INVALID"),
    ("bulge", 1e308, "COORDINATE_INVALID"),
    ("angle", math.inf, "ENTITY_UNREADABLE"),
    ("xscale", math.nan, "ENTITY_UNREADABLE"),
    ("xscale", 1e308, "COORDINATE_INVALID"),
    ("height", 1e308, "COORDINATE_INVALID"),
    ("rotation", math.inf, "ENTITY_UNREADABLE"),
):
    pitfall(6, f"{defect}_of_{value}.dxf", found=codes(answer), **OFFICE)(
        lambda defect=defect, value=value: with_one_bad(defect, value)
    )
for defect, value in (("height", math.nan), ("z", math.nan), ("z", 1e308)):
    # What the plan does not need may be any number.
    pitfall(6, f"{defect}_of_{value}.dxf", **OFFICE)(
        lambda defect=defect, value=value: with_one_bad(defect, value)
    )


@pitfall(6, "all_coordinates_of_1e308.dxf", refused="NOTHING_VISIBLE", says="beyond all measure")
def all_coordinates_of_1e308() -> bytes:
    return entities("", "0 LINE 8 WALL 10 1e308 20 1e308 11 -1e308 21 0")


@pitfall(7, "a_loop_of_blocks.dxf", found=codes("BLOCK_CYCLE"), **OFFICE)
def a_loop_of_blocks() -> bytes:
    return FILES["blocks_in_a_loop.dxf"]()


@pitfall(7, "a_block_that_holds_itself.dxf", found=codes("BLOCK_CYCLE"), says="'self'", **OFFICE)
def a_block_that_holds_itself() -> Drawing:
    doc = make_office()
    block = doc.blocks.new("SELF")
    block.add_line((0, 0), (0.1, 0))
    block.add_blockref("self", (0.1, 0))
    doc.modelspace().add_blockref("Self", (1, 1))
    return doc


pitfall(8, "blocks_nested_deep.dxf", found=codes("BLOCK_TOO_DEEP"), **OFFICE)(
    FILES["blocks_nested_deep.dxf"]
)
pitfall(9, "bomb_of_blocks.dxf", refused="TOO_MANY_ENTITIES")(FILES["bomb_of_blocks.dxf"])
pitfall(10, "bomb_of_cells.dxf", refused="TOO_MANY_ENTITIES")(FILES["bomb_of_cells.dxf"])


@pitfall(10, "rows_below_one.dxf", **OFFICE)
def rows_below_one() -> Drawing:
    """Counts of nought and below mean one."""
    doc = make_office()
    for number, insert in enumerate(doc.modelspace().query("INSERT")):
        insert.dxf.row_count = (0, -3, -32768)[number % 3]
        insert.dxf.column_count = (-1, 0, -32768)[number % 3]
    return doc


def packed(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pitfall(11, "archive.dxf", refused="FORMAT_UNKNOWN", says="ZIP archive")
def archive() -> bytes:
    return packed("floor.dxf", office())


@pitfall(11, "bomb_in_an_archive.dxf", refused="FORMAT_UNKNOWN", says="ZIP archive")
def bomb_in_an_archive() -> bytes:
    """Archives are not opened, so one that unpacks to 50 MB costs nothing."""
    return packed("../floor.dxf", bytes(50_000_000))


@pitfall(12, "too_many_lines.dxf", refused="TOO_MANY_ENTITIES")
def too_many_lines() -> Drawing:
    """Two thousand lines in a block that stands two thousand times: counted, not expanded."""
    doc = make_drawing()
    block = doc.blocks.new("TREE")
    for x in range(2000):
        block.add_line((x, 0), (x, 1))
    for y in range(2000):
        doc.modelspace().add_blockref("TREE", (0, y))
    return doc


@pitfall(13, "reference_to_a_file.dxf", found=codes("XREF_NOT_BOUND"), says="'SITE'", **OFFICE)
def reference_to_a_file() -> bytes:
    return FILES["missing_reference.dxf"]()


@pitfall(13, "picture_from_a_file.dxf", found=codes("PICTURE_IGNORED"), **OFFICE)
def picture_from_a_file() -> Drawing:
    doc = make_office()
    image = doc.add_image_def("../../../../etc/passwd", (100, 100))
    doc.modelspace().add_image(image, (0, 0), (1, 1))
    return doc


@pitfall(16, "georeference_that_grows.dxf", found=codes("GEODATA_UNREADABLE"), **OFFICE)
def georeference_that_grows() -> Drawing:
    """The billion laughs, inside the definition of the CRS."""
    doc = make_office()
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    geodata = doc.modelspace().new_geodata()
    geodata.coordinate_system_definition = f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]><x>&a9;</x>'
    geodata.dxf.design_point = (0, 0, 0)
    geodata.dxf.reference_point = (500_000, 5_700_000, 0)
    return doc


pitfall(17, "missing_block.dxf", found=codes("BLOCK_MISSING"), says="'GONE'", **OFFICE)(
    FILES["missing_block.dxf"]
)


@pitfall(17, "missing_block_inside_a_block.dxf", found=codes("BLOCK_MISSING"), **OFFICE)
def missing_block_inside_a_block() -> Drawing:
    doc = make_office()
    doc.blocks.get("DESK-160").add_blockref("GONE", (0, 0))
    return doc


@pitfall(14, "bytes_that_are_no_text.dxf", rooms=(24.0, 24.0), desks=4, doors=2)
def bytes_that_are_no_text() -> bytes:
    return office().replace(b"A-AREA-IDEN", b"R\xc4UM\xff\x81\x9d")


@pitfall(14, "names_with_hidden_marks.dxf", labels=frozenset({"101 La b", "102"}))
def names_with_hidden_marks() -> Drawing:
    """Controls, and marks that turn the reading direction, are nothing a person wrote."""
    doc = make_office()
    doc.modelspace().add_text(
        "L\u202ea\u0007b\u2066", height=0.2, dxfattribs={"layer": "A-AREA-IDEN"}
    ).set_placement((3, 2.7))
    return doc


@pitfall(14, "script_in_a_name.dxf", rooms=(24.0, 24.0), says="")
def script_in_a_name() -> bytes:
    return FILES["script_in_a_name.dxf"]()
