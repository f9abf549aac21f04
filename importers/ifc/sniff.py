"""What an IFC file begins with."""

from __future__ import annotations

import re

_STEP = b"ISO-10303-21"
#: Other models are written in the same way, and name another schema.
_SCHEMA = re.compile(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """True for a STEP file whose schema, where ``head`` reaches so far, is one of IFC."""
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_STEP):
        return False
    schema = schema_of(head)
    return schema is None or schema.startswith("IFC")


def schema_of(head: bytes) -> str | None:
    """The name of the schema in capitals, None where the file says none."""
    found = _SCHEMA.search(head)
    return found[1].decode("ascii", "replace").strip().upper() if found else None
