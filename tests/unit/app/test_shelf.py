"""The shelf of documents that many people get alike."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app.live.shelf import Document, Place, Shelf

NINE = datetime(2026, 11, 18, 9, tzinfo=UTC)
TEN = datetime(2026, 11, 18, 10, tzinfo=UTC)


def make_place(organisation: int = 1, floor: int = 1) -> Place:
    return Place(UUID(int=organisation), UUID(int=floor), NINE, TEN)


def make_document(version: int) -> Document:
    return Document(version, b"{}", b"")


def test_only_the_very_version_is_handed_out() -> None:
    shelf = Shelf()
    shelf.put(make_place(), make_document(4))
    assert shelf.take(make_place(), 4) == make_document(4)
    assert shelf.take(make_place(), 3) is None
    assert shelf.take(make_place(), 5) is None


def test_another_organisation_has_a_shelf_of_its_own() -> None:
    shelf = Shelf()
    shelf.put(make_place(organisation=1), make_document(4))
    assert shelf.take(make_place(organisation=2), 4) is None


def test_what_was_not_asked_for_longest_goes_first() -> None:
    shelf = Shelf(most=2)
    shelf.put(make_place(floor=1), make_document(1))
    shelf.put(make_place(floor=2), make_document(1))
    shelf.take(make_place(floor=1), 1)
    shelf.put(make_place(floor=3), make_document(1))
    kept = [floor for floor in (1, 2, 3) if shelf.take(make_place(floor=floor), 1)]
    assert kept == [1, 3]
