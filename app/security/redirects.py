"""Where a page may send the browser next: to a path of our own, whatever was asked."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_path(wanted: str | None, otherwise: str) -> str:
    """``wanted`` when it is a path with query on this host, else ``otherwise``.

    Browsers read a backslash as a slash and skip control characters, so any of those refuses.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return otherwise
    if "\\" in wanted or not wanted.isprintable() or any(c.isspace() for c in wanted):
        return otherwise
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc:
        return otherwise
    return wanted
