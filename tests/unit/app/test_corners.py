"""Corners as people type them: one on each line, with points or commas."""

from __future__ import annotations

import pytest

from app.web.corners import corners_of
from floorplans.errors import Invalid


@pytest.mark.parametrize(
    "text",
    [
        "1.5, 2\n3, 2\n3, 4.25",
        "1.5,2\n3,2\n3,4.25",
        "1.5 2\n3 2\n3 4.25",
        "1,5; 2\n3; 2\n3; 4,25",
        "1,5 2\n3 2\n3\t4,25",
        "\n  1.5 , 2\r\n3 ,  2\n\n3, 4.25\n1.5, 2\n",
    ],
)
def test_corners_are_read_in_every_usual_spelling(text: str) -> None:
    assert corners_of(text) == [(1.5, 2.0), (3.0, 2.0), (3.0, 4.25)]


def test_site_coordinates_are_read_as_they_are() -> None:
    text = "566220.25 5932905\n566230 5932905\n566230 5932910"
    assert corners_of(text)[0] == (566220.25, 5932905.0)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "corners_too_few", "these are 0"),
        ("1, 2\n3, 4\n1, 2", "corners_too_few", "these are 2"),
        ("1, 2\nthree, 4\n5, 6", "corners_unclear", "Line 2"),
        ("1, 2\n3, 4, 5\n5, 6", "corners_unclear", "Line 2"),
        ("1, 2\n3\n5, 6", "corners_unclear", "Line 2"),
        ("1, 2\n3, inf\n5, 6", "corners_unclear", "Line 2"),
        ("0, 0\n" * 2000, "corners_too_few", "these are"),
    ],
)
def test_what_are_no_corners_is_told_with_its_line(text: str, code: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        corners_of(text)
    assert refused.value.code == code
    assert said in refused.value.message
