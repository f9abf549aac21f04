"""The files of an IMDF archive, read by their known names and never unpacked."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from importers.base import Limits
from importers.imdf.sniff import TYPES
from importers.issues import ImportRefused

#: An archive has 17 files; somebody may add pictures and notes.
MEMBERS = 1000
#: How much larger than a file may be an archive may become when it is unpacked.
GROWTH = 4
_ENCRYPTED = 0x1
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|\x00")
_NAMES = frozenset(TYPES)
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


def members_of(path: Path, limits: Limits) -> Mapping[str, bytes]:
    """The contents by type ("unit", "manifest").

    Raises ``ImportRefused``: ARCHIVE_DAMAGED, ARCHIVE_UNSAFE, ARCHIVE_LOCKED, ARCHIVE_NOT_IMDF.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _contents(archive, limits)
    except _ERRORS:
        raise ImportRefused(
            "ARCHIVE_DAMAGED",
            "The archive is damaged or cut off.",
            "Send it again; if that fails too, export it anew.",
        ) from None


def _contents(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    infos = archive.infolist()
    if len(infos) > MEMBERS or any(_UNSAFE.search(info.filename) for info in infos):
        raise ImportRefused(
            "ARCHIVE_UNSAFE",
            "The archive holds files whose names lead out of it, or far too many of them.",
            "Pack the files of the venue anew, without folders, and send that archive.",
        )
    typed = [(name, info) for info in infos if (name := _type_of(info.filename)) is not None]
    wanted = dict(typed)
    if len(wanted) < len(typed):
        # Which of them is read would be chance, and another program might choose the other.
        raise ImportRefused(
            "ARCHIVE_UNSAFE",
            "The archive holds a file of the venue twice.",
            "Pack the files of one venue anew, without folders, and send that archive.",
        )
    if any(info.flag_bits & _ENCRYPTED for info in wanted.values()):
        raise ImportRefused(
            "ARCHIVE_LOCKED",
            "The archive is locked with a password.",
            "Pack it without a password and send it again.",
        )
    if sum(info.file_size for info in wanted.values()) > GROWTH * limits.file_bytes:
        raise ImportRefused(
            "ARCHIVE_UNSAFE",
            "Unpacked, the archive would be much larger than any venue is.",
            "Look what it holds; export one building by itself.",
        )
    if "level" not in wanted or "unit" not in wanted:
        raise ImportRefused(
            "ARCHIVE_NOT_IMDF",
            "The archive is not one of IMDF: its levels or its units are missing.",
            "Unpack another archive and send its drawings one by one.",
        )
    # What a member says of its size is held by the library: it never gives more.
    return {name: archive.read(info) for name, info in sorted(wanted.items())}


def _type_of(filename: str) -> str | None:
    """The type of a member at the top or in one folder, None for every other file."""
    path = PurePosixPath(filename)
    known = path.suffix in {".geojson", ".json"} and len(path.parts) <= 2
    return path.stem if known and path.stem in _NAMES and not path.match("__MACOSX/*") else None
