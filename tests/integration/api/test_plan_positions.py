"""Where a drawing lies, over HTTP: slips are named, files and floors place it, maps turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from pyproj import Transformer
from shapely import MultiPolygon, affinity, box

from floorplans.database import Database
from floorplans.plans import service as plans
from floorplans.plans.position import PointAndBearing
from importers.draft import DraftColumn, DraftConnector, FloorPlanDraft
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.factories import EAST, NORTH, SRID, make_floor
from tests.support.web import Client, World

CORNERS = {"sw": (0.0, 0.0), "se": (20.0, 0.0), "ne": (20.0, 12.0), "nw": (0.0, 12.0)}
TO_EARTH = Transformer.from_crs(SRID, 4326, always_xy=True)
POSTS = [(x, y) for x in (4.0, 10.0, 16.0) for y in (1.0, 6.0)]


def make_storey(shift: tuple[float, float] = (0.0, 0.0), turn_deg: float = 0.0) -> FloorPlanDraft:
    """The floor of ``make_draft`` with columns and a second stair, in axes of its own."""

    def lay(shape: Any) -> Any:
        turned = affinity.rotate(shape, turn_deg, origin=(0, 0))
        return affinity.translate(turned, *shift)

    plan = make_draft(desks=[make_draft_desk("1", 2, 2)])
    stairs = (box(16, 8, 20, 12), box(0, 4, 2.5, 9))
    outline = MultiPolygon([lay(box(0, 0, 20, 12).difference(box(0, 9, 6, 12)))])
    values: dict[str, Any] = {name: getattr(plan, name) for name in plan.__slots__}
    return FloorPlanDraft(
        **{
            **values,
            "connectors": tuple(DraftConnector("stair", None, lay(s), "S", None) for s in stairs),
            "columns": tuple(
                DraftColumn(lay(box(x - 0.2, y - 0.2, x + 0.2, y + 0.2)), "C") for x, y in POSTS
            ),
            "outline": outline,
            "walls": shape_walls(outline),
            "extent_m": outline.bounds,
        }
    )


def shape_walls(outline: MultiPolygon) -> Any:
    from shapely import MultiLineString  # noqa: PLC0415

    return MultiLineString([part.exterior for part in outline.geoms])


@pytest.fixture
def draft(db: Database, world: World, now: datetime) -> UUID:
    return stage_draft(db, world.facility, world.floor_id, make_storey(), now)


def points(**changed: dict[str, float]) -> list[dict[str, object]]:
    found = []
    for name, (x, y) in CORNERS.items():
        lon, lat = TO_EARTH.transform(EAST + x, NORTH + y)
        found.append(
            {"name": name, "x": x, "y": y, "lon": lon, "lat": lat, **changed.get(name, {})}
        )
    return found


def ask(client: Client, draft: UUID, how: str = "check", **body: object) -> Any:
    path = f"/plans/{draft}/position"
    if how == "check":
        return client.ask("POST", f"{path}/check", json=body)
    return client.ask("PUT", path, json=body)


def test_looking_at_points_stores_nothing(facility: Client, draft: UUID) -> None:
    answer = ask(facility, draft, method="control_points", points=points())
    assert answer.status_code == 200
    assert answer.json["georeference"]["rmse_m"] < 0.01
    assert answer.json["fault"] is None
    assert answer.json["corner"]["usual_m"] < 0.01
    assert facility.get(f"/plans/{draft}").json["georeference"] is None


def test_a_misplaced_point_is_named_while_looking_and_asked_about_when_saving(
    facility: Client, draft: UUID
) -> None:
    bad = points(ne={"x": 29.0})
    looked = ask(facility, draft, method="control_points", points=bad)
    assert looked.status_code == 200
    assert looked.json["doubtful"] is True
    assert looked.json["fault"]["points"] == ["ne"]
    saved = ask(facility, draft, "save", method="control_points", points=bad)
    assert (saved.status_code, saved.json["code"]) == (422, "position_doubtful")
    assert saved.json["fault"]["kind"] == "point"


def test_exchanged_points_are_both_named(facility: Client, draft: UUID) -> None:
    right = {p["name"]: p for p in points()}
    swapped = points(
        sw={"lon": right["se"]["lon"], "lat": right["se"]["lat"]},  # type: ignore[dict-item]
        se={"lon": right["sw"]["lon"], "lat": right["sw"]["lat"]},  # type: ignore[dict-item]
    )
    fault = ask(facility, draft, method="control_points", points=swapped).json["fault"]
    assert (fault["kind"], fault["points"]) == ("pair", ["sw", "se"])


def test_swapped_degrees_lie_outside_the_crs_and_the_slip_is_said(
    facility: Client, draft: UUID
) -> None:
    right = points()[2]
    swapped = points(ne={"lon": right["lat"], "lat": right["lon"]})  # type: ignore[dict-item]
    answer = ask(facility, draft, method="control_points", points=swapped)
    assert (answer.status_code, answer.json["code"]) == (422, "outside_crs")
    assert answer.json["point"] == "ne"
    assert answer.json["fault"]["detail"] == "lat_lon_swapped"
    assert "latitude and longitude are swapped" in answer.json["detail"]


def test_swapped_east_and_north_are_named_too(facility: Client, draft: UUID) -> None:
    typed = [
        {"name": n, "x": x, "y": y, "east": EAST + x, "north": NORTH + y, "epsg": SRID}
        for n, (x, y) in CORNERS.items()
    ]
    typed[1]["east"], typed[1]["north"] = typed[1]["north"], typed[1]["east"]
    answer = ask(facility, draft, method="control_points", points=typed)
    assert answer.json["fault"]["detail"] == "east_north_swapped"
    assert answer.json["fault"]["points"] == ["se"]


def test_a_drawing_in_another_unit_is_told_with_the_unit(facility: Client, draft: UUID) -> None:
    feet = [{**p, "x": p["x"] / 0.3048, "y": p["y"] / 0.3048} for p in points()]  # type: ignore[operator]
    fault = ask(facility, draft, method="control_points", points=feet).json["fault"]
    # The draft was read in millimetres: what was taken for a metre is a foot.
    assert fault["kind"] in {"unit", "stretched"}


def test_a_world_file_places_a_drawing_in_its_own_units(facility: Client, draft: UUID) -> None:
    text = f"0.001\n0\n0\n0.001\n{EAST}\n{NORTH}\n"
    answer = ask(facility, draft, "save", method="world_file", world_file=text)
    assert answer.status_code == 200, answer.json
    placed = answer.json["georeference"]
    assert placed["scale"] == pytest.approx(1.0)
    assert placed["origin_east"] == pytest.approx(EAST)
    assert facility.get(f"/plans/{draft}").json["georeference"]["detail"]["epsg"] == SRID


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1\n2\n3", "world_file_unreadable"),
        ("0.1\n0\n0\n0.2\n1\n2", "world_file_sheared"),
        ("a\nb\nc\nd\ne\nf", "world_file_unreadable"),
    ],
)
def test_what_is_no_world_file_is_refused(
    facility: Client, draft: UUID, text: str, code: str
) -> None:
    answer = ask(facility, draft, "save", method="world_file", world_file=text)
    assert (answer.status_code, answer.json["code"]) == (422, code)


@pytest.fixture
def second(db: Database, world: World, now: datetime) -> UUID:
    """A draft for the floor above, drawn 300 m away and turned by 90 degrees."""
    below = publish_draft(db, world.facility, world.floor_id, make_storey(), now)
    assert below
    above = make_floor(db, world.facility, building_id=world.building_id, ordinal=1)
    return stage_draft(db, world.facility, above, make_storey((300.0, -50.0), 90.0), now)


def test_a_floor_is_offered_on_the_one_below_with_what_matches(
    facility: Client, second: UUID, world: World
) -> None:
    found = facility.get(f"/plans/{second}/alignments").json
    assert [each["floor_id"] for each in found] == [str(world.floor_id)]
    only = found[0]
    assert only["code"] is None
    assert only["matched"]["stair"] == 2
    assert only["matched"]["column"] == 6
    assert only["left_over_cm"] < 0.5
    assert "2 stairs" in only["sentence"]
    assert "6 columns" in only["sentence"]


def test_a_floor_is_laid_on_another_and_remembers_it(
    facility: Client, second: UUID, world: World
) -> None:
    answer = ask(facility, second, "save", method="like_floor", floor_id=str(world.floor_id))
    assert answer.status_code == 200, answer.json
    assert answer.json["georeference"]["detail"]["floor_id"] == str(world.floor_id)
    again = facility.get(f"/plans/{second}/alignments").json[0]
    assert again["offset_cm"] < 0.5


def test_a_floor_of_another_building_cannot_be_laid_on(facility: Client, draft: UUID) -> None:
    answer = ask(facility, draft, "save", method="like_floor", floor_id=str(draft))
    assert (answer.status_code, answer.json["code"]) == (409, "no_plan_of_floor")


def test_another_unit_lays_the_floor_anew(facility: Client, second: UUID, world: World) -> None:
    ask(facility, second, "save", method="like_floor", floor_id=str(world.floor_id))
    kept = facility.get(f"/plans/{second}").json["georeference"]
    assert kept["method"] == "like_floor"


def test_the_ground_shows_the_other_floors(facility: Client, second: UUID) -> None:
    shapes = facility.get(f"/plans/{second}/ground").json["shapes"]
    assert {shape["kind"] for shape in shapes} == {"outline", "stair"}
    assert all(shape["is_own"] for shape in shapes)


def test_the_maps_of_a_building_show_another_bearing_upwards(
    facility: Client, world: World
) -> None:
    path = f"/buildings/{world.building_id}/heading"
    assert facility.ask("PUT", path, json={"heading_deg": -30.0}).status_code == 204
    assert facility.get(f"/floors/{world.floor_id}").json["heading_deg"] == 330.0
    assert facility.ask("PUT", path, json={"heading_deg": None}).status_code == 204
    assert facility.get(f"/floors/{world.floor_id}").json["heading_deg"] is None


def test_an_employee_turns_no_map(employee: Client, world: World) -> None:
    path = f"/buildings/{world.building_id}/heading"
    assert employee.ask("PUT", path, json={"heading_deg": 10.0}).status_code == 403


def test_a_bearing_tells_the_error_at_the_far_corner(
    db: Database, world: World, draft: UUID
) -> None:
    lon, lat = TO_EARTH.transform(EAST, NORTH)
    found = plans.check_position(db, world.facility, draft, PointAndBearing(0, 0, lon, lat, 0.0))
    assert found.corner is not None
    assert (found.corner.x, found.corner.y) == (20.0, 12.0)
    assert 0.5 < found.corner.usual_m < 1.0
