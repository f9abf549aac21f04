"""Pitfalls 18 to 26: units, scale and position."""

from __future__ import annotations

import ezdxf
from ezdxf.document import Drawing
from ezdxf.math import Matrix44

from tests.corpus.hostile import FILES
from tests.corpus.office import Style, box, make_office, room_boxes
from tests.corpus.office import start as start_office
from tests.corpus.pitfalls.of_files import OFFICE, codes
from tests.corpus.pitfalls.table import pitfall
from tests.support.drawings import draw_box
from tests.support.drawings import make_office as make_small_office

#: What is read from the floor of nine rooms when nothing is lost.
FLOOR = {"rooms": 9, "desks": 14, "doors": 9}
INCH_M, SURVEY_FOOT_M = 0.0254, 1200 / 3937
UTM_M = (450_000.0, 5_400_000.0)
UNITS_PER_M = {"mm": 1000, "cm": 100, "m": 1, "inch": 1 / INCH_M, "foot": 1 / 0.3048}
HEADERS = {"mm": 4, "cm": 5, "m": 6, "inch": 1, "foot": 2}

for unit, per_m in UNITS_PER_M.items():
    pitfall(
        18, f"{unit}_without_a_header.dxf", unit=unit, unsaid=codes("UNITS_UNCERTAIN"), **FLOOR
    )(lambda per_m=per_m: make_office(Style(unit_per_m=per_m, header=0)))
for drawn, claimed in (("m", "inch"), ("mm", "m"), ("mm", "inch"), ("inch", "mm"), ("cm", "mm")):
    pitfall(
        18,
        f"{drawn}_under_a_header_of_{claimed}.dxf",
        unit=drawn,
        found=codes("UNITS_DIFFER_FROM_HEADER"),
        **FLOOR,
    )(
        lambda drawn=drawn, claimed=claimed: make_office(
            Style(unit_per_m=UNITS_PER_M[drawn], header=HEADERS[claimed])
        )
    )


@pitfall(18, "r12_has_no_unit.dxf", unit="cm", **FLOOR)
def r12_has_no_unit() -> Drawing:
    return make_office(Style(version="R12", header=0, unit_per_m=100, room="ROOMS"))


@pitfall(18, "a_lone_square_of_no_unit.dxf", found=codes("UNITS_UNCERTAIN"))
def a_lone_square_of_no_unit() -> Drawing:
    """Nothing in it has a size that people know, so a person is asked."""
    doc = ezdxf.new()
    doc.header["$INSUNITS"] = 0
    draw_box(doc.modelspace(), (0, 0), (130, 100), "X")
    return doc


def with_blocks_in_mm(scale: float) -> Drawing:
    """A floor in metres whose desks are a block in millimetres, inserted with ``scale``."""
    doc = make_office(Style(unit_per_m=1, header=6))
    desk = doc.blocks.new("DESK_IN_MM")
    desk.block_record.dxf.units = 4
    draw_box(desk, (-800, -400), (800, 400), "0")
    for insert in doc.modelspace().query("INSERT[name=='DESK']"):
        insert.dxf.name = "DESK_IN_MM"
        insert.dxf.xscale = insert.dxf.yscale = scale
    return doc


@pitfall(
    19,
    "blocks_in_millimetres_scaled_by_cad.dxf",
    unit="m",
    also=lambda draft: all(abs(desk.polygon.area - 1.28) < 0.01 for desk in draft.desks),
    **FLOOR,
)
def blocks_in_millimetres_scaled_by_cad() -> Drawing:
    """The insert holds the factor between the units: to apply it again would lose the desks."""
    return with_blocks_in_mm(0.001)


@pitfall(
    19, "blocks_in_millimetres_not_scaled.dxf", unit="m", rooms=9, found=codes("STRAY_CONTENT")
)
def blocks_in_millimetres_not_scaled() -> Drawing:
    """Nobody scaled them: a desk of a mile across is none, and must not become one."""
    return with_blocks_in_mm(1.0)


@pitfall(20, "us_survey_feet.dxf", unit="us-survey-foot", **FLOOR)
def us_survey_feet() -> Drawing:
    return make_office(Style(unit_per_m=1 / SURVEY_FOOT_M, header=21))


@pitfall(20, "us_survey_feet_on_a_state_plane.dxf", unit="us-survey-foot", **FLOOR)
def us_survey_feet_on_a_state_plane() -> Drawing:
    """Two millionths are 1.2 m at 600 km."""
    return make_office(
        Style(unit_per_m=1 / SURVEY_FOOT_M, header=21, offset=(600_000.0, 250_000.0))
    )


