"""Labels on sheets of paper, as marks in millimetres."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from app.exports.codes import code
from app.exports.codes.places import FLOOR, Label
from app.exports.codes.stock import HEIGHT_MM, WIDTH_MM, Stock
from app.exports.sheet.labels import text_width_mm
from app.exports.sheet.marks import Area, Line, Mark, Sheet, Words
from floorplans.errors import Invalid, NotFound
from importers.picture.letters import plain

INK, SOFT, CUT = "#000000", "#3f4954", "#8a94a1"
PAD_MM = 2.5
CUT_MM, CUT_WIDTH_MM = 4.0, 0.1
#: A code on a card leaves this share of it to the words below.
WORDS_SHARE = 0.3
NAME_MM, TEXT_MM = (9.0, 3.0), (4.2, 2.4)
LINE = 1.22
#: A second line is worth its place from here on.
GAIN = 1.3
#: A code beside its words leaves them the rest of the label.
CODE_SHARE = 0.58
#: Margin of a label as a share of its width, from 2.5 mm up.
PAD_SHARE = 0.04
CALL = "Scan to check in or book"
#: Instead of both, where the address leads nowhere but on the service's own machine.
CALL_HERE = "Trial print: no phone can open it"
CALL_FLOOR = "Scan to see what is free"

Address = Callable[[UUID], str]


def compose(
    labels: Sequence[Label],
    stock: Stock,
    address: Address,
    *,
    start: int = 1,
    marks: bool = True,
    trial: bool = False,
) -> list[Sheet]:
    """The sheets, the first one begun at label ``start`` (1 is the upper left one).

    ``address`` makes what a code holds of a place's id. ``marks`` shows where plain paper is cut.
    ``trial`` says on each label that no phone can open its code.
    Raises ``Invalid`` for a start that the sheet does not have, ``NotFound`` without any label.
    """
    if not 1 <= start <= stock.on_a_sheet:
        raise Invalid(
            "start_beyond_sheet",
            f"A sheet of these has labels 1 to {stock.on_a_sheet}.",
            "Count by rows from the upper left, and give the first label that is still there.",
        )
    if not labels:
        raise NotFound(
            "nothing_to_label",
            "This floor's plan has nothing of that kind that could have a code.",
            "Choose other kinds, or mark places as bookable in the plan.",
        )
    title = f"Codes, {labels[0].building_name}, {labels[0].floor_name}"
    pages: list[list[Mark]] = []
    for number, label in enumerate(labels, start - 1):
        page, place = divmod(number, stock.on_a_sheet)
        if page == len(pages):
            pages.append(list(_cuts(stock)) if marks and not stock.is_cut else [])
        pages[page] += _label(label, stock, stock.corner(place), address(label.id), trial=trial)
    return [Sheet(WIDTH_MM, HEIGHT_MM, 1, title, tuple(page)) for page in pages]


def _label(
    label: Label, stock: Stock, corner: tuple[float, float], address: str, *, trial: bool
) -> Iterator[Mark]:
    wide, high = stock.label_mm
    pad = max(PAD_MM, PAD_SHARE * wide) if not stock.is_cut else PAD_MM
    left, top = corner[0] + pad, corner[1] + pad
    wide, high = wide - 2 * pad, high - 2 * pad
    if wide > high:
        size = min(high, CODE_SHARE * wide)
        text = (left + size, top, wide - size, high)
        align = "start"
    else:
        size = min(wide, high * (1 - WORDS_SHARE))
        text = (left, top + size, wide, high - size)
        align = "middle"
        left += (wide - size) / 2
    down = (high - size) / 2 if align == "start" else 0.0
    yield Area(code.rings(address, left, top + down, size), INK)
    call = CALL_HERE if trial else CALL_FLOOR if label.kind == FLOOR else CALL
    yield from _words(label, text, call, align=align)


def _words(
    label: Label, field: tuple[float, float, float, float], call: str, *, align: str
) -> Iterator[Mark]:
    """Name, floor, building, and what the code is for, in the middle of their field."""
    left, top, wide, high = field
    large = high / 30
    name = _lines(plain(label.name), wide, _scaled(NAME_MM, large))
    places = (label.building_name,) if label.kind == FLOOR else (
        label.floor_name, label.building_name
    )  # fmt: skip
    lines = [(text, size, INK) for text, size in name]
    for text, colour in (*((plain(each), INK) for each in places), (call, SOFT)):
        lines += [
            (part, size, colour) for part, size in _lines(text, wide, _scaled(TEXT_MM, large))
        ]
    whole = sum(size * LINE for _, size, _ in lines)
    shrink = min(1.0, high / whole)
    y = top + (high - whole * shrink) / 2
    x = left if align == "start" else left + wide / 2
    for text, size, colour in lines:
        yield Words(text, x, y + size * shrink, size * shrink, colour, align=align)  # type: ignore[arg-type]
        y += size * LINE * shrink


def _scaled(sizes: tuple[float, float], large: float) -> tuple[float, float]:
    largest, smallest = sizes
    return largest * max(large, 0.6), smallest


def _lines(text: str, wide: float, sizes: tuple[float, float]) -> list[tuple[str, float]]:
    """The text on one line if it can be large enough, else on two, never wider than the field."""
    largest, smallest = sizes
    size = _fitting(text, wide, largest)
    words = text.split()
    if size >= min(smallest, largest) or len(words) < 2:
        return [(text, size)]
    cuts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    pair = min(cuts, key=lambda cut: max(text_width_mm(part, 1.0) for part in cut))
    halved = min(_fitting(part, wide, largest) for part in pair)
    return [(part, halved) for part in pair] if halved > size * GAIN else [(text, size)]


def _fitting(text: str, wide: float, largest: float) -> float:
    return min(largest, wide / max(text_width_mm(text, 1.0), 1e-6))


def _cuts(stock: Stock) -> Iterator[Mark]:
    """Short lines at the edges of the paper and a cross where four cards meet."""
    wide, high = stock.label_mm
    xs = [stock.corner(0)[0] + wide * column for column in range(1, stock.columns)]
    ys = [stock.corner(0)[1] + high * row for row in range(1, stock.rows)]
    for x in xs:
        yield Line(((x, 0.0), (x, CUT_MM)), CUT, CUT_WIDTH_MM)
        yield Line(((x, HEIGHT_MM - CUT_MM), (x, HEIGHT_MM)), CUT, CUT_WIDTH_MM)
    for y in ys:
        yield Line(((0.0, y), (CUT_MM, y)), CUT, CUT_WIDTH_MM)
        yield Line(((WIDTH_MM - CUT_MM, y), (WIDTH_MM, y)), CUT, CUT_WIDTH_MM)
    for x in xs:
        for y in ys:
            yield Line(((x - CUT_MM, y), (x + CUT_MM, y)), CUT, CUT_WIDTH_MM)
            yield Line(((x, y - CUT_MM), (x, y + CUT_MM)), CUT, CUT_WIDTH_MM)
