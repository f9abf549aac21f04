"""What a GeoPackage begins with."""

from __future__ import annotations


def sniff(head: bytes) -> bool:
    """True for a database of SQLite: what is in it is looked at when it is read."""
    return head.startswith(b"SQLite format 3\x00")
