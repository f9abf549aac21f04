"""Archives of strangers: what they say of themselves is checked before anything is unpacked."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile

import pytest

from floorplans.errors import Invalid
from floorplans.plans.batches.archive import MOST_ENTRIES, files_in, is_batch
from importers.base import Limits
from tests.support.slowness import soon

LINK = stat.S_IFLNK | 0o777


def make_archive(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a name that stands twice
        for name, body in members:
            archive.writestr(name, body)
    return content.getvalue()


def code_of(content: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        files_in(content, Limits())
    assert "Nothing was stored." in caught.value.message
    return caught.value.code


@pytest.mark.parametrize("twin", ["a.dxf", "./a.dxf", ".//a.dxf"])
def test_one_place_cannot_be_named_twice(twin: str) -> None:
    assert code_of(make_archive(("a.dxf", b"x"), (twin, b"y"))) == "batch_archive_unsafe"


@pytest.mark.parametrize("name", [".", "./.", "a/../../b.dxf", "..\\b.dxf", "a\x1fb.dxf", "/b.dxf"])
def test_a_name_that_is_no_place_inside_is_refused(name: str) -> None:
    assert code_of(make_archive((name, b"x"))) == "batch_archive_unsafe"


def test_a_link_is_read_as_the_few_bytes_that_it_is() -> None:
    link = zipfile.ZipInfo("a.dxf")
    link.external_attr = LINK << 16
    (file,) = files_in(make_archive((link, b"/etc/passwd")), Limits())
    assert file.read() == b"/etc/passwd"


def test_what_packs_to_almost_nothing_is_no_drawing() -> None:
    assert code_of(make_archive(("a.dxf", bytes(40_000_000)))) == "batch_archive_too_large"


def test_a_list_of_countless_entries_is_refused_before_it_is_read() -> None:
    small = make_archive(("a.dxf", b"x"))
    at = small.index(b"PK\x01\x02")
    end = small.index(b"PK\x05\x06")
    many = small[:at] + small[at:end] * 400_000 + small[end:]
    with soon(0.2):
        assert is_batch(many)
        assert code_of(many) == "batch_archive_too_large"


def test_as_many_entries_as_are_looked_at_are_counted_one_by_one() -> None:
    members = [(f"{number}.dxf", b"x") for number in range(MOST_ENTRIES // 10)]
    assert code_of(make_archive(*members)) == "batch_archive_too_large"
