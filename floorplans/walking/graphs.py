"""The graph of a building as its plans are in force, kept in memory and read with each question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any
from uuid import UUID

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from floorplans.closing.ground import ShutGround, in_force, shut_ground
from floorplans.database import Database
from floorplans.walking import graph_queries, outdoor_queries, queries
from floorplans.walking.connectors import SAME_M, Connected, Rows, connected
from floorplans.walking.making import radius_cm
from floorplans.walking.outdoors import said_of, with_entrances
from floorplans.walking.space_ids import SpaceIds
from geo.ways.floor import Floor
from geo.ways.nearest import PlaceRef
from geo.ways.network import Network, network_of
from geo.ways.outdoors import outdoors_of
from geo.ways.packing import unpack
from geo.ways.phone import pack_for_phone
from geo.ways.profiles import Profile
from geo.ways.shafts import Level, Stop
from geo.ways.shutting import without
from geo.ways.site import Closed, Site, site_of

#: Packed bytes that are kept in each process; unpacked and joined they took twice as much memory
#: for a floor of 600 places, 420 bytes for each place.
MOST_BYTES = 24_000_000
#: Kinds of people, and what is closed, of one building.
MOST_NETWORKS = 8
#: And such documents for phones.
MOST_DOCUMENTS = 4

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class GraphFloor:
    """A floor that has ways, by its place in the graph."""

    id: UUID
    building_id: UUID
    building_name: str
    short_name: str
    srid: int
    spaces: SpaceIds


@dataclass(frozen=True)
class BuildingGraph:
    """The ways of a building, and of those beside it, for one width of person.

    Nothing of a position is ever in it.
    """

    site: Site
    floors: tuple[GraphFloor, ...]
    connected: Connected
    size: int
    #: Whether all floors of the building that was asked for have ways; and whether they and those
    #: of the buildings beside it are all floors of the site.
    is_whole: bool = False
    is_site: bool = False
    shut: tuple[ShutGround, ...] = ()
    _networks: OrderedDict[tuple[str, Closed], Network] = field(default_factory=OrderedDict)
    _documents: OrderedDict[tuple[str, Closed], bytes] = field(default_factory=OrderedDict)

    def floor(self, floor_id: UUID) -> int | None:
        """The place of a floor in the graph; None where it has no ways."""
        return self._numbers.get(floor_id)

    @cached_property
    def _numbers(self) -> Mapping[UUID, int]:
        return {each.id: number for number, each in enumerate(self.floors)}

    def ref(self, space_id: UUID, floor_id: UUID | None = None) -> PlaceRef | None:
        """A space in the graph, on its floor or, where none is said, on any; None where it is in
        no ways."""
        floors = range(len(self.floors)) if floor_id is None else (self.floor(floor_id),)
        for floor in floors:
            place = None if floor is None else self.floors[floor].spaces.number(space_id)
            if floor is not None and place is not None:
                return floor, place
        return None

    def network(self, profile: Profile, closed: Closed) -> Network:
        key = (profile.name, closed)
        found = self._networks.get(key)
        if found is None:
            found = self._networks[key] = network_of(self.site, profile, closed)
            while len(self._networks) > MOST_NETWORKS:
                self._networks.popitem(last=False)
        return found

    def for_phone(self, profile: Profile, closed: Closed) -> bytes:
        """What a phone searches by itself, as ``geo.ways.phone`` packs it."""
        key = (profile.name, closed)
        found = self._documents.get(key)
        if found is None:
            floors = [
                {
                    "id": str(own.id),
                    "short_name": own.short_name,
                    "ordinal": level.ordinal,
                    "spaces": [*map(str, own.spaces)],
                }
                for own, level in zip(self.floors, self.site.levels, strict=True)
            ]
            network = self.network(profile, closed)
            found = pack_for_phone(network, floors, self.floors[0].srid)
            self._documents[key] = found
            while len(self._documents) > MOST_DOCUMENTS:
                self._documents.popitem(last=False)
        return found

    def without(self, shut: Sequence[ShutGround]) -> BuildingGraph:
        """The same building while closures take ground of it."""
        site = self.site
        floors = list(site.floors)
        for number, own in enumerate(self.floors):
            shapes = [each.shape for each in shut if each.floor_id == own.id]
            if shapes:
                floors[number] = without(floors[number], _together(floors[number], shapes))
        made = site_of(floors, site.levels, site.shafts, site.outdoors)
        return replace(
            self,
            site=made,
            shut=tuple(shut),
            _networks=OrderedDict(),
            _documents=OrderedDict(),
        )

    def stop(self, floor_id: UUID, east: float, north: float) -> Stop | None:
        """The connector of a floor that is meant by a place; None where there is none (more)."""
        floor = self.floor(floor_id)
        if floor is None:
            return None
        return self.connected.at(floor, east, north)


def _together(floor: Floor, shapes: Sequence[BaseGeometry | None]) -> BaseGeometry:
    """The shapes as one; None is all of the floor."""
    if any(shape is None for shape in shapes):
        west, south, east, north = shapely.total_bounds([hall.floor for hall in floor.ways.halls])
        return shapely.buffer(shapely.box(west, south, east, north), SAME_M)
    return shapely.union_all(shapes)


class Graphs:
    """Graphs by what they are made of, the one asked for longest ago going first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Key, BuildingGraph] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Key) -> BuildingGraph | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Key, graph: BuildingGraph) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._bytes += graph.size - (0 if before is None else before.size)
            self._kept[key] = graph
            while self._bytes > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= gone.size

    def __len__(self) -> int:
        return len(self._kept)


_GRAPHS = Graphs()


