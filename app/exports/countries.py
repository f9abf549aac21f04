"""The country of a time zone: what is known of a site's address without asking."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

UNKNOWN = "ZZ"  # ISO 3166-1 keeps it free for private use


def country_of(time_zone: str) -> str:
    """ISO 3166-1 alpha-2 of an IANA zone, ``UNKNOWN`` for zones of no country such as UTC."""
    return _countries().get(time_zone, UNKNOWN)


@cache
def _countries() -> dict[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[2]: row[0] for row in rows if len(row) > 2}
