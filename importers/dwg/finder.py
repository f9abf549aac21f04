"""Which program makes a DXF of a DWG here."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: A command of the operator's own choice; "none" switches converting off.
VARIABLE = "FLOORPLANS_DWG_CONVERTER"
OFF = "none"
#: LibreDWG and QCAD both call theirs dwg2dxf and take the same arguments.
KNOWN = ("dwg2dxf", "ODAFileConverter")
_ODA = "odafileconverter"
_IN, _OUT = "{in}", "{out}"
_ODA_ARGUMENTS = ("ACAD2013", "DXF", "0", "1", "*.dwg")


@dataclass(frozen=True, slots=True)
class Converter:
    """A command, and how it wants to be told what to do."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """What people call it."""
        return Path(self.command[0]).name

    def arguments(self, drawing: Path, result: Path) -> tuple[str, ...]:
        """The whole command line for one drawing."""
        if any(_IN in word or _OUT in word for word in self.command):
            return tuple(
                word.replace(_IN, str(drawing)).replace(_OUT, str(result)) for word in self.command
            )
        if self.name.lower().startswith(_ODA):
            # It takes folders, and gives the result the name of the drawing.
            return (*self.command, str(drawing.parent), str(result.parent), *_ODA_ARGUMENTS)
        return (*self.command, "-o", str(result), str(drawing))

    def mark(self) -> str:
        """Which converter it is: another one, or this one in a newer version, has another mark."""
        known = hashlib.sha256("\0".join(self.command).encode())
        for word in self.command:
            with suppress(OSError, ValueError):
                facts = Path(word).stat()
                known.update(f"\0{facts.st_size} {facts.st_mtime_ns}".encode())
        return f"{self.name[:60]} {known.hexdigest()[:16]}"

    def programs(self) -> tuple[str, ...]:
        """The folders of the program and of the files that its command names."""
        named = [Path(word) for word in self.command if word.startswith("/")]
        found = {folder for path in named for folder in (path.parent, path.resolve().parent)}
        return tuple(sorted(map(str, found - {Path("/")})))


def find() -> Converter | None:
    """The converter that the operator set, else one on the path; None if there is none."""
    told = os.environ.get(VARIABLE, "").strip()
    if told.lower() == OFF:
        return None
    if told:
        return _set(told)
    found = next(filter(None, map(shutil.which, KNOWN)), None)
    return None if found is None else Converter((found,))


def _set(told: str) -> Converter | None:
    try:
        first, *rest = shlex.split(told)
    except ValueError:
        return None
    program = shutil.which(first)
    return None if program is None else Converter((str(Path(program).absolute()), *rest))
