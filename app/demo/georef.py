"""Where a demo building stands, and how its drawing says so.

A point d of a drawing, in metres, lies at ``origin + R(rotation) * (d - shift)`` in the metric CRS.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ezdxf.document import Drawing
from ezdxf.entities.geodata import GeoData
from pyproj import Transformer

from geo.crs import true_north_deg
from geo.georeference import bearing_deg


@dataclass(frozen=True, slots=True)
class Stand:
    """The true place of a building: its axes' origin in a metric CRS and their rotation."""

    epsg: int
    east_m: float
    north_m: float
    rotation_deg: float

    def to_crs(self, x: float, y: float) -> tuple[float, float]:
        """Metres in the building's axes to easting and northing."""
        c, s = math.cos(math.radians(self.rotation_deg)), math.sin(math.radians(self.rotation_deg))
        return self.east_m + c * x - s * y, self.north_m + s * x + c * y

    def to_lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Metres in the building's axes to longitude and latitude in degrees (WGS 84)."""
        transformer = Transformer.from_crs(self.epsg, 4326, always_xy=True)
        lon, lat = transformer.transform(*self.to_crs(x, y))
        return float(lon), float(lat)

    def bearing_deg(self, lon: float, lat: float) -> float:
        """Where the axes' y looks at a place, in degrees clockwise from true north."""
        return bearing_deg(self.rotation_deg, true_north_deg(lon, lat, self.epsg))


_CRS = {
    25832: ("ETRS89.UTM-32N", "ETRS89", "Transverse Mercator", 9.0, 0.9996, 500000.0, 0.0),
    28992: ("Netherlands-RDNew", "Amersfoort", "Oblique Stereographic", 5.3876389, 0.9999079,
            155000.0, 463000.0),
}  # fmt: skip


def write_geodata(doc: Drawing, stand: Stand, shift: tuple[float, float], k: float) -> None:
    """Store ``stand`` as GEODATA; ``k`` is drawing units per metre. Needs R2010 or later."""
    geodata = doc.modelspace().new_geodata()
    angle = math.radians(stand.rotation_deg)
    geodata.coordinate_system_definition = crs_xml(stand.epsg)
    dxf = geodata.dxf
    dxf.coordinate_type = GeoData.LOCAL_GRID
    dxf.design_point = (shift[0] * k, shift[1] * k, 0.0)
    dxf.reference_point = (stand.east_m, stand.north_m, 0.0)
    dxf.north_direction = (math.sin(angle), math.cos(angle))
    dxf.up_direction = (0.0, 0.0, 1.0)
    dxf.horizontal_unit_scale = dxf.vertical_unit_scale = 1.0 / k
    dxf.horizontal_units = dxf.vertical_units = doc.units
    dxf.scale_estimation_method = GeoData.NONE
    dxf.sea_level_correction = 0
    dxf.user_scale_factor = 1.0
    dxf.observation_from_tag = dxf.observation_to_tag = dxf.observation_coverage_tag = ""


def crs_xml(epsg: int) -> str:
    """The coordinate system as CAD programs write it into GEODATA."""
    key, datum, method, meridian, scale, east, north = _CRS[epsg]
    axes = "".join(
        f"<CoordinateSystemAxis><AxisOrder>{order}</AxisOrder><AxisName>{label}</AxisName>"
        f"<AxisAbbreviation>{label[0]}</AxisAbbreviation>"
        f"<AxisDirection>{way}</AxisDirection></CoordinateSystemAxis>\n"
        for order, label, way in ((1, "Easting", "east"), (2, "Northing", "north"))
    )
    numbers = "".join(
        f"<ParameterValue><OperationParameterId>{label}</OperationParameterId>"
        f'<Value uom="{unit}">{value}</Value></ParameterValue>\n'
        for label, unit, value in (
            ("Longitude of natural origin", "degree", meridian),
            ("Scaling factor for coord differences", "unity", scale),
            ("False easting", "Meter", east),
            ("False northing", "Meter", north),
        )
    )
    return (
        '<?xml version="1.0" encoding="UTF-16" standalone="no" ?>\n'
        '<Dictionary version="1.0" xmlns="http://www.osgeo.org/mapguide/coordinatesystem">\n'
        f'<ProjectedCoordinateSystem id="{key}">\n<Name>{key}</Name>\n'
        f"<DatumId>{datum}</DatumId>\n"
        f'<Axis uom="Meter">\n{axes}</Axis>\n<Conversion><Projection>\n'
        f"<OperationMethodId>{method}</OperationMethodId>\n{numbers}"
        "</Projection></Conversion>\n</ProjectedCoordinateSystem>\n"
        f'<Alias id="{epsg}" type="CoordinateSystem">\n<ObjectId>{key}</ObjectId>\n'
        "<Namespace>EPSG Code</Namespace>\n</Alias>\n</Dictionary>\n"
    )