@pitfall(20, "feet_and_inches_in_the_dimensions.dxf", unit="inch", **FLOOR)
def feet_and_inches_in_the_dimensions() -> Drawing:
    doc = make_office(Style(unit_per_m=1 / INCH_M, header=0))
    for feet in (10, 12, 14, 16):
        dimension = doc.modelspace().add_linear_dim(
            (0, -40), (0, -40), (12 * feet + 6, -40), text=f"{feet}'-6\"", dimstyle="EZDXF"
        )
        dimension.render()
        dimension.dimension.dxf.actual_measurement = 12 * feet + 6
    return doc


@pitfall(21, "utm_in_millimetres.dxf", unit="mm", **FLOOR)
def utm_in_millimetres() -> Drawing:
    return make_office(Style(offset=UTM_M))


@pitfall(21, "utm_in_metres_without_outlines.dxf", unit="m", **FLOOR)
def utm_in_metres_without_outlines() -> Drawing:
    return make_office(Style(unit_per_m=1, header=6, offset=UTM_M, room=None))


@pitfall(
    21,
    "one_point_on_the_moon.dxf",
    found=codes("STRAY_CONTENT"),
    also=lambda draft: draft.extent_m[2] - draft.extent_m[0] < 30,
    **FLOOR,
)
def one_point_on_the_moon() -> Drawing:
    doc = make_office(Style(offset=UTM_M))
    doc.modelspace().add_line((4e11, 5e11), (4e11 + 500, 5e11), dxfattribs={"layer": "A-WALL"})
    return doc


@pitfall(
    21,
    "the_origin_far_from_the_plan.dxf",
    found=codes("STRAY_CONTENT"),
    also=lambda draft: draft.extent_m[0] > 400_000,
    **FLOOR,
)
def the_origin_far_from_the_plan() -> Drawing:
    """A block forgotten at 0,0 while the plan stands at its place in the country."""
    doc = make_office(Style(offset=UTM_M))
    doc.modelspace().add_blockref("DESK", (0, 0), dxfattribs={"layer": "A-FURN"})
    return doc


pitfall(23, "paper_space_only.dxf", refused="NO_MODELSPACE", says="'Layout1'")(
    FILES["paper_space_only.dxf"]
)


@pitfall(23, "paper_space_of_several_sheets.dxf", refused="NO_MODELSPACE", says="'Level 2'")
def paper_space_of_several_sheets() -> Drawing:
    doc = ezdxf.new("R2013")
    doc.layouts.rename("Layout1", "Cover")
    draw_box(doc.layouts.new("Level 2"), (0, 0), (5, 4))
    return doc


@pitfall(26, "all_at_3500_above_zero.dxf", **FLOOR)
def all_at_3500_above_zero() -> Drawing:
    doc = make_office(Style())
    for entity in doc.modelspace():
        entity.transform(Matrix44.translate(0, 0, 3500))
    return doc


@pitfall(26, "heights_of_a_survey.dxf", **FLOOR)
def heights_of_a_survey() -> Drawing:
    """Every line ends at another height, as a total station writes it."""
    doc = make_office(Style())
    for number, entity in enumerate(doc.modelspace().query("LINE")):
        entity.dxf.start = entity.dxf.start.replace(z=number % 7 * 13.5)
        entity.dxf.end = entity.dxf.end.replace(z=number % 5 * 17.25)
    return doc


@pitfall(26, "outlines_in_space.dxf", **FLOOR)
def outlines_in_space() -> Drawing:
    _, pen = start_office(Style())
    doc = make_office(Style(room=None))
    for number, edges in enumerate(room_boxes()):
        x0, y0, x1, y1 = edges
        ring = [pen.at(*p) for p in box(x0 + 0.1, y0 + 0.1, x1 - 0.1, y1 - 0.1)]
        doc.modelspace().add_polyline3d(
            [(x, y, 100.0 * number + 10.0 * corner) for corner, (x, y) in enumerate(ring)],
            close=True,
            dxfattribs={"layer": "A-AREA"},
        )
    return doc


@pitfall(26, "two_floors_above_each_other.dxf", found=codes("FLOORS_STACKED"), **OFFICE)
def two_floors_above_each_other() -> Drawing:
    """A model of a building seen from above: the second floor lies 3.2 m over the first."""
    doc = make_small_office()
    for entity in list(doc.modelspace()):
        twin = entity.copy()
        doc.modelspace().add_entity(twin)
        twin.transform(Matrix44.translate(0, 0, 3.2))
    return doc
