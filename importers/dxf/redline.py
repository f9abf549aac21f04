"""Redlines in a DXF: one layer for each code, circles at the places, what happened and what to do.

The drawing is read and written again by the library; what comes out is read once more, and must
hold all that went in and no fault. Whoever gives a redlined drawing to the reader again reads the
drawing alone: the layers of redlines are ours.
"""

from __future__ import annotations

import gc
import io
import math
import re
from collections import Counter
from pathlib import Path

from ezdxf.document import Drawing
from ezdxf.filemanagement import new, read
from ezdxf.layouts.layout import Modelspace

from importers.base import Limits
from importers.dxf.load import LOAD_ERRORS, load
from importers.profile import Profile
from importers.redline import Redline, Redlined, RedMark
from importers.repairs import Repairs

#: Layers of these names are redlines, whoever drew on them.
PREFIX = "FLOORPLANS_"
ABOUT = f"{PREFIX}ABOUT"
ALONE = (
    "The original drawing could not be written again without a loss, so these are the redlines "
    "alone. They are in its unit and axes: insert the original at 0,0 to see both."
)
VERSION = "R2010"
R12 = "AC1009"
R12_NAME_CHARS, NAME_CHARS = 31, 200
#: The first version in UTF-8. Before it a letter stands as a code of four digits (\\U+00E9), and
#: programs read a letter that needs five as another one and a digit.
UTF_8 = "AC1021"
_LONG = re.compile("[\U00010000-\U0010ffff]")
#: Codes of letters, which programs decode wherever they stand: also to the end of a line.
_LETTER_CODE = re.compile(r"\\(?=[UM]\+)", re.IGNORECASE)
CIRCLE_M, TEXT_M, TEXT_WIDE_M = 0.4, 0.15, 4.0
BESIDE_M = 2.0
LINE_CHARS = 60
#: What can be told of one finding; the rest is cut.
MOST_CHARS = 600
#: AutoCAD's colour index: red, orange, cyan.
_COLOURS = {"error": 1, "warning": 30, "info": 4}
_JOINER = "\u200d"


def redlined(path: Path, redline: Redline, profile: Profile, limits: Limits) -> Redlined:
    """The drawing at ``path`` with the redlines in it, or the redlines alone.

    Raises ``ImportRefused`` for a file that is no drawing.
    """
    # Reading and writing makes three drawings of one, which hold each other in circles.
    gc.enable()
    doc = load(path, limits, Repairs(profile.repairs_off), profile.encoding).doc
    remove_redlines(doc)
    before = _counts(doc)
    try:
        _draw(doc, redline)
        content, encoding = _written(doc), doc.output_encoding
        del doc
        gc.collect()
        if _holds(content, encoding, before, len(redline.marks)):
            return Redlined(content, whole=True)
    except LOAD_ERRORS:
        # The library cannot write all that it can read.
        pass
    return alone(redline)


def alone(redline: Redline) -> Redlined:
    """A drawing of the redlines and nothing else, with a note that says so."""
    doc = new(VERSION)
    doc.layers.add(ABOUT, color=7)
    _draw(doc, redline)
    x, y = redline.corner
    _Pen(doc, redline).text(ALONE, (x, y + BESIDE_M * redline.metre), ABOUT)
    return Redlined(_written(doc), whole=False)


def remove_redlines(doc: Drawing) -> None:
    """Take redlines of an earlier time out of a drawing that was loaded."""
    layers = [layer.dxf.name for layer in doc.layers if is_redline(layer.dxf.name)]
    if not layers:
        return
    space = doc.modelspace()
    for entity in [e for e in space if is_redline(e.dxf.get("layer", "0"))]:
        space.delete_entity(entity)
    for layer in layers:
        doc.layers.remove(layer)


def is_redline(layer: str) -> bool:
    """True for a layer that redlines are on."""
    return layer.upper().startswith(PREFIX)


def layer_name(code: str, *, old: bool = False) -> str:
    """The layer of a code, in letters that every version and program takes."""
    plain = re.sub(r"[^A-Z0-9_]+", "_", code.upper())
    return f"{PREFIX}{plain}"[: R12_NAME_CHARS if old else NAME_CHARS]


