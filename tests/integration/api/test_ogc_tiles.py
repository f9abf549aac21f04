"""The collections as vector tiles, read again by GDAL."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from shapely import from_wkb, transform
from shapely.geometry import MultiPolygon, box, shape

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.catalogue import service as catalogue
from floorplans.database import Database
from geo.tiles import Tile
from tests.support.drafts import make_draft, make_draft_desk, publish_draft
from tests.support.web import Client, World
from tests.unit.geo.test_tiles import TO_METRES

LEVEL = 18
HOUR = timedelta(hours=1)


def tile_at(longitude: float, latitude: float, level: int = LEVEL) -> Tile:
    """The tile that a point lies in, found without the formula that is tested."""
    row = column = 0
    for finer in range(1, level + 1):
        row, column = next(
            (each.row, each.column)
            for each in (
                Tile(finer, 2 * row + down, 2 * column + right)
                for down in (0, 1)
                for right in (0, 1)
            )
            if each.degrees()[0] <= longitude <= each.degrees()[2]
            and each.degrees()[1] <= latitude <= each.degrees()[3]
        )
    return Tile(level, row, column)


def address(tile: Tile, collection: str = "spaces") -> str:
    place = f"{tile.level}/{tile.row}/{tile.column}"
    return f"/ogc/collections/{collection}/tiles/WebMercatorQuad/{place}"


@pytest.fixture
def listed(employee: Client, world: World) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = employee.get("/ogc/collections/spaces/items").json["features"]
    return features


@pytest.fixture
def where(listed: list[dict[str, Any]]) -> Tile:
    middle = shape(listed[0]["geometry"]).centroid
    return tile_at(middle.x, middle.y)


def read(body: bytes, tile: Tile, folder: Path) -> dict[str, dict[str, Any]]:
    """Properties and shape (EPSG:3857) by id, as GDAL understands the tile."""
    path = folder / f"{tile.level}/{tile.column}/{tile.row}.pbf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    about, _, shapes, columns = pyogrio.raw.read(f"MVT:{path}")
    rows = [dict(zip(about["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
    return {
        row["id"]: row | {"shape": from_wkb(each)} for row, each in zip(rows, shapes, strict=True)
    }


def test_gdal_reads_the_places_of_a_tile_where_the_map_has_them(
    employee: Client, listed: list[dict[str, Any]], where: Tile, tmp_path: Path
) -> None:
    answer = employee.get(address(where))
    assert (answer.status_code, answer.content_type) == (
        200,
        "application/vnd.mapbox-vector-tile",
    )
    found = read(answer.data, where, tmp_path)
    known = {each["id"]: each for each in listed}
    assert listed[0]["id"] in found
    assert set(found) <= set(known)
    for own, row in found.items():
        properties = known[own]["properties"]
        assert (row["name"], row["kind"]) == (properties["name"], properties["kind"])
        expected = transform(shape(known[own]["geometry"]), TO_METRES.transform, interleaved=False)
        # A unit of the tile is 152 m / 4096.
        assert row["shape"].hausdorff_distance(expected) < 0.1


def test_a_tile_tells_what_is_free_then(
    employee: Client, db: Database, world: World, where: Tile, now: datetime, tmp_path: Path
) -> None:
    begins = now + timedelta(days=1)
    request = BookingRequest(world.desks[0], begins, begins + HOUR)
    bookings.book(db, world.facility, request, now)
    asked = {"datetime": f"{begins.isoformat()}/{(begins + HOUR).isoformat()}"}
    found = read(employee.get(address(where), query_string=asked).data, where, tmp_path)
    assert found[str(world.desks[0])]["status"] == "taken"
    others = [row["status"] for own, row in found.items() if own != str(world.desks[0])]
    assert set(others) <= {"free"}
    assert "facility" not in str(found).lower()


@pytest.mark.parametrize("collection", ["sites", "buildings", "floors"])
def test_every_collection_has_tiles_at_every_level(
    employee: Client, db: Database, world: World, collection: str, now: datetime, tmp_path: Path
) -> None:
    drawn = make_draft(
        desks=[make_draft_desk("N-1", 3, 3)], outline=MultiPolygon([box(0, 0, 20, 12)])
    )
    publish_draft(db, world.facility, world.floor_id, drawn, now)
    (feature,) = employee.get(f"/ogc/collections/{collection}/items").json["features"]
    middle = shape(feature["geometry"]).centroid
    for level in (0, 7, LEVEL):
        tile = tile_at(middle.x, middle.y, level)
        body = employee.get(address(tile, collection)).data
        found = read(body, tile, tmp_path / str(level)) if body else {}
        # A building is smaller than a unit of the widest tiles, and then not in them.
        assert set(found) == {feature["id"]} or (not found and level < LEVEL)


def test_where_nothing_is_the_answer_is_empty(employee: Client, world: World) -> None:
    answer = employee.get(address(Tile(LEVEL, 5, 5)))
    assert (answer.status_code, answer.data) == (204, b"")


def test_wide_tiles_have_no_spaces(employee: Client, world: World, where: Tile) -> None:
    coarse = catalogue.SPACES_FROM - 1
    wide = Tile(coarse, where.row >> (LEVEL - coarse), where.column >> (LEVEL - coarse))
    assert employee.get(address(wide)).status_code == 204
    told = employee.get("/ogc/collections/spaces/tiles/WebMercatorQuad").json
    assert told["layers"][0]["minTileMatrix"] == str(catalogue.SPACES_FROM)


def test_a_floor_can_be_asked_for_alone(employee: Client, world: World, where: Tile) -> None:
    own = employee.get(address(where), query_string={"floor_id": str(world.floor_id)})
    other = employee.get(address(where), query_string={"floor_id": str(world.site_id)})
    assert (own.status_code, other.status_code) == (200, 204)


def test_a_stranger_finds_nothing_in_it(stranger: Client, where: Tile) -> None:
    assert stranger.get(address(where)).status_code == 204


def test_a_tile_with_too_much_says_what_to_ask(
    employee: Client, where: Tile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "TILE_MOST", 1)
    answer = employee.get(address(where))
    assert (answer.status_code, answer.json["code"]) == (400, "tile_too_full")
    assert "one floor alone" in answer.json["advice"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("spaces/tiles/WebMercatorQuad/3/8/0", "tile_not_found"),
        ("spaces/tiles/WebMercatorQuad/25/0/0", "tile_not_found"),
        ("spaces/tiles/WorldCRS84Quad/3/0/0", "tileset_not_found"),
        ("spaces/tiles/WorldCRS84Quad", "tileset_not_found"),
        ("people/tiles", "collection_not_found"),
        ("people/tiles/WebMercatorQuad/0/0/0", "collection_not_found"),
    ],
)
def test_what_is_no_tile_is_named(employee: Client, path: str, code: str) -> None:
    answer = employee.get(f"/ogc/collections/{path}")
    assert (answer.status_code, answer.json["code"]) == (404, code)


def test_the_collection_leads_to_its_tiles(employee: Client, world: World, where: Tile) -> None:
    links = employee.get("/ogc/collections/spaces").json["links"]
    (to_sets,) = [each["href"] for each in links if each["rel"].endswith("tilesets-vector")]
    (tileset,) = employee.get(path_of(to_sets)).json["tilesets"]
    (template,) = [each["href"] for each in tileset["links"] if each.get("templated")]
    for name, value in (
        ("tileMatrix", where.level),
        ("tileRow", where.row),
        ("tileCol", where.column),
    ):
        template = template.replace(f"{{{name}}}", str(value))
    assert employee.get(path_of(template)).status_code == 200


def path_of(href: str) -> str:
    return href.partition("/api/v1")[2]
