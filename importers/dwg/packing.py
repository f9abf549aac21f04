"""What was converted once, made small enough to be kept: a conversion takes up to a minute."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

#: Packed; what is larger is converted anew at each reading.
MOST_PACKED_BYTES = 64 * 1024 * 1024
#: DXF is digits and blanks: the fastest way packs it to an eighth, the slowest to a tenth.
_LEVEL = 1
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """The DXF that a converter made of one drawing; ``mark`` says which converter it was.

    ``told`` are the fields of ``convert.Told``.
    """

    mark: str
    told: Mapping[str, Any]
    content: bytes


class Conversions(Protocol):
    """Keeps the conversion of one drawing, for whoever reads that drawing again."""

    def find(self) -> Packed | None:
        """What was kept, whichever converter made it."""

    def keep(self, packed: Packed) -> None:
        """Keep this in place of an earlier one."""


def pack(mark: str, told: Mapping[str, Any], dxf: Path) -> Packed | None:
    """The DXF at ``dxf``, packed; None where that would still be too large to keep."""
    packer, pieces, size = zlib.compressobj(_LEVEL), [], 0
    with dxf.open("rb") as file:
        while piece := file.read(_PIECE):
            pieces.append(packer.compress(piece))
            size += len(pieces[-1])
            if size > MOST_PACKED_BYTES:
                return None
    pieces.append(packer.flush())
    # What is kept as JSON and what is not must read the same.
    return Packed(mark, json.loads(json.dumps(dict(told))), b"".join(pieces))


def unpack(packed: Packed, dxf: Path, most: int) -> bool:
    """Write the DXF to ``dxf``; False where it is damaged or would be over ``most`` bytes."""
    written = 0
    with dxf.open("xb") as file:
        try:
            for piece in _pieces(packed.content):
                written += len(piece)
                if written > most:
                    return False
                file.write(piece)
        except zlib.error:
            return False
    return written > 0


def _pieces(content: bytes) -> Iterator[bytes]:
    opener, rest = zlib.decompressobj(), content
    while rest and not opener.eof:
        yield opener.decompress(rest, _PIECE)
        rest = opener.unconsumed_tail
    yield opener.flush()
    if not opener.eof:
        raise zlib.error("cut off")
