"""Files with one defect each, named after it. What comes out is stated in the test."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from ezdxf import units

from tests.support.drawings import draw_box, make_drawing, make_office, text_of

FILES: dict[str, Callable[[], bytes]] = {}


def hostile(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a file under the name of its defect."""

    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        FILES[name] = make
        return make

    return keep


def office(version: str = "R2013") -> bytes:
    return text_of(make_office(version)).encode()


def binary_office(version: str = "R2013") -> bytes:
    stream = io.BytesIO()
    make_office(version).write(stream, fmt="bin")
    return stream.getvalue()


def entities(lines: str, tags: str = "") -> bytes:
    """A bare drawing of ``lines`` and one more entity, given as codes and values with blanks."""
    body = lines + "".join(f"{tag}\n" for tag in tags.split())
    return f"0\nSECTION\n2\nENTITIES\n{body}0\nENDSEC\n0\nEOF\n".encode()


SQUARE = "".join(
    f"0\nLINE\n8\nWALL\n10\n{x0}\n20\n{y0}\n11\n{x1}\n21\n{y1}\n"
    for x0, y0, x1, y1 in ((0, 0, 5, 0), (5, 0, 5, 4), (5, 4, 0, 4), (0, 4, 0, 0))
)

FILES["empty.dxf"] = lambda: b""
FILES["white_space.dxf"] = lambda: b" \r\n" * 500
FILES["zeros.dxf"] = lambda: bytes(5000)
FILES["dwg_renamed.dxf"] = lambda: b"AC1032\x00\x00\x00" + bytes(4000)
FILES["zip_renamed.dxf"] = lambda: b"PK\x03\x04" + bytes(4000)
FILES["pdf_renamed.dxf"] = lambda: b"%PDF-1.7\n" + bytes(4000)
FILES["picture_renamed.dxf"] = lambda: b"\x89PNG\r\n\x1a\n" + bytes(4000)
FILES["ifc_renamed.dxf"] = lambda: b"ISO-10303-21;\nHEADER;\n"
FILES["prose.dxf"] = lambda: b"Dear all,\nthe plan follows.\n"
FILES["random_bytes.dxf"] = lambda: random.Random(1).randbytes(20_000)
FILES["random_after_sentinel.dxf"] = lambda: (
    b"AutoCAD Binary DXF\r\n\x1a\x00" + random.Random(2).randbytes(20_000)
)
FILES["no_entities.dxf"] = lambda: b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n"
FILES["section_only.dxf"] = lambda: b"0\nSECTION\n"
FILES["no_end_of_file.dxf"] = lambda: office().rpartition(b"  0\nEOF")[0]
FILES["binary_cut_in_half.dxf"] = lambda: binary_office()[:9000]
FILES["nul_bytes_inside.dxf"] = lambda: office().replace(b"A-AREA-IDEN", b"A-\x00REA")
FILES["two_drawings_in_one.dxf"] = lambda: office() + office()


def cut_at(share: float) -> Callable[[], bytes]:
    def make() -> bytes:
        whole = office()
        return whole[: int(len(whole) * share)]

    return make


for percent in (5, 20, 40, 60, 75):
    FILES[f"cut_at_{percent}_percent.dxf"] = cut_at(percent / 100)


@hostile("decimal_comma.dxf")
def decimal_comma() -> bytes:
    return entities(SQUARE.replace("5", "5,75").replace("4", "4,25"))


@hostile("letters_for_numbers.dxf")
def letters_for_numbers() -> bytes:
    return entities(SQUARE, "0 LINE 8 WALL 10 abc 20 0 11 5 21 5")


@hostile("letters_after_numbers.dxf")
def letters_after_numbers() -> bytes:
    return entities(SQUARE, "0 LINE 8 WALL 10 1.5x 20 0 11 5 21 5")


@hostile("not_a_number.dxf")
def not_a_number() -> bytes:
    return entities(SQUARE, "0 LINE 8 WALL 10 nan 20 0 11 1e400 21 5")


@hostile("huge_radius.dxf")
def huge_radius() -> bytes:
    return entities(SQUARE, "0 CIRCLE 8 WALL 10 0 20 0 40 1e300")


@hostile("negative_radius.dxf")
def negative_radius() -> bytes:
    return entities(SQUARE, "0 CIRCLE 8 WALL 10 0 20 0 40 -5")


@hostile("stray_point.dxf")
def stray_point() -> bytes:
    return entities(SQUARE, "0 LINE 8 WALL 10 1e12 20 1e12 11 1e12 21 5")


@hostile("undecodable_names.dxf")
def undecodable_names() -> bytes:
    return office().replace(b"A-FURN", b"M\xd6BEL\xff\x81")


