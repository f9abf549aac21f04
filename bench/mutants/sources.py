"""The drawings that are damaged: our own, and pieces of real ones where they are at hand."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import ezdxf

from bench.drawn.draw import draw
from bench.drawn.hands import HANDS
from bench.mutants.cutting import cut_out
from bench.mutants.tagged import is_binary
from bench.mutants.zoo import zoo

#: Sizes of a piece: entities, and tags with the blocks they insert.
PIECE, PIECE_TAGS = 40, 1500
#: Whole real files up to this size are damaged as they are.
WHOLE_BYTES = 8_000
#: Where in a real floor the piece is taken from, as a share of its entities.
STARTS = (0.3, 0.8)

Make = Callable[[], bytes]


def sources() -> dict[str, Make]:
    """How to make each source, by name; the names are the same on every machine with the files."""
    return dict((*_own(), *_real()))


def plans_folder() -> Path | None:
    """The real drawings: FLOORPLANS_PLANS, or ``shared/plans`` beside the repository."""
    named = os.environ.get("FLOORPLANS_PLANS")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "plans"
    return folder if folder.is_dir() else None


def _own() -> Iterator[tuple[str, Make]]:
    for family in HANDS:
        yield f"drawn-{family}", partial(_drawn, family)
    for version in ("R12", "R2000", "R2018"):
        yield f"zoo-{version}", partial(_zoo, version)
    yield "zoo-binary", partial(_zoo, "R2010", binary=True)


def _drawn(family: str) -> bytes:
    with _fixed_stamps():
        doc, _, _ = draw(family, 1)
        stream = io.StringIO()
        doc.write(stream)
    return cut_out(stream.getvalue().encode("utf-8", "replace"), PIECE, PIECE_TAGS)


def _zoo(version: str, *, binary: bool = False) -> bytes:
    with _fixed_stamps():
        made = zoo(version, binary=binary)
    return made if binary else cut_out(made, PIECE * 2, PIECE_TAGS * 2)


def _real() -> Iterator[tuple[str, Make]]:
    folder = plans_folder()
    if folder is None:
        return
    for path in sorted(folder.glob("parsers/*.dxf")):
        if path.stat().st_size <= WHOLE_BYTES:
            yield f"whole-{path.stem}", path.read_bytes
    for path in sorted((*folder.glob("floors/*.dxf"), *folder.glob("parsers/*.dxf"))):
        if path.stat().st_size > WHOLE_BYTES and not is_binary(path.read_bytes()[:32]):
            for start in STARTS if path.parent.name == "floors" else STARTS[:1]:
                yield f"piece-{path.stem}-{start:g}", partial(_piece, path, start)


def _piece(path: Path, start: float) -> bytes:
    return cut_out(path.read_bytes(), PIECE, PIECE_TAGS, start)


class _fixed_stamps:  # noqa: N801 - used like a function
    """Drawings without the time and the random marks that the library writes into them."""

    def __enter__(self) -> None:
        self._before = ezdxf.options.write_fixed_meta_data_for_testing
        ezdxf.options.write_fixed_meta_data_for_testing = True

    def __exit__(self, *_: object) -> None:
        ezdxf.options.write_fixed_meta_data_for_testing = self._before
