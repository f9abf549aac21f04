"""What a new plan means for each space, and that a person may overrule it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from shapely import MultiLineString, MultiPolygon, Point, Polygon, box

from floorplans.plans.editing.said import Said
from floorplans.plans.floor_queries import KnownRow
from floorplans.plans.layout import Layout, SpaceShape
from floorplans.plans.settlement import NOTHING_SAID, Settlement, settle
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
        key=number,
        own_id=own_id,
    )


def make_layout(polygons: list[Polygon]) -> Layout:
    shapes = tuple(SpaceShape(p, Point(p.centroid), None, None) for p in polygons)
    return Layout(28992, shapes, (), MultiPolygon(), MultiLineString(), (), ())


def settled(
    known: list[KnownRow], spaces: list[PlannedSpace], said: Said = NOTHING_SAID
) -> Settlement:
    layout = make_layout([space.polygon for space in spaces])
    return settle(known, spaces, layout, {}, before=None, after=HERE, said=said)


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
    found = settled(known, [make_space("1", 0), make_space("2", 5)], NOTHING_SAID.same("1", B))
    assert found.ids[0] == B
    change = found.changes[0]
    assert (change.change, change.score) == ("moved", 1.0)
    assert change.why == "Chosen by a person, was 2, moved 5.0 m."


def test_a_person_says_that_a_desk_is_new() -> None:
    found = settled([make_row(A, "1", 0)], [make_space("1", 0)], NOTHING_SAID.new("1"))
    assert found.ids != (A,)
    assert found.gone == (A,)
    assert found.counts["new"] == found.counts["gone"] == 1
    assert (found.changes[0].score, found.changes[0].why) == (1.0, "Chosen by a person.")


def test_a_person_says_that_a_desk_is_gone_although_its_double_stands_there() -> None:
    found = settled([make_row(A, "1", 0)], [make_space("1", 0)], NOTHING_SAID.gone(A))
    assert found.gone == (A,)
    new, gone = found.changes
    assert (new.change, new.said) == ("new", False)
    assert (gone.change, gone.said, gone.why) == ("gone", True, "Chosen by a person.")


def test_a_word_on_what_is_not_there_is_told_with_its_reason_and_changes_nothing() -> None:
    said = NOTHING_SAID.same("1", UUID(int=9)).new("50")
    found = settled([make_row(A, "1", 0)], [make_space("1", 0)], said)
    assert found.ids == (A,)
    assert not found.changes[0].said
    (notice,) = found.notices
    assert notice.code == "MATCH_NOT_HEEDED"
    assert "1: The floor has no such place any more." in notice.message
    assert "taken off the plan since" in notice.message


def test_a_desk_does_not_become_a_room_because_somebody_said_so() -> None:
    room = replace(make_row(A, "1", 0), kind="room")
    found = settled([room], [make_space("1", 0)], NOTHING_SAID.same("1", A))
    assert found.ids != (A,)
    assert "A room cannot become a desk." in found.notices[0].message


def test_the_later_word_on_one_space_holds() -> None:
    said = NOTHING_SAID.same("1", A).same("2", A)
    found = settled([make_row(A, "1", 0)], [make_space("1", 0), make_space("2", 5)], said)
    assert found.ids[1] == A
    assert found.ids[0] != A
    assert NOTHING_SAID.same("1", A).gone(A) == NOTHING_SAID.gone(A)
    assert NOTHING_SAID.gone(A).same("1", A) == NOTHING_SAID.same("1", A)


def test_what_was_said_is_forgotten_by_either_of_the_two() -> None:
    said = NOTHING_SAID.same("1", A).new("2").gone(B)
    assert said.forget("1", None) == NOTHING_SAID.new("2").gone(B)
    assert said.forget(None, A) == NOTHING_SAID.new("2").gone(B)
    assert said.forget("2", B) == NOTHING_SAID.same("1", A)


def test_a_change_tells_where_its_space_is_and_was_in_the_drawings_own_metres() -> None:
    far = Similarity(1.0, 0.0, 500.0, 0.0)
    spaces = [make_space("1", 3)]
    layout = make_layout([box(503, 0, 504.6, 0.8)])
    known = [make_row(A, "1", 500), make_row(B, "2", 510)]
    found = settle(known, spaces, layout, {}, before=None, after=far)
    moved, gone = found.changes
    assert (moved.at, moved.was_at) == ((3.8, 0.4), (0.8, 0.4))
    assert (gone.at, gone.was_at) == (None, (10.8, 0.4))


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
