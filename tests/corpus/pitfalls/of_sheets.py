"""Pitfall 22: several plans, details and frames on one sheet."""

from __future__ import annotations

from ezdxf.document import Drawing

from tests.corpus.office import Pen, Style, box, make_office
from tests.corpus.pitfalls.of_blocks import LABELS
from tests.corpus.pitfalls.of_files import codes
from tests.corpus.pitfalls.of_units import FLOOR
from tests.corpus.pitfalls.table import pitfall


def pen_of(doc: Drawing) -> Pen:
    return Pen(doc.modelspace(), Style())


def copy_beside(doc: Drawing, metres: float, first_digit: str) -> None:
    """The same floor again, so far to the right, with other room numbers."""
    for entity in list(doc.modelspace()):
        twin = entity.copy()
        doc.modelspace().add_entity(twin)
        twin.translate(1000 * metres, 0, 0)
        if twin.dxftype() == "TEXT" and twin.dxf.text.isdigit():
            twin.dxf.text = first_digit + twin.dxf.text[1:]


@pitfall(
    22, "two_floors_side_by_side.dxf", found=codes("SEVERAL_FLOORS"), says="First floor", **FLOOR
)
def two_floors_side_by_side() -> Drawing:
    """Each floor has its title below; only one is read, and the other is named."""
    doc = make_office(Style())
    copy_beside(doc, 40, "2")
    for x, title in ((7.0, "Ground floor plan"), (47.0, "First floor plan")):
        pen_of(doc).text(title, (x, -3), "A-ANNO-TITL", 0.6)
    return doc


@pitfall(
    22,
    "a_section_and_a_detail_beside_the_floor.dxf",
    found=codes("VIEW_LEFT_OUT"),
    labels=LABELS,
    **FLOOR,
)
def a_section_and_a_detail_beside_the_floor() -> Drawing:
    doc = make_office(Style())
    pen = pen_of(doc)
    pen.text("FLOOR PLAN 1:100", (7, -3), "A-ANNO-TITL", 0.6)
    for storey in range(3):
        pen.lines(box(30, 3 * storey, 50, 3 * storey + 2.7), "A-SECT", close=True)
        for x in (35, 40, 45):
            pen.lines([(x, 3 * storey), (x, 3 * storey + 2.7)], "A-SECT")
    pen.text("SECTION A-A", (37, -3), "A-ANNO-TITL", 0.6)
    for step in range(12):
        pen.lines(box(60, step * 0.5, 66, step * 0.5 + 0.4), "A-DETL", close=True)
    pen.text("DETAIL 1", (61, -3), "A-ANNO-TITL", 0.6)
    return doc


@pitfall(22, "a_frame_and_a_title_block.dxf", labels=LABELS, **FLOOR)
def a_frame_and_a_title_block() -> Drawing:
    doc = make_office(Style())
    pen = pen_of(doc)
    pen.ring(box(-10, -20, 74.1, 39.4), "RAHMEN")
    for row in range(5):
        pen.ring(box(55, -20 + 2 * row, 74.1, -18 + 2 * row), "RAHMEN")
        pen.text(f"Plan {row + 1} of 5", (56, -19.4 + 2 * row), "RAHMEN", 0.5)
    return doc
