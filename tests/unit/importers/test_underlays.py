"""Pictures and pages come out upright, of a size that is told, and harmless."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
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
from importers.underlays.pages import MOST_PAGES
from importers.underlays.raster import LONGEST_PX, MOST_PIXELS
from tests.support.pictures import make_pdf, make_picture
from tests.support.slowness import soon

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


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA"])
def test_every_kind_of_colours_is_read(read, mode):
    assert shown(read(make_picture(mode=mode))).size == (1200, 800)


def test_sixteen_bits_of_grey_are_read_as_eight(read):
    grey = Image.new("I;16", (300, 200), 40_000)
    written = io.BytesIO()
    grey.save(written, "PNG")
    assert shown(read(written.getvalue())).getpixel((5, 5)) == (156, 156, 156)


#: Colour type of PNG, and bytes for a pixel: grey and clear, palette, colour and clear.
@pytest.mark.parametrize(("colours", "depth"), [(4, 2), (3, 1), (6, 4)])
def test_the_largest_picture_is_laid_on_paper_in_the_memory_of_a_child(tmp_path, colours, depth):
    path = tmp_path / "scan.png"
    path.write_bytes(_blank_png(10_000, 7_900, colours, depth))
    draft = read_in_child(path)
    assert draft.extent_m[2] / draft.extent_m[3] == pytest.approx(10_000 / 7_900)


def test_a_hair_of_a_picture_is_told_as_one(read):
    assert refused(read, _blank_png(1_000_000, 3, 0, 1)) == "PICTURE_TOO_SMALL"


def test_nothing_is_loaded_after_the_doors_are_closed(tmp_path):
    """Later a child may not find its libraries: what reading needs, warming up has loaded."""
    files = []
    for number, (kind, turned) in enumerate((("PNG", True), ("JPEG", True), ("JPEG", False))):
        files.append(tmp_path / str(number))
        files[-1].write_bytes(make_picture(kind=kind, turned=turned))
    several = tmp_path / "several"
    first, second = Image.new("RGB", (300, 200)), Image.new("RGB", (300, 200))
    first.save(several, "MPO", save_all=True, append_images=[second])
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *map(str, [*files, several])],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


_LOADED = """
import sys
from pathlib import Path
from importers.base import Limits
from importers.profile import Profile
from importers.underlays.importer import PictureImporter
PictureImporter().warm()
known = set(sys.modules)
for name in sys.argv[1:]:
    PictureImporter().read(Path(name), Profile(), Limits(), lambda *_: None)
print(*sorted(set(sys.modules) - known))
"""


def test_ten_thousand_pages_are_as_few(read):
    with soon(0.8):
        draft = read(_pdf_of([(595, 842)] * 10_000))
    assert len(draft.views) == MOST_PAGES


def test_pages_that_are_no_sheets_cost_only_themselves(read):
    draft = read(_pdf_of([(595, 842), (9e9, 9e9), (0.5, 842), (595, 842)]))
    assert [view.number for view in draft.views] == [1, 4]
    # PDFium takes a sheet that has no size for one of its own.
    assert refused(read, _pdf_of([(9e9, 9e9)])) == "PDF_DAMAGED"


def _pdf_of(sizes) -> bytes:
    kids = " ".join(f"{n + 3} 0 R" for n in range(len(sizes)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(sizes)}>>",
        *(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {w:f} {h:f}]>>" for w, h in sizes),
    ]
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    return written + (head + tail).encode()


def _blank_png(width: int, height: int, colours: int, depth: int) -> bytes:
    packer, row = zlib.compressobj(1), b"\0" + bytes(width * depth)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    palette = _chunk(b"PLTE", bytes(12)) + _chunk(b"tRNS", b"\0") if colours == 3 else b""
    chunks = _chunk(b"IHDR", head) + palette + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


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
