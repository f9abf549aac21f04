"""From a file to an ezdxf document, or a coded refusal; never half a drawing unannounced."""

from __future__ import annotations

import io
import logging
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

from ezdxf import recover
from ezdxf.audit import AuditError
from ezdxf.document import Drawing
from ezdxf.lldxf.const import DXFError

from importers.base import Limits
from importers.dxf.commas import with_points
from importers.dxf.encodings import Opening, opening_of
from importers.dxf.sniff import BINARY_SENTINEL, looks_like_dxf, refusal_for
from importers.issues import ImportIssue, ImportRefused, Severity
from importers.repairs import RepairName, Repairs

HEAD_BYTES = 4096
#: What the library is known to raise for damaged files, measured on cut and mutated drawings.
LOAD_ERRORS = (
    DXFError,
    OSError,
    EOFError,
    StopIteration,
    RecursionError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    ArithmeticError,
    AssertionError,
    struct.error,
)
_END = re.compile(rb"(?:^|\n)[ \t]*0[ \t]*\r?\n[ \t]*EOF")
_ENTITIES = re.compile(rb"\n[ \t]*2[ \t]*\r?\n[ \t]*ENTITIES[ \t]*\r?\n")
_SECTION_END = re.compile(rb"\n[ \t]*0[ \t]*\r?\n[ \t]*ENDSEC")
_ASK_AGAIN = "Save the drawing again in the program that made it and send the new file."

# What the library has to say about a file reaches the person as issues, not as log lines.
logging.getLogger("ezdxf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document with content in its model space, and what had to be repaired to get it."""

    doc: Drawing
    issues: tuple[ImportIssue, ...] = field(default=())


def load(
    path: Path, limits: Limits, repairs: Repairs | None = None, encoding: str | None = None
) -> Loaded:
    """Read the DXF at ``path``; raises ``ImportRefused`` for anything that is none.

    ``encoding`` is that of its texts, where a person knows better than the file.
    """
    head = _head(path, limits)
    if not looks_like_dxf(head):
        raise refusal_for(head)
    repairs = repairs if repairs is not None else Repairs()
    opening = opening_of(path, encoding, repairs)
    try:
        loaded = Loaded(opening.read(path), opening.issues)
    except LOAD_ERRORS:
        loaded = _repaired(path, head, opening, repairs)
    try:
        _require_content(loaded.doc)
    except LOAD_ERRORS:
        # The library mends a drawing by destroying parts of it that others still point to.
        raise _damaged() from None
    return loaded


def _head(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        raise ImportRefused(
            "FILE_NOT_READABLE", "The file cannot be opened.", "Check its name and its permissions."
        ) from None
    if size > limits.file_bytes:
        raise ImportRefused(
            "FILE_TOO_LARGE",
            f"The file has {size / 1e6:.0f} MB; at most {limits.file_bytes / 1e6:.0f} are read.",
            "Delete what does not belong to this floor, purge unused blocks, and save it again.",
        )
    return head


def _repaired(path: Path, head: bytes, opening: Opening, repairs: Repairs) -> Loaded:
    """Second try, for a file that the strict reader gave up on."""
    if not repairs.allows(RepairName.RECOVER_STRUCTURE):
        raise ImportRefused(
            "DRAWING_DAMAGED",
            "The file breaks the rules of DXF, and mending that is switched off.",
            "Switch the repair 'recover_structure' on, or save the drawing again.",
        )
    if head.startswith(BINARY_SENTINEL):
        raise ImportRefused("DRAWING_DAMAGED", "The binary DXF is damaged or cut off.", _ASK_AGAIN)
    raw = opening.mended(path.read_bytes())
    issues = [*opening.issues, *_check_end(raw)]
    pointed, commas = with_points(raw)
    repairs.count(RepairName.READ_DECIMAL_COMMAS, commas)
    if commas and repairs.allows(RepairName.READ_DECIMAL_COMMAS):
        raw = pointed
        issues.append(_comma_issue(commas))
    try:
        doc, auditor = recover.read(io.BytesIO(raw))
    except LOAD_ERRORS:
        raise _damaged() from None
    findings = [*auditor.fixes, *auditor.errors]
    wrong = [f for f in findings if f.code == AuditError.INVALID_FLOATING_POINT_VALUE]
    if wrong:
        issues.append(_number_issue(len(wrong), str(wrong[0].message)))
    issues.append(_repair_issue(len(findings) - len(wrong)))
    repairs.count(RepairName.RECOVER_STRUCTURE, max(1, len(findings) - len(wrong)))
    return Loaded(doc, tuple(issues))


def _damaged() -> ImportRefused:
    return ImportRefused("DRAWING_DAMAGED", "The drawing's structure is damaged.", _ASK_AGAIN)


def _check_end(raw: bytes) -> list[ImportIssue]:
    if _END.search(raw):
        return []
    entities = _ENTITIES.search(raw)
    if entities is None or _SECTION_END.search(raw, entities.end()) is None:
        raise ImportRefused(
            "TRUNCATED",
            "The file ends in the middle of the drawing.",
            "Send it again: the copy was cut off, or the disk was full when it was saved.",
        )
    message = "The file ends early, after the last entity; all entities were read."
    return [ImportIssue("TRUNCATED", Severity.ERROR, message, _ASK_AGAIN)]


def _comma_issue(count: int) -> ImportIssue:
    return ImportIssue(
        "DECIMAL_COMMA",
        Severity.WARNING,
        f"{count:,} numbers were written with a decimal comma and read as if with a point.",
        "Compare one dimension with the plan before publishing.",
    )


def _number_issue(count: int, first: str) -> ImportIssue:
    line = re.search(r"near line (\d+)", first)
    place = f" near line {line[1]} of the file" if line else ""
    return ImportIssue(
        "COORDINATE_UNREADABLE",
        Severity.ERROR,
        f"{count:,} numbers could not be read and were guessed, the first{place}.",
        "The plan may be distorted there. " + _ASK_AGAIN,
    )


def _repair_issue(count: int) -> ImportIssue:
    return ImportIssue(
        "DRAWING_REPAIRED",
        Severity.WARNING,
        f"The file breaks the rules of DXF; {count:,} faults were repaired while reading.",
        "Look whether anything is missing. If so: " + _ASK_AGAIN[0].lower() + _ASK_AGAIN[1:],
    )


def _require_content(doc: Drawing) -> None:
    if len(doc.modelspace()):
        return
    for layout in doc.layouts:
        # Every sheet has one viewport of its own, which shows nothing.
        if layout.is_any_paperspace and any(e.dxftype() != "VIEWPORT" for e in layout):
            raise ImportRefused(
                "NO_MODELSPACE",
                f"The model space is empty; the plan is on the layout {layout.name!r}.",
                "Export that layout to model space (command EXPORTLAYOUT) and send the result.",
            )
    raise ImportRefused("DRAWING_EMPTY", "The drawing holds no entities at all.", _ASK_AGAIN)
