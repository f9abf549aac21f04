"""What a DWG begins with: the mark of its version."""

from __future__ import annotations

import re

#: Releases of AutoCAD by the mark of the file format that they brought.
RELEASES = {
    "AC1009": "R11 or R12",
    "AC1012": "R13",
    "AC1014": "R14",
    "AC1015": "2000",
    "AC1018": "2004",
    "AC1021": "2007",
    "AC1024": "2010",
    "AC1027": "2013",
    "AC1032": "2018",
}
_MARK = re.compile(rb"AC[0-9.]{4}")
#: From this version on, flags of security stand at this place; the first says "encrypted". See
#: the Open Design Alliance's specification of DWG, chapter "R2004 DWG file format".
_FLAGS_SINCE, _FLAGS_AT, _FLAGS_END, _ENCRYPTED = "AC1018", 0x18, 0x1C, 1
_ALL_FLAGS = 0xF  # what has more than these set is no drawing, but noise


def sniff(head: bytes) -> bool:
    """True for a DWG of any version."""
    return _MARK.match(head) is not None


def version_of(head: bytes) -> str:
    """The mark of the version, such as AC1027."""
    return head[:6].decode("ascii", "replace")


def spoken(version: str) -> str:
    """The version for a person."""
    release = RELEASES.get(version)
    return f"a DWG of version {version}" + (f" (AutoCAD {release})" if release else "")


def is_encrypted(head: bytes) -> bool:
    """True for a drawing that is locked with a password."""
    has_flags = version_of(head) in RELEASES and version_of(head) >= _FLAGS_SINCE
    if not has_flags or len(head) < _FLAGS_END:
        return False
    flags = int.from_bytes(head[_FLAGS_AT:_FLAGS_END], "little")
    return flags <= _ALL_FLAGS and bool(flags & _ENCRYPTED)
