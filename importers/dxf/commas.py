"""Decimal commas: drawings whose numbers were written as ``5,75``.

A tolerant reader takes such a number for 5 and moves every wall, so the commas are replaced in
the file's text before anything is read.
"""

from __future__ import annotations

import re

# A group code of coordinates or measures on one line, a number with one comma on the next.
_PAIR = re.compile(
    rb"(?m)^([ \t]*(?:[1-5]\d|14\d|21\d|22\d|23\d|101[0-3]|102[0-3]|103[0-3]|104[0-2])[ \t]*\r?\n"
    rb"[ \t]*[-+]?\d+),(\d+(?:[eE][-+]?\d+)?[ \t]*\r?)$"
)


def with_points(raw: bytes) -> tuple[bytes, int]:
    """``raw`` with points for decimal commas, and how many numbers had one."""
    return _PAIR.subn(rb"\1.\2", raw)
