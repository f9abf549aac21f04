"""Sheets of codes: read back as a telephone reads them, from the page as it is printed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp
from shapely import LineString, box

from app.exports.codes.places import Label, labels_of
from app.exports.codes.sheets import CodeOptions, address_of, kinds_of, leads_nowhere, write
from app.exports.codes.stock import HEIGHT_MM, STOCKS, WIDTH_MM
from floorplans.errors import Invalid, NotFound
from floorplans.plans.exporting.exported import ExportedFloor
from importers.draft import DraftDoor
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room
from tests.support.exports import HARD_NAMES, make_exported

HOST = "https://plans.example.org"
#: What an office printer prints, and what a poor picture of it has left.
PRINTED_DPI, SEEN_DPI = 300, 110
MM = 25.4


def make_floor(desks: int = 24, **more: object) -> ExportedFloor:
    rows = [make_draft_desk(f"{n:03}", 2.0 * (n % 8) + 1, 2.0 * (n // 8) + 1) for n in range(desks)]
    return make_exported(make_draft(desks=rows), **more)  # type: ignore[arg-type]


def pages(content: bytes, dpi: float = PRINTED_DPI) -> Iterator[np.ndarray]:
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_numpy().squeeze()
    finally:
        document.close()


def read(picture: np.ndarray) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(picture))


def texts(content: bytes, dpi: float = PRINTED_DPI) -> set[str]:
    return {found.text for picture in pages(content, dpi) for found in read(picture)}


def addresses(labels: list[Label]) -> set[str]:
    return {f"{HOST}/at/{label.id}" for label in labels}


@pytest.mark.parametrize("label", sorted(STOCKS))
def test_every_printed_code_reads_as_its_places_address(label: str) -> None:
    floor = make_floor(24 if label != "a4" else 4)
    content = write(floor, CodeOptions(label), HOST)
    assert texts(content) == addresses(labels_of(floor))


@pytest.mark.parametrize("label", ["l7160", "l7163"])
def test_the_smallest_codes_are_read_from_a_poor_picture(label: str) -> None:
    floor = make_floor(12)
    content = write(floor, CodeOptions(label), HOST)
    assert texts(content, SEEN_DPI) == addresses(labels_of(floor))


@pytest.mark.parametrize("label", sorted(STOCKS))
def test_no_code_is_smaller_than_two_and_a_half_centimetres(label: str) -> None:
    picture = next(pages(write(make_floor(4), CodeOptions(label), HOST)))
    for found in read(picture):
        corners = found.position
        wide = np.hypot(
            corners.top_right.x - corners.top_left.x, corners.top_right.y - corners.top_left.y
        )
        assert wide / PRINTED_DPI * MM >= 25.0


def test_each_code_lies_on_its_own_label() -> None:
    stock = STOCKS["l7163"]
    content = write(make_floor(24), CodeOptions("l7163"), HOST)
    seen = []
    for picture in pages(content):
        for found in read(picture):
            x = found.position.top_left.x / PRINTED_DPI * MM
            y = found.position.top_left.y / PRINTED_DPI * MM
            places = [
                place for place in range(stock.on_a_sheet)
                if stock.corner(place)[0] <= x <= stock.corner(place)[0] + stock.label_mm[0]
                and stock.corner(place)[1] <= y <= stock.corner(place)[1] + stock.label_mm[1]
            ]  # fmt: skip
            assert len(places) == 1
            seen += places
    assert sorted(seen[:14]) == list(range(14))


def test_a_begun_sheet_is_gone_on_with() -> None:
    whole = next(pages(write(make_floor(4), CodeOptions("l7163"), HOST)))
    begun = next(pages(write(make_floor(4), CodeOptions("l7163", start=3), HOST)))
    first = min(found.position.top_left.y for found in read(whole))
    after = min(found.position.top_left.y for found in read(begun))
    assert (after - first) / PRINTED_DPI * MM == pytest.approx(38.1, abs=0.5)


@pytest.mark.parametrize("start", [0, 15])
def test_a_start_that_no_sheet_has_is_refused(start: int) -> None:
    with pytest.raises(Invalid) as caught:
        write(make_floor(4), CodeOptions("l7163", start=start), HOST)
    assert caught.value.code == "start_beyond_sheet"


@pytest.mark.parametrize("label", sorted(STOCKS))
def test_all_labels_lie_on_the_paper(label: str) -> None:
    stock = STOCKS[label]
    for place in range(stock.on_a_sheet):
        left, top = stock.corner(place)
        assert left >= 0
        assert top >= 0
        assert left + stock.label_mm[0] <= WIDTH_MM + 1e-6
        assert top + stock.label_mm[1] <= HEIGHT_MM + 1e-6


def test_the_words_say_which_place_it_is() -> None:
    content = write(make_floor(3), CodeOptions("l7163"), HOST)
    words = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "001" in words
    assert "2. Obergeschoß" in words
    assert "Haus Ängström" in words
    assert "Scan to check in or book" in words


@pytest.mark.parametrize(
    "host",
    ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "http://0.0.0.0"],
)
def test_codes_that_no_phone_can_open_are_marked_as_a_trial(host: str) -> None:
    content = write(make_floor(3), CodeOptions("l7160"), host)
    words = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "no phone can open it" in " ".join(words.split())
    assert "Scan to check in" not in words


@pytest.mark.parametrize("host", ["https://plans.example.org", "http://192.168.1.20:8000"])
def test_addresses_that_others_can_reach_are_no_trial(host: str) -> None:
    assert not leads_nowhere(host)


@pytest.mark.parametrize("name", [*HARD_NAMES, "W" * 120, "Besprechungszimmer " * 6])
def test_no_name_leaves_its_label_or_spoils_the_code(name: str) -> None:
    floor = make_floor(3, building=name)
    for label in ("l7160", "l7163", "a6"):
        assert texts(write(floor, CodeOptions(label), HOST)) == addresses(labels_of(floor))


def test_the_labels_come_in_the_order_of_a_walk_and_not_of_ids() -> None:
    floor = make_floor(24)
    places = {each.id: (each.anchor.x, each.anchor.y) for each in floor.spaces}
    walked = [places[label.id] for label in labels_of(floor, ["desk"])]
    steps = [float(np.hypot(b[0] - a[0], b[1] - a[1])) for a, b in pairwise(walked)]
    assert len(walked) == 24
    assert max(steps) < 3.0


def test_only_the_kinds_that_were_asked_for_are_printed() -> None:
    floor = make_floor(5)
    assert {each.kind for each in labels_of(floor, kinds_of(["desk"]))} == {"desk"}
    assert [each.id for each in labels_of(floor, ["floor"])] == [floor.floor_id]
    with pytest.raises(NotFound):
        write(floor, CodeOptions(kinds=("locker",)), HOST)
    with pytest.raises(Invalid):
        kinds_of(["window"])


def test_each_door_of_a_room_gets_the_code_of_the_room_where_doors_are_asked_for() -> None:
    room = make_draft_room("1.01", "Hall")  # 10 by 6 metres, from 0,0
    store = make_draft_room("1.02", "Store", polygon=box(12, 0, 16, 6))
    drawn = make_draft(rooms=[room, store], desks=[make_draft_desk("1", 2, 2)])
    # Two of the hall, one of them in the middle of a thick wall, and one of the store.
    lines = [[(4, 0), (5, 0)], [(2, 6.3), (3, 6.3)], [(13, 0), (14, 0)]]
    doors = tuple(DraftDoor(LineString(line), 1.0, "door", "A-DOOR", None) for line in lines)
    floor = make_exported(replace(drawn, doors=doors))
    found = labels_of(floor, kinds_of(["door"]))
    hall = next(each.id for each in floor.spaces if each.name is not None and "Hall" in each.name)
    assert [(each.kind, each.id) for each in found] == [("door", hall)] * 2
    assert texts(write(floor, CodeOptions(kinds=("door",)), HOST)) == {f"{HOST}/at/{hall}"}
    assert "door" not in {each.kind for each in labels_of(floor)}


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert write(make_floor(), CodeOptions(), HOST) == write(make_floor(), CodeOptions(), HOST)


@pytest.mark.parametrize("host", ["", "plans", "ftp://x", "https://", "javascript:alert(1)", "//x"])
def test_what_is_no_web_address_is_refused(host: str) -> None:
    with pytest.raises(Invalid) as caught:
        address_of(host)
    assert caught.value.code == "address_unusable"
