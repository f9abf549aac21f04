"""What an extract of OpenStreetMap begins with."""

from __future__ import annotations

import re

#: A declaration, comments and a document type may stand before the first element. What has
#: matched is never tried again in another way: a stranger wrote this text.
_ROOT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>)?"
    rb"(?:\s++|(?><!--.*?-->)|<!DOCTYPE(?:[^\[>]|\[[^\]]*+\])*+>)*+<osm[\s>]",
    re.DOTALL,
)


def sniff(head: bytes) -> bool:
    """True for XML whose first element is that of OpenStreetMap."""
    return b"<osm" in head and bool(_ROOT.match(head))
