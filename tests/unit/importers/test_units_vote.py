"""The vote on a drawing's unit."""

from __future__ import annotations

import numpy as np
import pytest

from geo.units import UNITS, metres_per_unit, unit_by_name
from importers.dxf.facts import gather
from importers.dxf.units import decide_units
from importers.dxf.units.dimensions import unit_of_dimension
from importers.dxf.units.lengths import roundness
from importers.profile import Profile
from tests.support.drawings import draw_box, make_drawing, make_office, scene_of

INSUNITS = {"inch": 1, "foot": 2, "mm": 4, "cm": 5, "m": 6}


def vote(doc, profile=None):
    scene = scene_of(doc)
    return decide_units(scene, gather(scene), profile or Profile())


@pytest.mark.parametrize("unit", ["mm", "cm", "m", "inch", "foot"])
def test_an_office_tells_its_unit_without_any_header(unit):
    units, issues = vote(make_office(scale=1 / metres_per_unit(unit), units=0))
    assert units.name == unit
    assert units.certain
    assert issues == ()


@pytest.mark.parametrize("claimed", ["inch", "mm", "m"])
def test_a_wrong_header_is_outvoted_and_named(claimed):
    units, (issue,) = vote(make_office(scale=100, units=INSUNITS[claimed]))
    assert units.name == "cm"
    assert issue.code == "UNITS_DIFFER_FROM_HEADER"
    assert claimed in issue.message


def test_every_witness_says_how_much_it_counts_and_why():
    units, _ = vote(make_office())
    assert {"header", "door_arcs", "desk_sizes", "chair_sizes"} <= {
        witness.source for witness in units.evidence
    }
    assert all(witness.weight > 0 and witness.detail for witness in units.evidence)
    assert {witness.says for witness in units.evidence} <= set(UNITS)


def test_a_line_without_context_leaves_the_unit_open():
    doc = make_drawing(units=0)
    doc.modelspace().add_line((0, 0), (100, 0))
    units, (issue,) = vote(doc)
    assert not units.certain
    assert issue.code == "UNITS_UNCERTAIN"


def test_a_header_that_nothing_drawn_speaks_for_is_asked_about():
    doc = make_drawing(units=INSUNITS["foot"])
    draw_box(doc.modelspace(), (0, 0), (41.37, 17.93))
    units, (issue,) = vote(doc)
    assert not units.certain
    assert issue.code == "UNITS_UNCERTAIN"


@pytest.mark.parametrize(
    ("unit", "step_m", "name"), [("cm", 0.05, "5 cm"), ("inch", 0.0762, "3 inches")]
)
def test_lengths_in_round_steps_tell_centimetres_from_inches(unit, step_m, name):
    lengths = np.arange(10.0, 60.0) * step_m / UNITS[unit]
    share, step = roundness(lengths, unit)
    assert (share, step) == (pytest.approx(1.0), name)
    other = {"cm": "inch", "inch": "cm"}[unit]
    assert roundness(lengths, other)[0] < 0.1


def test_a_metric_plan_is_known_by_its_lengths_when_it_was_saved_in_feet():
    lengths = np.arange(10.0, 60.0) * 0.05 / UNITS["foot"]
    assert roundness(lengths, "foot") == (pytest.approx(1.0), "5 cm")
    assert roundness(lengths, "m")[0] < 0.1


def test_whole_numbers_alone_are_no_evidence():
    lengths = np.arange(100.0, 300.0)
    assert roundness(lengths, "cm")[0] < 0.1
    assert roundness(lengths, "inch")[0] < 0.1


def test_a_few_lengths_are_no_evidence():
    assert roundness(np.array([100.0, 150.0, 200.0]), "cm") == (0.0, "")


def test_a_person_has_the_last_word():
    units, issues = vote(make_office(), Profile(units="foot"))
    assert (units.name, units.certain, issues) == ("foot", True, ())
    assert units.metres_per_unit == pytest.approx(0.3048)


@pytest.mark.parametrize(
    ("measured", "written", "unit"),
    [
        (150, "12'-6\"", "inch"),
        (12.5, "12'-6\"", "foot"),
        (90.5, '90 1/2"', "inch"),
        (3500, "3.50", "mm"),
        (3500, "3,50", "mm"),
        (350, "3.50 m", "cm"),
        (3.5, "3500", "m"),
        (3.5, "350", "m"),
        (3500, "3500", None),
        (3500, "about so", None),
        (3500, "1'-0 1/0\"", None),
    ],
)
def test_a_dimension_text_tells_the_unit_where_it_can(measured, written, unit):
    assert unit_of_dimension(measured, written) == unit


def test_unit_names_are_known_by_what_people_call_them():
    assert unit_by_name(" Feet ") == "foot"
    assert unit_by_name("millimetres") == "mm"
    assert unit_by_name("cubit") is None


def test_the_us_survey_foot_is_two_millionths_longer():
    assert metres_per_unit("us-survey-foot") / metres_per_unit("foot") == pytest.approx(
        1.000002, abs=1e-9
    )


def with_written_areas(doc, scale, area="24 m\\U+00B2"):
    """The office with the area of its rooms, 6 by 4 m, written in them."""
    for left in (0, 6):
        text = doc.modelspace().add_text(area, height=0.2 * scale)
        text.set_placement(((left + 3) * scale, 3.4 * scale))
    return doc


@pytest.mark.parametrize("area", ["24 m\\U+00B2", "258.3 SF"])
@pytest.mark.parametrize(("unit", "claimed"), [("cm", "mm"), ("m", "inch"), ("inch", "cm")])
def test_areas_that_are_written_in_rooms_tell_the_unit(unit, claimed, area):
    scale = 1 / metres_per_unit(unit)
    doc = with_written_areas(make_office(scale=scale, units=INSUNITS[claimed]), scale, area)
    units, _ = vote(doc)
    assert units.name == unit
    assert units.certain
    assert any(e.source == "written_areas" and e.says == unit for e in units.evidence)


def test_areas_of_other_shapes_tell_nothing():
    doc = with_written_areas(make_office(scale=100, units=5), 100)
    for area in ("3 m2", "77 m2", "500 m2"):
        doc.modelspace().add_text(area, height=20).set_placement((300, 200))
    units, _ = vote(doc)
    assert all(e.source != "written_areas" for e in units.evidence)
