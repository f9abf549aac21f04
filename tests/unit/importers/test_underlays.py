"""Pictures and pages come out upright, of a size that is told, and harmless."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from importers.base import Limits
from importers.child import read_in_child
from importers.codes import CODES
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.profile import Profile
from importers.registry import importer_for
from importers.underlays.raster import LONGEST_PX, MOST_PIXELS
from tests.support.pictures import make_pdf, make_picture

Read = Callable[..., FloorPlanDraft]


@pytest.fixture
def read(tmp_path) -> Read:
    def reader(content: bytes, **told) -> FloorPlanDraft:
        path = tmp_path / "plan"
        path.write_bytes(content)
        profile = Profile.from_mapping(told)
        return importer_for(path).read(path, profile, Limits(), lambda *_: None)

    return reader


def refused(read: Read, content: bytes, **told) -> str:
    with pytest.raises(ImportRefused) as caught:
        read(content, **told)
    assert "refused" in CODES[caught.value.code].told
    return caught.value.code


def shown(draft: FloorPlanDraft) -> Image.Image:
    assert draft.underlay is not None
    assert draft.underlay.content is not None
    return Image.open(io.BytesIO(draft.underlay.content)).convert("RGB")


def is_red(pixel: object) -> bool:
    red, green, blue = pixel  # type: ignore[misc]
    return red > 200 and green < 90 and blue < 90


@pytest.mark.parametrize(("kind", "media"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_is_an_underlay_and_nothing_else(read, kind, media):
    draft = read(make_picture(kind=kind))
    assert draft.underlay.media_type == media
    assert (draft.format, draft.rooms, draft.desks) == ("picture", (), ())
    assert {issue.code for issue in draft.issues} == {"UNDERLAY_ONLY", "PICTURE_SCALE_ASSUMED"}
    assert not draft.units.certain
    assert is_red(shown(draft).getpixel((5, 5)))


def test_a_photograph_is_turned_upright(read):
    draft = read(make_picture(kind="JPEG", turned=True))
    picture = shown(draft)
    assert picture.size == (1200, 800)
    assert is_red(picture.getpixel((5, 5)))
    west, south, east, north = draft.extent_m
    assert (east - west) / (north - south) == pytest.approx(1.5)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_colours_is_read(read, mode):
    draft = read(make_picture(mode=mode if mode != "I;16" else "L"))
    assert shown(draft).size == (1200, 800)


def test_what_can_be_seen_through_is_paper(read):
    picture = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    written = io.BytesIO()
    picture.save(written, "PNG")
    assert shown(read(written.getvalue())).getpixel((10, 10)) == (255, 255, 255)


def test_a_length_between_two_points_says_how_large_it_is(read):
    draft = read(make_picture(), picture={"metres_per_pixel": 0.02})
    assert draft.extent_m == pytest.approx((0, 0, 24, 16))
    assert draft.units.certain
    assert "PICTURE_SCALE_ASSUMED" not in {issue.code for issue in draft.issues}


def test_dots_per_inch_and_a_scale_say_how_large_it_is(read):
    draft = read(make_picture(), picture={"dpi": 254, "scale": 50})
    assert draft.extent_m == pytest.approx((0, 0, 6, 4))


def test_the_files_own_dots_per_inch_are_taken_with_a_scale(read):
    draft = read(make_picture(kind="JPEG", dpi=254), picture={"scale": 100})
    assert draft.extent_m == pytest.approx((0, 0, 12, 8))


def test_a_page_knows_its_size_on_paper(read):
    draft = read(make_pdf(), picture={"scale": 100})
    assert draft.extent_m == pytest.approx((0, 0, 842 / 72 * 2.54, 595 / 72 * 2.54))
    assert (draft.format, draft.units.name) == ("pdf", "point")
    assert max(shown(draft).size) == pytest.approx(842 * 300 / 72, abs=1)


def test_another_page_is_chosen_by_its_number(read):
    first, second = read(make_pdf(3)), read(make_pdf(3), view="Page 2")
    assert [view.chosen for view in first.views] == [True, False, False]
    assert [view.chosen for view in second.views] == [False, True, False]
    assert "SEVERAL_FLOORS" in {issue.code for issue in first.issues}
    assert shown(first).tobytes() != shown(second).tobytes()
    assert refused(read, make_pdf(3), view="4") == "VIEW_NOT_FOUND"


def test_a_large_picture_is_made_small_enough_and_keeps_its_size(read):
    draft = read(make_picture((6000, 1500)), picture={"metres_per_pixel": 0.01})
    assert shown(draft).size == (LONGEST_PX, LONGEST_PX // 4)
    assert draft.extent_m == pytest.approx((0, 0, 60, 15))


def test_a_bomb_is_refused_by_its_size_before_it_is_decoded(read):
    side = 60_000
    assert side * side > MOST_PIXELS
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = b"".join(_chunk(*c) for c in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(9999)))))
    assert refused(read, b"\x89PNG\r\n\x1a\n" + chunks) == "PICTURE_TOO_LARGE"


def _chunk(kind: bytes, body: bytes) -> bytes:
    told = kind + body
    return struct.pack(">I", len(body)) + told + struct.pack(">I", zlib.crc32(told))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (make_picture()[:2000], "PICTURE_DAMAGED"),
        (make_picture(kind="JPEG")[:3000], "PICTURE_DAMAGED"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "PICTURE_DAMAGED"),
        (b"\xff\xd8\xff" + bytes(500), "PICTURE_DAMAGED"),
        (make_picture((16, 16)), "PICTURE_TOO_SMALL"),
        (make_pdf(password="secret"), "PDF_LOCKED"),
        (b"%PDF-1.7\n" + bytes(500), "PDF_DAMAGED"),
    ],
)
def test_what_cannot_be_shown_has_a_code(read, content, code):
    assert refused(read, content) == code


def test_nothing_of_the_strangers_file_goes_on_but_what_is_seen(read):
    secret = b"<?xml version='1.0'?><svg onload='alert(1)'/>"
    draft = read(make_picture() + secret)
    assert secret not in draft.underlay.content


@pytest.mark.parametrize("content", [make_picture(), make_picture(kind="JPEG"), make_pdf()])
def test_the_child_that_may_do_nothing_can_read_it(content, tmp_path):
    path = tmp_path / "plan"
    path.write_bytes(content)
    assert read_in_child(path).underlay is not None


@pytest.mark.parametrize(
    "told", [{"dpi": 0}, {"scale": -1}, {"metres_per_pixel": True}, {"size": 3}, {"scale": "100"}]
)
def test_a_size_that_makes_no_sense_is_refused(told):
    with pytest.raises(ImportRefused) as caught:
        Profile.from_mapping({"picture": told})
    assert caught.value.code == "PROFILE_INVALID"


def test_a_size_survives_being_written_down():
    told = {"picture": {"dpi": 300.0, "scale": 100.0}}
    assert Profile.from_mapping(told).to_mapping() == told
