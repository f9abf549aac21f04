"""Floors with one thing each that architects draw in several ways."""

from __future__ import annotations

from ezdxf.document import Drawing

from tests.corpus.office import NAMES, NUMBERS, Pen, Style, box, make_office, room_boxes, start


def make_hall(style: Style | None = None, width: float = 20.0) -> tuple[Drawing, Pen]:
    """One open room of 20 by 12 m with nothing in it."""
    doc, pen = start(style or Style())
    pen.ring(box(0, 0, width, 12), "A-AREA")
    return doc, pen


def make_benches(chair: str = "CHAIR") -> Drawing:
    """Three benches of 9.6 m with six seats on each side."""
    doc, pen = make_hall(Style(blocks={"chair": chair}))
    for y in (2.0, 6.0, 10.0):
        pen.ring(box(2, y - 0.8, 11.6, y + 0.8), "A-FURN")
        for k in range(6):
            pen.insert(chair, (2.8 + 1.6 * k, y - 1.05), "A-FURN", 180)
            pen.insert(chair, (2.8 + 1.6 * k, y + 1.05), "A-FURN")
    return doc


def make_bench_blocks(name: str) -> Drawing:
    """The same benches as blocks that hold their chairs."""
    doc, pen = make_hall()
    bench = Pen(doc.blocks.new(name), pen.style, placed=False)
    bench.ring(box(-4.8, -0.8, 4.8, 0.8), "0")
    for k in range(6):
        bench.insert("CHAIR", (-4 + 1.6 * k, -1.05), "0", 180)
        bench.insert("CHAIR", (-4 + 1.6 * k, 1.05), "0")
    for y in (2.0, 6.0, 10.0):
        pen.insert(name, (8, y), "A-FURN")
    return doc


def make_arrays(desk: str, chair: str) -> Drawing:
    """15 desks and their chairs as two inserts with rows and columns."""
    doc, pen = make_hall(Style(blocks={"desk": desk, "chair": chair}))
    for name, y in ((desk, 3.0), (chair, 2.35)):
        reference = pen.layout.add_blockref(name, pen.at(2, y), dxfattribs={"layer": "A-FURN"})
        reference.dxf.update(
            {"row_count": 3, "column_count": 5, "row_spacing": 3000, "column_spacing": 2500}
        )
    return doc


def make_numbered(layer: str, room_layer: str = "A-AREA-IDEN") -> Drawing:
    """12 desks with a number on each, in a room with number and name."""
    doc, pen = make_hall()
    pen.text("301", (10, 11.5), room_layer)
    pen.text("Open office", (10, 11.2), room_layer)
    for n in range(12):
        x, y = 2.8 + 2.4 * (n % 6), 3.0 + 5.0 * (n // 6)
        pen.insert("DESK", (x, y), "A-FURN")
        pen.insert("CHAIR", (x, y - 0.65), "A-FURN", 180)
        pen.text(f"D-{n + 1:02d}", (x - 0.3, y), layer, 0.15)
    return doc


def make_parking(kind: str) -> Drawing:
    """24 places for cars in two rows, drawn with lines or as closed shapes."""
    doc, pen = make_hall(width=40.0)
    layer = "C-PRKG-STRP"
    if kind == "back to back":
        for k in range(13):
            pen.lines([(2 + 2.5 * k, 2), (2 + 2.5 * k, 12)], layer)
        pen.lines([(2, 7), (32, 7)], layer)
        return doc
    for y in (0.5, 6.5):
        if kind == "shapes":
            for k in range(12):
                pen.ring(box(2 + 2.5 * k, y, 4.5 + 2.5 * k, y + 5), layer)
            continue
        lean = 2.5 if kind == "slanted" else 0.0
        step = 2.8 if kind == "slanted" else 2.5
        for k in range(13):
            pen.lines([(2 + step * k, y), (2 + step * k + lean, y + 4.9)], layer)
        if kind == "comb":
            pen.lines([(2, y), (32, y)], layer)
    return doc


def make_signed_parking() -> Drawing:
    """Twelve places for cars, six for bicycles, and five arrows as blocks on the same layer."""
    doc, pen = make_hall(width=40.0)
    arrow = Pen(doc.blocks.new("PFEIL"), pen.style, placed=False)
    arrow.lines([(0, 0), (3, 0), (2.6, 0.2)], "0")
    for k in range(5):
        pen.insert("PFEIL", (5 * k + 2, 9), "C-PRKG-STRP")
    for k in range(12):
        pen.ring(box(2 + 2.5 * k, 2, 4.5 + 2.5 * k, 7), "C-PRKG-STRP")
    for k in range(6):
        pen.ring(box(2 + 0.8 * k, 9.5, 2.6 + 0.8 * k, 11.5), "C-PRKG-STRP")
    return doc


def make_zoned(zones: str, names: str) -> Drawing:
    """The office with three zones and their names."""
    doc = make_office(Style())
    pen = Pen(doc.modelspace(), Style())
    for edges in ((-0.2, 5, 10, 12.2), (10, 5, 20.2, 12.2), (-0.2, -0.2, 20.2, 5)):
        pen.ring(box(*edges), zones)
    for name, place in (("Finance", (4, 9)), ("Legal", (14, 9)), ("Sales", (9, 2.6))):
        pen.text(name, place, names, 0.4)
    return doc


def make_core() -> Drawing:
    """The office and, beside it on layer 0, two stairs of ten treads and two crossed lifts."""
    doc = make_office(Style())
    pen = Pen(doc.modelspace(), Style())
    for x in (22.0, 25.0):
        for k in range(10):
            pen.lines([(x, 1 + 0.28 * k), (x + 1.2, 1 + 0.28 * k)], "0")
        car = box(x, 6, x + 1.8, 8)
        pen.lines(car, "0", close=True)
        pen.lines([car[0], car[2]], "0")
        pen.lines([car[1], car[3]], "0")
    return doc


def make_lift_blocks() -> Drawing:
    """The office with two lifts side by side as blocks with a telling layer."""
    doc = make_office(Style())
    pen = Pen(doc.modelspace(), Style())
    car = Pen(doc.blocks.new("LIFT-CAR"), pen.style, placed=False)
    car.ring(box(0, 0, 1.6, 1.6), "0")
    car.lines([(0, 0), (1.6, 1.6)], "0")
    for y in (5.0, 7.0):
        pen.insert("LIFT-CAR", (21, y), "A-FLOR-EVTR")
    return doc


def make_led_labels() -> Drawing:
    """The office with its labels outside, each with a line that ends in its room."""
    style = Style(labels="none")
    doc = make_office(style)
    pen = Pen(doc.modelspace(), style)
    for number, name, (x0, y0, _, _) in zip(NUMBERS, NAMES, room_boxes(), strict=True):
        if number == "100":
            pen.text("100 Corridor", (8, 6), "A-AREA-IDEN")
            continue
        y = 14.0 if y0 > 6 else -2.0
        pen.lines([(x0 + 2.5, y0 + 2.5), (x0 + 2.5, y)], "A-ANNO-LEAD")
        pen.text(f"{number} {name}", (x0 + 1.5, y), "A-AREA-IDEN")
    return doc
