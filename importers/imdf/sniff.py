"""What an IMDF archive begins with."""

from __future__ import annotations

import re

TYPES = (
    "address", "amenity", "anchor", "building", "detail", "fixture", "footprint", "geofence",
    "kiosk", "level", "manifest", "occupant", "opening", "relationship", "section", "unit",
    "venue",
)  # fmt: skip
_ARCHIVE = b"PK\x03\x04"
# The head of a member ends with the length of its name, two bytes for its extra, and the name.
_MEMBER = re.compile(
    rb"PK\x03\x04.{22}(?:..)..(?:[^/\x00]{1,80}/)?(?:" + "|".join(TYPES).encode() + rb")\.geojson",
    re.DOTALL,
)
_FIRST = re.compile(rb"PK\x03\x04.{22}\x0d\x00..manifest\.json", re.DOTALL)
_NAME_AT = 30


def sniff(head: bytes) -> bool:
    """True for an archive with a file of IMDF among the first of its members."""
    return head.startswith(_ARCHIVE) and bool(_MEMBER.search(head) or _FIRST.match(head))
