"""The place of a drawing on the earth, as CAD programs keep it (GEODATA)."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ezdxf.document import Drawing
from ezdxf.entities.geodata import GeoData
from pyproj import CRS

from app.exports.frame import Frame

#: Our names of PROJ's methods, and those of the dictionaries that CAD programs use.
_METHODS = {"Transverse Mercator": "Transverse Mercator"}
_PARAMETERS = {
    "Longitude of natural origin": "Longitude of natural origin",
    "Scale factor at natural origin": "Scaling factor for coord differences",
    "False easting": "False easting",
    "False northing": "False northing",
}
_UOM = {"degree": "degree", "unity": "unity", "metre": "Meter"}


def write_geodata(doc: Drawing, frame: Frame, srid: int) -> None:
    """Say in ``doc`` where the frame lies in EPSG:``srid``; a mirrored frame cannot be said."""
    if frame.to_site.mirrored:
        raise ValueError("GEODATA knows no mirrored drawing")
    geodata = doc.modelspace().new_geodata()
    geodata.coordinate_system_definition = crs_xml(srid)
    scale = frame.to_site.scale
    dxf = geodata.dxf
    dxf.coordinate_type = GeoData.LOCAL_GRID
    dxf.design_point = (0.0, 0.0, 0.0)
    dxf.reference_point = (frame.to_site.e, frame.to_site.f, 0.0)
    dxf.north_direction = (frame.to_site.b / scale, frame.to_site.a / scale)
    dxf.up_direction = (0.0, 0.0, 1.0)
    dxf.horizontal_unit_scale = dxf.vertical_unit_scale = frame.unit_m * scale
    dxf.horizontal_units = dxf.vertical_units = doc.units
    dxf.scale_estimation_method = GeoData.NONE
    dxf.sea_level_correction = 0
    dxf.user_scale_factor = 1.0
    dxf.observation_from_tag = dxf.observation_to_tag = dxf.observation_coverage_tag = ""


def crs_xml(srid: int) -> str:
    """EPSG:``srid`` in the form in which GEODATA holds a coordinate system."""
    crs = CRS.from_epsg(srid)
    datum = crs.geodetic_crs.name if crs.geodetic_crs else "WGS 84"
    return (
        '<?xml version="1.0" encoding="UTF-16" standalone="no" ?>\n'
        '<Dictionary version="1.0" xmlns="http://www.osgeo.org/mapguide/coordinatesystem">\n'
        f"<ProjectedCoordinateSystem id={quoteattr(crs.name)}>\n<Name>{escape(crs.name)}</Name>\n"
        f"<DatumId>{escape(datum)}</DatumId>\n"
        f'<Axis uom="Meter">\n{_axes()}</Axis>\n{_conversion(crs)}'
        f'</ProjectedCoordinateSystem>\n<Alias id="{srid}" type="CoordinateSystem">\n'
        f"<ObjectId>{escape(crs.name)}</ObjectId>\n<Namespace>EPSG Code</Namespace>\n"
        "</Alias>\n</Dictionary>\n"
    )


def _axes() -> str:
    return "".join(
        f"<CoordinateSystemAxis><AxisOrder>{order}</AxisOrder><AxisName>{label}</AxisName>"
        f"<AxisAbbreviation>{label[0]}</AxisAbbreviation>"
        f"<AxisDirection>{way}</AxisDirection></CoordinateSystemAxis>\n"
        for order, label, way in ((1, "Easting", "east"), (2, "Northing", "north"))
    )


def _conversion(crs: CRS) -> str:
    told = crs.coordinate_operation
    if told is None:
        return ""
    numbers = "".join(
        f"<ParameterValue><OperationParameterId>{_PARAMETERS[p.name]}</OperationParameterId>"
        f'<Value uom="{_UOM.get(p.unit_name, p.unit_name)}">{p.value!r}</Value></ParameterValue>\n'
        for p in told.params
        if p.name in _PARAMETERS
    )
    method = _METHODS.get(told.method_name, told.method_name)
    return (
        "<Conversion><Projection>\n"
        f"<OperationMethodId>{escape(method)}</OperationMethodId>\n{numbers}"
        "</Projection></Conversion>\n"
    )
