"""Looks for a position in bytes: as digits, as doubles, as WKB, in degrees and projected."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: Enough digits that they are no accident, few enough to catch a rounded copy (about 1 m).
DEGREE_DECIMALS = 5
METRE_DECIMALS = 1
#: Sign, exponent and 28 bits of fraction: a few millimetres, in degrees and in metres.
DOUBLE_BYTES = 5
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Hit:
    file: str
    form: str


@dataclass(frozen=True, slots=True)
class Canary:
    """A place that nobody else stands on, in EPSG:4326 and projected."""

    lon: float
    lat: float
    east: float
    north: float
    #: More, where a plan's own corners are near.
    decimals: int = DEGREE_DECIMALS

    def forms(self) -> dict[str, bytes]:
        """Every way in which one of the four numbers could have been written down."""
        found: dict[str, bytes] = {}
        for name, value, decimals in (
            ("lon", self.lon, self.decimals),
            ("lat", self.lat, self.decimals),
            ("east", self.east, METRE_DECIMALS),
            ("north", self.north, METRE_DECIMALS),
        ):
            big = struct.pack(">d", value)[:DOUBLE_BYTES]
            little = big[::-1]
            found |= {
                f"{name} as digits": _prefix(value, decimals),
                f"{name} as a double": little,
                f"{name} as a double in network order": big,
                # WKB holds little-endian doubles; PostGIS prints them as hexadecimal digits.
                f"{name} in WKB, upper case": little.hex().upper().encode(),
                f"{name} in WKB, lower case": little.hex().encode(),
                f"{name} as a hexadecimal double": big.hex().encode(),
            }
        return found


def forms_in(canary: Canary, content: bytes) -> list[str]:
    """The forms in which some bytes hold the canary."""
    return sorted(name for name, form in canary.forms().items() if form in content)


def scan(canary: Canary, places: Iterable[Path]) -> list[Hit]:
    """Every file below ``places`` that holds the canary, with the form it has there."""
    forms = canary.forms()
    return [
        Hit(str(file), form)
        for place in places
        for file in _files(place)
        for form in sorted(_forms_in(file, forms))
    ]


def _prefix(value: float, decimals: int) -> bytes:
    """The digits up to so many decimals, cut and not rounded, as a longer number begins."""
    whole, _, fraction = f"{value:.12f}".partition(".")
    return f"{whole}.{fraction[:decimals]}".encode()


def _files(place: Path) -> Iterable[Path]:
    if place.is_file():
        return [place]
    return sorted(file for file in place.rglob("*") if file.is_file() and not file.is_symlink())


def _forms_in(file: Path, forms: dict[str, bytes]) -> set[str]:
    longest = max(map(len, forms.values()))
    found: set[str] = set()
    tail = b""
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK_BYTES):
            text = tail + chunk
            found |= {name for name, form in forms.items() if form in text}
            tail = text[-longest:]
    return found
