"""The demo's sites: who owns them, where they stand, which floor is drawn by whose hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.demo import canal, harbour, north
from app.demo.drawing import Hand
from app.demo.georef import Stand
from app.demo.sketch import Sketch
from floorplans.plans.position import ControlPoints, NamedPoint, PointAndBearing

FIRST_ORGANISATION = "Hansekontor"
SECOND_ORGANISATION = "Rotterdam Studio"


@dataclass(frozen=True, slots=True)
class DemoFloor:
    """One drawing of the campus and where it belongs.

    ``position`` is for drawings that carry no GEODATA. The counts are what the architect drew;
    shafts are no rooms.
    """

    organisation: str
    site: str
    time_zone: str
    epsg: int
    building: str
    floor: str
    short_name: str
    ordinal: int
    path: Path
    position: ControlPoints | PointAndBearing | None
    unit: str
    rooms: int
    desks: int
    parking: int
    doors: int
    zones: int


@dataclass(frozen=True, slots=True)
class FloorPlot:
    """A floor before it is drawn. ``known`` are points of the building a surveyor measured."""

    building: str
    floor: str
    short_name: str
    ordinal: int
    file: str
    sketch: Callable[[], Sketch]
    hand: Hand
    stand: Stand
    geodata: bool = True
    known: tuple[tuple[float, float], ...] = ()
    organisation: str = FIRST_ORGANISATION
    site: str = "Hamburg HafenCity"
    time_zone: str = "Europe/Berlin"

    def position(self) -> ControlPoints | PointAndBearing | None:
        """What a person would enter for this drawing, None where it carries GEODATA."""
        if self.geodata:
            return None
        dx, dy = self.hand.shift
        points = tuple(
            NamedPoint(f"Corner {i}", x + dx, y + dy, *self.stand.to_lonlat(x, y))
            for i, (x, y) in enumerate(self.known, 1)
        )
        if len(points) > 1:
            return ControlPoints(points)
        point = points[0]
        bearing = self.stand.bearing_deg(point.lon, point.lat)
        return PointAndBearing(point.x, point.y, point.lon, point.lat, bearing)


HARBOUR = Stand(25832, 566220.0, 5932905.0, 11.0)
NORTH_WING = Stand(25832, 566206.0, 5932962.0, 17.5)
CANAL = Stand(28992, 92480.0, 436520.0, -24.0)

_H, _N = "Harbour House", "North Wing"

PLOTS: tuple[FloorPlot, ...] = (
    FloorPlot(
        _H, "Parking", "U1", -1, "harbour-house-U1.dxf", harbour.parking,
        Hand("R2000", "mm", "mm", "text", "Harbour House - Parking level U1"),
        HARBOUR, geodata=False, known=((0.0, 0.0), (64.8, 0.0), (64.8, 25.2), (0.0, 25.2)),
    ),
    FloorPlot(
        _H, "Ground floor", "0", 0, "harbour-house-00.dxf", harbour.ground,
        Hand("R2018", "mm", "mm", "mtext", "Harbour House - Ground floor", poche=True), HARBOUR,
    ),
    FloorPlot(
        _H, "First floor", "1", 1, "harbour-house-01.dxf", harbour.first,
        Hand("R2010", "cm", "cm", "tag", "Harbour House - First floor"), HARBOUR,
    ),
    FloorPlot(
        _H, "Second floor", "2", 2, "harbour-house-02.dxf", harbour.second,
        Hand("R2013", "mm", "mm", "text", "Harbour House - Second floor", outlines=False,
             loose_walls=True), HARBOUR,
    ),
    FloorPlot(
        _N, "Ground floor", "0", 0, "north-wing-00.dxf", north.ground,
        Hand("R2010", "inch", "inch", "mtext", "North Wing - Level 0", shift=(120.0, 80.0)),
        NORTH_WING,
    ),
    FloorPlot(
        _N, "First floor", "1", 1, "north-wing-01.dxf", north.first,
        Hand("R2000", "mm", "inch", "tag", "North Wing - Level 1"),
        NORTH_WING, geodata=False, known=((0.0, 0.0),),
    ),
    FloorPlot(
        "Kanaalhuis", "Begane grond", "0", 0, "kanaalhuis-00.dxf", canal.ground,
        Hand("R2013", "cm", None, "mtext", "Kanaalhuis - begane grond"), CANAL,
        organisation=SECOND_ORGANISATION, site="Rotterdam Coolhaven",
        time_zone="Europe/Amsterdam",
    ),
)  # fmt: skip
