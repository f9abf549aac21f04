"""What GeoJSON begins with."""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\{\s*\"")
_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:FeatureCollection|Feature|GeometryCollection|(?:Multi)?Point'
    rb'|(?:Multi)?LineString|(?:Multi)?Polygon)"|"features"\s*:\s*\['
)


def sniff(head: bytes) -> bool:
    """True for an object of JSON that says, near its beginning, that it is geographic."""
    return bool(_OBJECT.match(head)) and bool(_TYPE.search(head))
