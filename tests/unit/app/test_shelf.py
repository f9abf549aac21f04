"""The shelf of floors' schedules."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app.live.shelf import Place, Shelf
from floorplans.bookings.schedule import FloorSchedule
from floorplans.bookings.views import Window

DAY = Window(datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC))


def make_place(organisation: int = 1, floor: int = 1) -> Place:
    return Place(UUID(int=organisation), UUID(int=floor), DAY)


def make_schedule(version: int) -> FloorSchedule:
    return FloorSchedule(UUID(int=1), version, "Europe/Amsterdam", DAY, ())


def test_an_older_version_is_never_handed_out() -> None:
    shelf = Shelf()
    shelf.put(make_place(), make_schedule(4))
    assert shelf.take(make_place(), 4) == make_schedule(4)
    assert shelf.take(make_place(), 3) == make_schedule(4)
    assert shelf.take(make_place(), 5) is None


def test_a_slow_reader_does_not_replace_what_is_newer() -> None:
    shelf = Shelf()
    shelf.put(make_place(), make_schedule(5))
    shelf.put(make_place(), make_schedule(4))
    assert shelf.take(make_place(), 5) == make_schedule(5)


def test_another_organisation_has_a_shelf_of_its_own() -> None:
    shelf = Shelf()
    shelf.put(make_place(organisation=1), make_schedule(4))
    assert shelf.take(make_place(organisation=2), 4) is None


def test_what_was_not_asked_for_longest_goes_first() -> None:
    shelf = Shelf(most=2)
    shelf.put(make_place(floor=1), make_schedule(1))
    shelf.put(make_place(floor=2), make_schedule(1))
    shelf.take(make_place(floor=1), 1)
    shelf.put(make_place(floor=3), make_schedule(1))
    kept = [floor for floor in (1, 2, 3) if shelf.take(make_place(floor=floor), 1)]
    assert kept == [1, 3]
