"""The parts that bombs are written with: DXF as text, with the markers that strict readers want."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Point = tuple[float, float]

_HEAD = "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n0\nENDSEC\n"


@dataclass(frozen=True, slots=True)
class Bomb:
    """A kind of bomb: ``make(size)`` is its text, ``full`` the size that is known to be bad."""

    name: str
    make: Callable[[int], str]
    full: int


def drawing(entities: Iterable[str], sections: str = "") -> str:
    """A drawing of ``entities`` and a room of 50 by 40 units to find beside them."""
    body = "".join(entities)
    return f"{_HEAD}{sections}0\nSECTION\n2\nENTITIES\n{_box()}{body}0\nENDSEC\n0\nEOF\n"


def block(name: str, inner: str) -> str:
    """One block definition."""
    return f"0\nBLOCK\n8\n0\n2\n{name}\n70\n0\n10\n0\n20\n0\n{inner}0\nENDBLK\n8\n0\n"


def blocks(definitions: Iterable[str]) -> str:
    return f"0\nSECTION\n2\nBLOCKS\n{''.join(definitions)}0\nENDSEC\n"


def insert(name: str, layer: str, x: float, y: float) -> str:
    return f"0\nINSERT\n8\n{layer}\n2\n{name}\n10\n{x:.4f}\n20\n{y:.4f}\n"


def line(layer: str, x0: float, y0: float, x1: float, y1: float) -> str:
    return f"0\nLINE\n8\n{layer}\n10\n{x0:.4f}\n20\n{y0:.4f}\n11\n{x1:.4f}\n21\n{y1:.4f}\n"


def circle(layer: str, x: float, y: float, radius: float) -> str:
    return f"0\nCIRCLE\n8\n{layer}\n10\n{x:.4f}\n20\n{y:.4f}\n40\n{radius:.4f}\n"


def polyline(layer: str, points: Iterable[Point], closed: bool = True, bulge: float = 0.0) -> str:
    placed = list(points)
    round_ = f"42\n{bulge}\n" if bulge else ""
    body = "".join(f"10\n{x:.4f}\n20\n{y:.4f}\n{round_}" for x, y in placed)
    return (
        f"{head('LWPOLYLINE', layer, 'AcDbPolyline')}90\n{len(placed)}\n70\n{int(closed)}\n{body}"
    )


def rectangle(layer: str, x: float, y: float, width: float, depth: float) -> str:
    corners = [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]
    return polyline(layer, corners)


def head(kind: str, layer: str, marker: str) -> str:
    """The start of an entity whose kind is only read behind its marker."""
    return f"0\n{kind}\n100\nAcDbEntity\n8\n{layer}\n100\n{marker}\n"


def _box() -> str:
    corners = [(0.0, 0.0), (50.0, 0.0), (50.0, 40.0), (0.0, 40.0)]
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    return "".join(line("WALL", x0, y0, x1, y1) for (x0, y0), (x1, y1) in pairs)
