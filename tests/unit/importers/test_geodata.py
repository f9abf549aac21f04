"""The georeference that a drawing carries itself."""

from __future__ import annotations

import pytest

from importers.draft import FloorPlanDraft
from tests.support.drawings import make_office, read_drawing

CRS = """<?xml version="1.0" encoding="UTF-16" standalone="no" ?>
<Dictionary version="1.0" xmlns="http://www.osgeo.org/mapguide/coordinatesystem">
<ProjectedCoordinateSystem id="ETRS89.UTM-32N">
<Axis uom="METER"><CoordinateSystemAxis><AxisOrder>1</AxisOrder>
<AxisName>Easting</AxisName><AxisAbbreviation>E</AxisAbbreviation>
<AxisDirection>East</AxisDirection></CoordinateSystemAxis>
<CoordinateSystemAxis><AxisOrder>2</AxisOrder><AxisName>Northing</AxisName>
<AxisAbbreviation>N</AxisAbbreviation><AxisDirection>North</AxisDirection>
</CoordinateSystemAxis></Axis></ProjectedCoordinateSystem>
<Alias id="25832" type="CoordinateSystem">
<ObjectId>ETRS89.UTM-32N</ObjectId><Namespace>EPSG Code</Namespace></Alias></Dictionary>"""


def read_placed(tmp_path, crs: str = CRS, scale: float = 1.0, unit_scale=1.0) -> FloorPlanDraft:
    doc = make_office(scale=scale, units=6 if scale == 1 else 4)
    geodata = doc.modelspace().new_geodata()
    geodata.coordinate_system_definition = crs
    geodata.dxf.design_point = (2 * scale, 1 * scale, 0)
    geodata.dxf.reference_point = (500_000, 5_700_000, 0)
    geodata.dxf.horizontal_unit_scale = unit_scale
    geodata.dxf.vertical_unit_scale = unit_scale
    geodata.dxf.north_direction = (0, 1)
    return read_drawing(doc, tmp_path)


def test_the_georeference_takes_metres_of_the_drawing_to_the_map(tmp_path):
    geodata = read_placed(tmp_path).geodata
    assert geodata is not None
    assert geodata.epsg == 25832
    assert (geodata.origin_east, geodata.origin_north) == pytest.approx((499_998, 5_699_999))
    assert geodata.rotation_deg == pytest.approx(0)
    assert geodata.scale == pytest.approx(1)


def test_a_drawing_in_millimetres_is_placed_in_metres_too(tmp_path):
    geodata = read_placed(tmp_path, scale=1000, unit_scale=0.001).geodata
    assert geodata is not None
    assert (geodata.origin_east, geodata.origin_north) == pytest.approx((499_998, 5_699_999))
    assert geodata.scale == pytest.approx(1)


@pytest.mark.parametrize(
    "crs",
    [
        "",
        "not xml",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + CRS[CRS.index("<Dictionary") :],
        CRS.replace("25832", "0"),
    ],
)
def test_a_georeference_that_cannot_be_read_is_a_finding(tmp_path, crs):
    draft = read_placed(tmp_path, crs=crs)
    assert draft.geodata is None
    assert "GEODATA_UNREADABLE" in {issue.code for issue in draft.issues}


def test_a_drawing_without_georeference_has_none(tmp_path):
    assert read_drawing(make_office(), tmp_path).geodata is None


def test_a_georeference_is_a_witness_for_the_unit(tmp_path):
    units = read_placed(tmp_path, scale=1000, unit_scale=0.001).units
    assert ("geodata", "mm") in {(witness.source, witness.says) for witness in units.evidence}