@hostile("script_in_a_name.dxf")
def script_in_a_name() -> bytes:
    doc = make_office()
    doc.modelspace().add_text(
        "<script>alert(1)</script>", height=0.1, dxfattribs={"layer": "A-AREA-IDEN"}
    ).set_placement((2, 2))
    return text_of(doc).encode()


@hostile("text_of_ten_megabytes.dxf")
def text_of_ten_megabytes() -> bytes:
    text = "A" * 10_000_000
    return entities(SQUARE, f"0 TEXT 8 TXT 10 1 20 1 40 0.2 1 {text}")


@hostile("paper_space_only.dxf")
def paper_space_only() -> bytes:
    doc = make_drawing()
    draw_box(doc.layout("Layout1"), (0, 0), (5, 4))
    return text_of(doc).encode()


@hostile("blocks_in_a_loop.dxf")
def blocks_in_a_loop() -> bytes:
    doc = make_office()
    for name, other in (("A", "B"), ("B", "C"), ("C", "A")):
        doc.blocks.new(name).add_blockref(other, (1, 0))
    doc.modelspace().add_blockref("A", (1, 1))
    return text_of(doc).encode()


@hostile("blocks_nested_deep.dxf")
def blocks_nested_deep() -> bytes:
    doc = make_office()
    for level in range(1000):
        block = doc.blocks.new(f"L{level}")
        if level:
            block.add_blockref(f"L{level - 1}", (0, 0))
    doc.modelspace().add_blockref("L999", (0, 0))
    return text_of(doc).encode()


@hostile("bomb_of_blocks.dxf")
def bomb_of_blocks() -> bytes:
    doc = make_drawing()
    doc.blocks.new("L0").add_line((0, 0), (1, 0))
    for level in range(1, 12):
        block = doc.blocks.new(f"L{level}")
        for x in range(10):
            block.add_blockref(f"L{level - 1}", (x, 0))
    doc.modelspace().add_blockref("L11", (0, 0))
    return text_of(doc).encode()


@hostile("bomb_of_cells.dxf")
def bomb_of_cells() -> bytes:
    doc = make_drawing()
    doc.blocks.new("L0").add_line((0, 0), (1, 0))
    cells = {"row_count": 32767, "column_count": 32767, "row_spacing": 1, "column_spacing": 1}
    doc.modelspace().add_blockref("L0", (0, 0), dxfattribs=cells)
    return text_of(doc).encode()


@hostile("missing_block.dxf")
def missing_block() -> bytes:
    doc = make_office()
    doc.modelspace().add_blockref("GONE", (1, 1))
    return text_of(doc).encode()


@hostile("missing_reference.dxf")
def missing_reference() -> bytes:
    doc = make_office()
    doc.add_xref_def("../../../../etc/passwd", "SITE")
    doc.modelspace().add_blockref("SITE", (1, 1))
    return text_of(doc).encode()


@hostile("all_layers_off.dxf")
def all_layers_off() -> bytes:
    doc = make_office()
    for name in ("A-AREA", "A-AREA-IDEN", "A-FURN", "A-DOOR"):
        doc.layers.add(name).off()
    return text_of(doc).encode()


@hostile("all_layers_frozen.dxf")
def all_layers_frozen() -> bytes:
    doc = make_office()
    for name in ("A-AREA", "A-AREA-IDEN", "A-FURN", "A-DOOR"):
        doc.layers.add(name).freeze()
    return text_of(doc).encode()


@hostile("crossing_outline.dxf")
def crossing_outline() -> bytes:
    doc = make_drawing()
    doc.modelspace().add_lwpolyline(
        [(0, 0), (4, 4), (4, 0), (0, 4)], close=True, dxfattribs={"layer": "A-AREA"}
    )
    return text_of(doc).encode()


@hostile("outline_without_area.dxf")
def outline_without_area() -> bytes:
    doc = make_office()
    doc.modelspace().add_lwpolyline(
        [(1, 1), (1, 1), (1, 1)], close=True, dxfattribs={"layer": "A-AREA"}
    )
    return text_of(doc).encode()


@hostile("header_lies_about_the_unit.dxf")
def header_lies_about_the_unit() -> bytes:
    return text_of(make_office(scale=1000, units=units.KM)).encode()


@hostile("points_only.dxf")
def points_only() -> bytes:
    return entities("", "0 POINT 8 A 10 1 20 1")


@hostile("meshes_only.dxf")
def meshes_only() -> bytes:
    doc = make_drawing()
    with doc.modelspace().add_mesh().edit_data() as data:
        data.vertices = [(0, 0, 0), (1, 0, 0), (1, 1, 0)]
        data.faces = [(0, 1, 2)]
    return text_of(doc).encode()


for release in ("R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018"):
    FILES[f"office_{release}.dxf"] = lambda release=release: office(release)
    FILES[f"office_{release}_binary.dxf"] = lambda release=release: binary_office(release)