@dataclass(frozen=True, slots=True)
class Known:
    """A building's graph and what cannot be passed in it; the same as if nothing were closed or
    out of order."""

    graph: BuildingGraph
    closed: Closed
    open: BuildingGraph
    open_closed: Closed

    @property
    def is_hindered(self) -> bool:
        return self.graph is not self.open or self.closed != self.open_closed


def of_building(
    db: Database,
    organisation_id: UUID,
    floor_id: UUID,
    profile: Profile,
    at: datetime,
    *,
    within: Point | None = None,
    beside: int = graph_queries.BUILDINGS_BESIDE,
    graphs: Graphs = _GRAPHS,
) -> Known | None:
    """The graph of a floor's building as it can be walked at ``at``.

    None where no floor of it has ways. What plans are in force, what people said, what is closed
    and what is out of order is read each time; the graph itself only when something of it is new.
    So many buildings ``beside`` it are joined. Who is ``within`` closed ground gets out of it: that
    closure bars nothing then.
    """
    width = radius_cm(profile.radius_m)
    with db.transaction(organisation_id) as tx:
        rows = graph_queries.floors(tx, organisation_id, floor_id, width, at, beside=beside)
        made = [row for row in rows if row["engine"] is not None]
        ids = [row["floor_id"] for row in made]
        if not ids:
            return None
        there_is = graph_queries.said(tx, organisation_id, ids, at)
        asked = (tx, organisation_id, ids)
        words = graph_queries.words(*asked) if there_is["words"] else []
        facts = graph_queries.facts(*asked) if there_is["facts"] else []
        doors = outdoor_queries.entrance_words(*asked) if there_is["doors"] else []
        outdoors = outdoor_queries.outdoor_ways(*asked) if there_is["outdoors"] else []
        outages = graph_queries.outages(*asked, at) if there_is["outages"] else []
        closures = in_force(*asked, at) if there_is["closures"] else []
        home = next(row["building_id"] for row in rows if row["floor_id"] == floor_id)
        is_site = len(made) == made[0]["of_site"]
        is_whole = all(row["engine"] is not None for row in rows if row["building_id"] == home)
        parts = (
            *("floor_id", "revision_id", "ordinal", "short_name", "building_name"),
            *("engine", "made_at"),
        )
        key: Key = (
            organisation_id,
            width,
            is_whole,
            is_site,
            tuple(tuple(row[name] for name in parts) for row in made),
            tuple(_values(said) for said in (*words, *facts, *doors, *outdoors)),
        )
        graph = graphs.get(key)
        if graph is None:
            said = (words, facts, doors, outdoors)
            graph = _graph(tx, organisation_id, made, said, width)
            graph = replace(graph, is_whole=is_whole, is_site=is_site)
            graphs.keep(key, graph)
        shut = graphs.get((*key, *closures)) if closures else graph
        if shut is None:
            revisions = {row["floor_id"]: row["revision_id"] for row in made}
            ground = shut_ground(tx, organisation_id, closures, revisions)
            shut = graph.without(ground) if ground else graph
            graphs.keep((*key, *closures), shut)
    # Kept nowhere: that somebody is in a closed place says where they are.
    round_them = [each for each in shut.shut if _holds(graph, each, floor_id, within)]
    if round_them:
        rest = [each for each in shut.shut if each not in round_them]
        shut = graph.without(rest) if rest else graph
    barred = graph.connected.barred(profile)
    return Known(shut, Closed(shafts=barred | _out(graph, outages)), graph, Closed(shafts=barred))


def _holds(graph: BuildingGraph, ground: ShutGround, floor_id: UUID, within: Point | None) -> bool:
    number = graph.floor(floor_id)
    if within is None or number is None or ground.floor_id != floor_id:
        return False
    return bool(_together(graph.site.floors[number], [ground.shape]).intersects(within))


def _graph(
    tx: Connection,
    organisation_id: UUID,
    rows: Sequence[Mapping[Any, Any]],
    said: tuple[Rows, Rows, Rows, Rows],
    width: int,
) -> BuildingGraph:
    floors, own, levels, drawn, size = [], [], [], [], 0
    revisions = [row["revision_id"] for row in rows]
    packed = graph_queries.packed(tx, organisation_id, revisions, width)
    connectors = queries.connectors_of(tx, organisation_id, revisions)
    for row in rows:
        kept = packed.get(row["revision_id"])
        if kept is None:
            continue
        content, spaces = kept
        floors.append(unpack(content))
        size += len(content)
        drawn.append(connectors.get(row["revision_id"], []))
        own.append(_floor(row, spaces))
        levels.append(Level(str(row["building_id"]), row["ordinal"]))
    words, facts, doors, ways = said
    ids = [each.id for each in own]
    found = connected(ids, levels, drawn, words, facts)
    floors = with_entrances(ids, floors, doors)
    outdoors = outdoors_of(floors, levels, said_of(ids, floors, ways))
    site = site_of(floors, levels, found.shafts, outdoors)
    return BuildingGraph(site, tuple(own), found, size)


def _floor(row: Mapping[Any, Any], spaces: SpaceIds) -> GraphFloor:
    return GraphFloor(
        row["floor_id"],
        row["building_id"],
        row["building_name"],
        row["short_name"],
        row["srid"],
        spaces,
    )


def _values(row: Mapping[Any, Any]) -> Key:
    """A row as a part of a key."""
    return tuple(tuple(each) if isinstance(each, list) else each for each in row.values())


def _out(graph: BuildingGraph, outages: Rows) -> frozenset[int]:
    """A lift that is out of order on one floor is so on all."""
    stops = {graph.stop(each["floor_id"], each["east"], each["north"]) for each in outages}
    return frozenset(
        number for number, shaft in enumerate(graph.site.shafts) if stops.intersection(shaft.stops)
    )
