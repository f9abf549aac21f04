"""PDF at paper size with text that is text, by ReportLab."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.exports.formats import Options
from app.exports.sheet.compose import compose
from app.exports.sheet.marks import Area, Line, Mark, Points, Sheet, Words
from floorplans.plans.exporting.exported import ExportedFloor
from importers.picture.letters import plain, typeface_file

FAMILY = "Floorplans"
#: Comes with ReportLab; it knows the letters of Western Europe.
_SPARE = "Vera.ttf"
DASHES_MM = (1.5, 1.0)


def write(floor: ExportedFloor, options: Options) -> bytes:
    """One page; raises ``Invalid`` for a scale at which it does not fit."""
    return pages([compose(floor, options)])


def pages(sheets: Sequence[Sheet]) -> bytes:
    """Sheets of one size, one on each page; the first one's title is the document's."""
    first, content = sheets[0], io.BytesIO()
    size = (first.width_mm * mm, first.height_mm * mm)
    # Invariant: without the time of writing, so that the same plan gives the same bytes.
    page = Canvas(content, pagesize=size, invariant=1, lang="en")
    page.setTitle(plain(first.title))
    page.setCreator("Floorplans")
    for sheet in sheets:
        for mark in sheet.marks:
            _draw(page, sheet, mark)
        page.showPage()
    page.save()
    return content.getvalue()


@cache
def _family() -> str:
    """The name of the typeface, embedded with the letters that are used."""
    pdfmetrics.registerFont(TTFont(FAMILY, str(typeface_file() or _SPARE)))
    return FAMILY


def _draw(page: Any, sheet: Sheet, mark: Mark) -> None:
    match mark:
        case Area(rings, fill, line, width, dashed, _):
            path = page.beginPath()
            for ring in rings:
                _trace(path, sheet, ring)
                path.close()
            _pen(page, line, width)
            page.setDash([d * mm for d in DASHES_MM] if dashed else [])
            if fill is not None:
                page.setFillColor(HexColor(fill))
            page.drawPath(
                path, fill=int(fill is not None), stroke=int(line is not None), fillMode=0
            )
            page.setDash([])
        case Line(points, colour, width):
            path = page.beginPath()
            _trace(path, sheet, points)
            _pen(page, colour, width)
            page.drawPath(path, fill=0, stroke=1)
        case Words(text, x, y, size, colour, align):
            page.setFillColor(HexColor(colour))
            page.setFont(_family(), size * mm)
            way = {"start": page.drawString, "end": page.drawRightString}
            way.get(align, page.drawCentredString)(x * mm, (sheet.height_mm - y) * mm, text)


def _trace(path: Any, sheet: Sheet, points: Points) -> None:
    for number, (x, y) in enumerate(points):
        step = path.lineTo if number else path.moveTo
        step(x * mm, (sheet.height_mm - y) * mm)


def _pen(page: Any, colour: str | None, width_mm: float) -> None:
    if colour is not None:
        page.setStrokeColor(HexColor(colour))
        page.setLineWidth(width_mm * mm)
