"""What an extract of OpenStreetMap begins with."""

from __future__ import annotations

import re

#: A declaration, comments and blanks may stand before the first element.
_ROOT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?(?:\s|<!--.{0,3000}?-->|<![^>]{0,3000}>)*<osm[\s>]",
    re.DOTALL,
)


def sniff(head: bytes) -> bool:
    """True for XML whose first element is that of OpenStreetMap."""
    return b"<osm" in head and bool(_ROOT.match(head))
