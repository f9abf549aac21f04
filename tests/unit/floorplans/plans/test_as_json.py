"""Values as the database's JSON takes them."""

from __future__ import annotations

import json

import pytest

from floorplans.plans.queries import as_json


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Köln", "Köln"),
        ("a\0b\0\0", "ab"),
        # Written out in a drawing, these are six ordinary characters.
        (r"a\u0000b", r"a\u0000b"),
        ("\\\0", "\\"),
        ("\\\\\0" + r"\u0000", "\\\\" + r"\u0000"),
    ],
)
def test_only_nul_is_left_out(text: str, kept: str) -> None:
    assert json.loads(as_json({text: [text]})) == {kept: [kept]}
