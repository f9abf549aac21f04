"""DWG files of our own kind, and converters that treat them well or badly.

A DWG here is the mark of its version, blanks, and a DXF behind them; the well-behaved converter
cuts the DXF off.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.drawings import make_office, text_of

HEAD_BYTES = 256
#: Does what dwg2dxf does: -o RESULT DRAWING.
GOOD = f'tail -c +{HEAD_BYTES + 1} "$3" > "$2"'


def make_dwg(content: bytes | None = None, version: str = "AC1032", padding: int = 0) -> bytes:
    """A DWG of which the good converter makes ``content``; an office by default."""
    dxf = text_of(make_office()).encode() if content is None else content
    return version.encode().ljust(HEAD_BYTES, b"\x00") + dxf + b"\n" * padding


def make_converter(folder: Path, script: str = GOOD, name: str = "dwg2dxf") -> Path:
    """A converter that does ``script``, in a folder that everybody may look into."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A folder that every user may pass to: as root, a converter runs as nobody."""
    with tempfile.TemporaryDirectory(prefix="converter-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