class _Pen:
    """Draws in the modelspace of a document, in its own unit."""

    def __init__(self, doc: Drawing, redline: Redline) -> None:
        self._space: Modelspace = doc.modelspace()
        self._old = doc.dxfversion <= R12
        self._is_narrow = doc.dxfversion < UTF_8
        self._metre = redline.metre

    def text(self, words: str, at: tuple[float, float], layer: str) -> None:
        """Words below and to the right of a point; R12 has no text of several lines."""
        height = TEXT_M * self._metre
        words = _LONG.sub("?", words) if self._is_narrow else words
        attributes = {"layer": layer}
        if not self._old:
            text = self._space.add_mtext(mtext(words), dxfattribs=attributes)
            text.dxf.char_height, text.dxf.width = height, TEXT_WIDE_M * self._metre
            text.set_location(at, attachment_point=1)
            return
        for number, line in enumerate(_lines(words)):
            text_line = self._space.add_text(literal(line), height=height, dxfattribs=attributes)
            text_line.set_placement((at[0], at[1] - (number + 1) * 1.6 * height))

    def mark(self, mark: RedMark, x: float, y: float, layer: str, *, line: int) -> None:
        radius = CIRCLE_M * self._metre
        if mark.segment is not None and all(map(math.isfinite, mark.segment)):
            x0, y0, x1, y1 = mark.segment
            radius = max(radius, math.hypot(x1 - x0, y1 - y0) * 0.6)
            self._space.add_line((x0, y0), (x1, y1), dxfattribs={"layer": layer})
        self._space.add_circle((x, y), radius, dxfattribs={"layer": layer})
        lower = line * 8 * TEXT_M * self._metre
        self.text(_told(mark), (x + 1.2 * radius, y + radius - lower), layer)


def _draw(doc: Drawing, redline: Redline) -> None:
    pen, here = _Pen(doc, redline), Counter[tuple[int, int]]()
    old = doc.dxfversion <= R12
    for mark in redline.marks:
        layer = layer_name(mark.code, old=old)
        if layer not in doc.layers:
            doc.layers.add(layer, color=_COLOURS.get(mark.severity, 7))
        x, y = mark.x, mark.y
        if x is None or y is None or not (math.isfinite(x) and math.isfinite(y)):
            beside = redline.corner[0] + BESIDE_M * redline.metre
            lower = here[0, 0] * 8 * TEXT_M * redline.metre
            pen.text(_told(mark), (beside, redline.corner[1] - lower), layer)
            here[0, 0] += 1
            continue
        # Several findings at one place are told below each other.
        cell = (1 + round(abs(x) / redline.metre), 1 + round(abs(y) / redline.metre))
        pen.mark(mark, x, y, layer, line=here[cell])
        here[cell] += 1


def _told(mark: RedMark) -> str:
    return f"{mark.code}\n{mark.about}\n{mark.remedy}"


def _written(doc: Drawing) -> bytes:
    text = io.StringIO()
    doc.write(text)
    return text.getvalue().encode(doc.output_encoding, errors="dxfreplace")


def _holds(content: bytes, encoding: str, before: Counter[str], marks: int) -> bool:
    """True when what was written can be read, has no fault, and lacks nothing of the drawing."""
    doc = read(io.TextIOWrapper(io.BytesIO(content), encoding, "surrogateescape"))
    circles = sum(1 for e in doc.modelspace() if is_redline(e.dxf.get("layer", "0")))
    if marks and circles < marks:
        return False
    if doc.audit().has_errors:
        return False
    remove_redlines(doc)
    return _counts(doc) == before


def _counts(doc: Drawing) -> Counter[str]:
    """How many entities of each type there are, in the model space and in all blocks."""
    return Counter(e.dxftype() for space in doc.blocks for e in space)


def literal(words: str) -> str:
    """A TEXT in which nothing is a code of DXF."""
    shown = "".join(c for c in words if c.isprintable() or c == _JOINER)
    shown = _LETTER_CODE.sub(r"\\ ", shown)
    return shown.replace("^", "^ ").replace("%%", "%%%%%%")


def mtext(words: str) -> str:
    """An MTEXT in which nothing is a code of DXF but the ends of its lines."""
    lines = [literal(line) for line in words[:MOST_CHARS].split("\n")]
    escaped = (re.sub(r"([\\{}])", r"\\\1", line) for line in lines)
    return "\\P".join(escaped)


def _lines(words: str) -> list[str]:
    found: list[str] = []
    for line in words[:MOST_CHARS].split("\n"):
        rest = line.split()
        while rest:
            taken = rest.pop(0)
            while rest and len(taken) + len(rest[0]) < LINE_CHARS:
                taken += f" {rest.pop(0)}"
            found.append(taken)
    return found
