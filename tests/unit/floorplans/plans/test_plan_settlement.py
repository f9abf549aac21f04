"""What a new plan means for each space, and that a person may overrule it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from shapely import MultiLineString, MultiPolygon, Point, Polygon, box

from floorplans.plans.floor_queries import KnownRow
from floorplans.plans.layout import Layout, SpaceShape
from floorplans.plans.settlement import Settlement, settle
from floorplans.plans.spaces import PlannedSpace
from geo.georeference import Similarity

HERE = Similarity(1.0, 0.0, 0.0, 0.0)
A, B = UUID(int=1), UUID(int=2)


def make_row(own: UUID, number: str, x: float) -> KnownRow:
    shape = box(x, 0, x + 1.6, 0.8)
    return KnownRow(own, "desk", number, number, True, False, None, shape, "desk")


def make_space(number: str, x: float, own_id: UUID | None = None) -> PlannedSpace:
    return PlannedSpace(
        kind="desk",
        category="desk",
        number=number,
        name=number,
        capacity=1,
        bookable=True,
        features=(),
        polygon=box(x, 0, x + 1.6, 0.8),
        rotation_deg=None,
        handle=None,
        layer=None,
        own_id=own_id,
    )


def make_layout(polygons: list[Polygon]) -> Layout:
    shapes = tuple(SpaceShape(p, Point(p.centroid), None, None) for p in polygons)
    return Layout(28992, shapes, (), MultiPolygon(), MultiLineString(), (), ())


def settled(
    known: list[KnownRow], spaces: list[PlannedSpace], decisions: dict | None = None
) -> Settlement:
    layout = make_layout([space.polygon for space in spaces])
    return settle(known, spaces, layout, {}, before=None, after=HERE, decisions=decisions)


def test_our_own_id_in_the_drawing_goes_before_number_and_place() -> None:
    known = [make_row(A, "1", 0), make_row(B, "2", 5)]
    found = settled(known, [make_space("1", 0, own_id=B), make_space("2", 5, own_id=A)])
    assert found.ids == (B, A)
    assert "our own id in the drawing" in found.changes[0].why.lower()


def test_an_id_of_another_floor_is_not_heeded() -> None:
    found = settled([make_row(A, "1", 0)], [make_space("1", 0, own_id=UUID(int=99))])
    assert found.ids == (A,)


def test_an_id_that_a_copied_desk_carries_along_stays_with_the_one_that_is_like_it() -> None:
    known = [make_row(A, "1", 0)]
    found = settled(known, [make_space("7", 9, own_id=A), make_space("1", 0, own_id=A)])
    assert found.ids[1] == A
    assert found.changes[0].change == "new"


def test_a_person_decides_which_space_it_is_against_its_number_and_place() -> None:
    known = [make_row(A, "1", 0), make_row(B, "2", 5)]
    found = settled(known, [make_space("1", 0), make_space("2", 5)], {0: B})
    assert found.ids[0] == B
    change = found.changes[0]
    assert (change.change, change.score) == ("moved", 1.0)
    assert change.why == "Chosen by a person, was 2, moved 5.0 m."


def test_a_person_says_by_a_point_that_a_desk_is_new() -> None:
    found = settled([make_row(A, "1", 0)], [make_space("1", 0)], {(0.5, 0.4): "new"})
    assert found.ids != (A,)
    assert found.gone == (A,)
    assert found.counts["new"] == found.counts["gone"] == 1


def test_a_decision_that_names_no_space_of_the_floor_changes_nothing() -> None:
    found = settled([make_row(A, "1", 0)], [make_space("1", 0)], {0: UUID(int=9), (50, 50): "new"})
    assert found.ids == (A,)


def test_one_space_is_given_to_one_only_though_a_person_chose_it_twice() -> None:
    found = settled([make_row(A, "1", 0)], [make_space("1", 0), make_space("2", 5)], {0: A, 1: A})
    assert found.ids[0] == A
    assert found.ids[1] != A


def test_a_new_number_in_the_same_place_is_told_beside_the_verdict() -> None:
    (change,) = settled([make_row(A, "1", 0)], [make_space("101", 0)]).changes
    assert (change.change, change.renamed, change.old_name) == ("same", True, "1")
    assert change.why == "Same place, was 1."


def test_a_wider_desk_is_resized() -> None:
    wide = replace(make_space("1", 0), polygon=box(0, 0, 1.8, 0.8))
    (change,) = settled([make_row(A, "1", 0)], [wide]).changes
    assert change.change == "resized"
    assert change.why.endswith("1.3 m² became 1.4 m².")


def test_a_row_that_counts_one_further_keeps_its_places() -> None:
    known = [make_row(UUID(int=k + 1), str(k), 2.0 * k) for k in range(6)]
    found = settled(known, [make_space(str(k + 1), 2.0 * k) for k in range(6)])
    assert found.ids == tuple(row.id for row in known)
    assert found.counts["same"] == found.counts["renamed"] == 6
