"""The header that names a file which a browser keeps."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote


def attachment(name: str) -> str:
    """The header with the name as it is, and one in plain letters for old programs (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = "".join(c for c in plain if c.isprintable() and c not in '"\\')
    return f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(name)}"
