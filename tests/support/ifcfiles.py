"""The floor of ``geofiles`` as a building model, put together with IfcOpenShell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.guid
from shapely import Polygon

from tests.support.geofiles import DESKS, DOOR, EAST, NORTH, ROOMS, SRID, STAIR

METRES = {"METRE": 1.0, "MILLIMETRE": 0.001, "FOOT": 0.3048}
STOREY_M = 3.5


class Building:
    """A model in the making. All lengths are given in metres and written in its unit."""

    def __init__(self, schema: str = "IFC4", unit: str = "METRE") -> None:
        self.model = ifcopenshell.file(schema=schema)
        self.unit_m = METRES[unit]
        self._made = 0
        self.make = self.model.create_entity
        self.axes = self.placed((0.0, 0.0, 0.0))
        self.context = self.make(
            "IfcGeometricRepresentationContext",
            ContextType="Model",
            CoordinateSpaceDimension=3,
            Precision=1e-5,
            WorldCoordinateSystem=self.axes,
        )
        units = self.make("IfcUnitAssignment", Units=[self._unit(unit)])
        self.project = self.rooted(
            "IfcProject", "Plan", RepresentationContexts=[self.context], UnitsInContext=units
        )
        self.site = self.rooted("IfcSite", "Site", ObjectPlacement=self.at((0.0, 0.0, 0.0)))
        self.building = self.rooted("IfcBuilding", "House")
        self.made_of(self.project, [self.site])
        self.made_of(self.site, [self.building])

    def _unit(self, name: str) -> Any:
        prefix = "MILLI" if name == "MILLIMETRE" else None
        metre = self.make("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE", Prefix=prefix)
        if name != "FOOT":
            return metre
        none = self.make("IfcDimensionalExponents", 1, 0, 0, 0, 0, 0, 0)
        length = self.make("IfcLengthMeasure", 0.3048)
        factor = self.make("IfcMeasureWithUnit", ValueComponent=length, UnitComponent=metre)
        return self.make("IfcConversionBasedUnit", none, "LENGTHUNIT", "FOOT", factor)

    def rooted(self, kind: str, name: str | None = None, **told: Any) -> Any:
        """An entity with an identity of its own."""
        told.setdefault("Name", name)
        self._made += 1
        guid = ifcopenshell.guid.compress(f"{self._made:032x}")
        return self.make(kind, GlobalId=guid, **told)

    def point(self, *values: float) -> Any:
        return self.make("IfcCartesianPoint", [float(v / self.unit_m) for v in values])

    def way(self, *values: float) -> Any:
        return self.make("IfcDirection", [float(v) for v in values])

    def placed(self, at: Sequence[float], along: Sequence[float] | None = None) -> Any:
        """Axes at a place, with x along a direction."""
        z = self.way(0.0, 0.0, 1.0)
        x = self.way(*along, 0.0) if along is not None else self.way(1.0, 0.0, 0.0)
        return self.make("IfcAxis2Placement3D", self.point(*at), z, x)

    def at(
        self, at: Sequence[float], along: Sequence[float] | None = None, within: Any = None
    ) -> Any:
        return self.make("IfcLocalPlacement", within, self.placed(at, along))

    def body(self, ring: Iterable[Sequence[float]], height_m: float = 3.0) -> Any:
        """An upright solid over a ring of corners."""
        corners = [self.point(x, y) for x, y in ring]
        line = self.make("IfcPolyline", [*corners, corners[0]])
        profile = self.make("IfcArbitraryClosedProfileDef", "AREA", None, line)
        solid = self.make(
            "IfcExtrudedAreaSolid", profile, self.axes, self.way(0, 0, 1), height_m / self.unit_m
        )
        return self.shown([solid])

    def shown(self, items: Sequence[Any], kind: str = "SweptSolid") -> Any:
        shape = self.make("IfcShapeRepresentation", self.context, "Body", kind, items)
        return self.make("IfcProductDefinitionShape", None, None, [shape])

    def made_of(self, whole: Any, parts: Sequence[Any]) -> None:
        self.rooted("IfcRelAggregates", RelatingObject=whole, RelatedObjects=parts)

    def holds(self, place: Any, parts: Sequence[Any]) -> None:
        self.rooted(
            "IfcRelContainedInSpatialStructure", RelatedElements=parts, RelatingStructure=place
        )

    def says(self, thing: Any, **told: str) -> None:
        """Properties of a thing."""
        values = [
            self.make("IfcPropertySingleValue", Name=name, NominalValue=self.make("IfcLabel", v))
            for name, v in told.items()
        ]
        properties = self.rooted("IfcPropertySet", "Pset_Test", HasProperties=values)
        self.rooted(
            "IfcRelDefinesByProperties",
            RelatedObjects=[thing],
            RelatingPropertyDefinition=properties,
        )

    def storey(self, name: str, height_m: float) -> Any:
        told = {"ObjectPlacement": self.at((0.0, 0.0, height_m))}
        found = self.rooted("IfcBuildingStorey", name, Elevation=height_m / self.unit_m, **told)
        self.made_of(self.building, [found])
        return found

    def thing(self, kind: str, ring: Polygon, storey: Any, **told: Any) -> Any:
        """An upright element over an area, standing on a storey."""
        corners = list(ring.exterior.coords)[:-1]
        within = storey.ObjectPlacement if storey is not None else None
        place = self.at((0.0, 0.0, 0.0), within=within)
        return self.rooted(kind, ObjectPlacement=place, Representation=self.body(corners), **told)

    def space(
        self, ring: Polygon, storey: Any, number: str, name: str | None,
        *, whole: Any = None, **told: Any,
    ) -> Any:  # fmt: skip
        """A space of a storey, or of a space that it is a part of."""
        told.setdefault("CompositionType", "ELEMENT")
        found = self.thing("IfcSpace", ring, storey, Name=number, LongName=name, **told)
        self.made_of(storey if whole is None else whole, [found])
        return found

    def furniture(
        self, storey: Any, kind: str, at: Sequence[float], size: Sequence[float],
        along: Sequence[float] = (1.0, 0.0), **told: Any,
    ) -> Any:  # fmt: skip
        """A piece of some size around a place, with its x axis along a direction."""
        half_x, half_y = size[0] / 2, size[1] / 2
        ring = [(-half_x, -half_y), (half_x, -half_y), (half_x, half_y), (-half_x, half_y)]
        place = self.at((*at, 0.0), along, within=storey.ObjectPlacement)
        found = self.rooted(
            kind, ObjectPlacement=place, Representation=self.body(ring, 0.75), **told
        )
        self.holds(storey, [found])
        return found

    def door(
        self, storey: Any, at: Sequence[float], width_m: float,
        along: Sequence[float] = (1.0, 0.0), **told: Any,
    ) -> Any:  # fmt: skip
        """A door that begins at a place and goes on along a direction."""
        ring = [(0.0, -0.05), (width_m, -0.05), (width_m, 0.05), (0.0, 0.05)]
        place = self.at((*at, 0.0), along, within=storey.ObjectPlacement if storey else None)
        told.setdefault("OverallWidth", width_m / self.unit_m)
        found = self.rooted(
            "IfcDoor", ObjectPlacement=place, Representation=self.body(ring, 2.0), **told
        )
        if storey is not None:
            self.holds(storey, [found])
        return found

    def convert(self, epsg: int, east: float, north: float, **told: Any) -> None:
        """Say where the model stands on the map (IFC4)."""
        crs = self.make("IfcProjectedCRS", Name=f"EPSG:{epsg}")
        values = {"OrthogonalHeight": 0.0, **told}
        self.make(
            "IfcMapConversion",
            SourceCRS=self.context, TargetCRS=crs, Eastings=east, Northings=north, **values,
        )  # fmt: skip

    def written(self) -> bytes:
        # Without the time of day a model is the same each time it is made.
        return re.sub(r"'\d{4}-\d\d-\d\dT[\d:]+'", "''", str(self.model.to_string())).encode()


def furnish(house: Building, storey: Any) -> None:
    """The floor of ``geofiles`` on a storey."""
    rooms = {
        number: house.space(shape, storey, number, name) for number, (name, shape) in ROOMS.items()
    }
    for name, shape in DESKS.items():
        x, y = shape.centroid.x, shape.centroid.y
        west, south, east, north = shape.bounds
        desk = house.furniture(
            storey, "IfcFurniture", (x, y), (east - west, north - south), Name="Desk 160",
            ObjectType="Desk 160",
        )  # fmt: skip
        house.says(desk, Mark=name)
    (x0, y0), (x1, _) = DOOR.coords
    house.door(storey, (x0, y0), x1 - x0)
    house.holds(storey, [house.thing("IfcStair", STAIR, storey, Name="Main stair")])
    zone = house.rooted("IfcZone", "Quiet")
    house.rooted("IfcRelAssignsToGroup", RelatedObjects=[rooms["101"]], RelatingGroup=zone)


def make_ifc(
    storeys: Sequence[str] = ("Ground floor",), schema: str = "IFC4", unit: str = "METRE"
) -> bytes:
    """The floor as a model, once for each storey, placed by its map conversion."""
    house = Building(schema, unit)
    for index, name in enumerate(storeys):
        furnish(house, house.storey(name, index * STOREY_M))
    house.convert(SRID, EAST, NORTH)
    return house.written()


def write(house: Building, path: Path) -> Path:
    """The model as a file."""
    path.write_bytes(house.written())
    return path
