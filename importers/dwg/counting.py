"""What a DXF holds, told from its bytes: entities by kind, and what the converter knows it lost.

A converter's exit status says nothing: programs that drop almost everything end with 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from mmap import mmap

#: Parts of other entities, frames of blocks and sections, and windows on paper: nothing drawn.
_NOT_DRAWN = frozenset(
    (
        *("BLOCK", "ENDBLK", "SEQEND", "VERTEX", "ATTRIB", "VIEWPORT"),
        *("SECTION", "ENDSEC", "EOF"),
    )
)
_DRAWN_IN = ("BLOCKS", "ENTITIES")
_TAG = re.compile(rb"(?:\A|\n)[ \t]*0[ \t]*\r?\n[ \t]*([A-Z][A-Z0-9_]*)[ \t]*(?=\r?\n|\Z)")
_NAME = re.compile(rb"\r?\n[ \t]*2[ \t]*\r?\n[ \t]*([A-Z]+)")
#: No object that a plan is read from is larger; indexes that a converter invents are.
OBJECT_BYTES = 1_000_000
#: A description of a class has ten lines, its name some letters, and its count some digits.
_CLASS_BYTES = 4096
_CLASS_NAME = re.compile(rb"[A-Z0-9_$.-]{1,60}", re.IGNORECASE)
_CLASS_COUNT = re.compile(rb"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Held:
    """Entities by kind, in the model and in blocks; ``lost`` are those announced but not there."""

    kinds: Mapping[str, int]
    lost: Mapping[str, int]

    @property
    def entities(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """An entity, an object, a table entry: from its 0 group to the next."""

    section: str
    kind: str
    start: int
    end: int


def held_by(data: mmap | bytes) -> Held:
    """What the DXF holds."""
    kinds: Counter[str] = Counter()
    announced: Counter[str] = Counter()
    for part in _parts(data):
        if part.section in _DRAWN_IN and part.kind not in _NOT_DRAWN:
            kinds[part.kind] += 1
        elif part.kind == "CLASS":
            announced.update(
                _announced(data[part.start : min(part.end, part.start + _CLASS_BYTES)])
            )
    lost = {kind: count - kinds[kind] for kind, count in announced.items() if count > kinds[kind]}
    return Held(dict(kinds), dict(sorted(lost.items())))


def slim(data: mmap | bytes) -> Iterator[memoryview]:
    """The DXF in pieces, without the huge objects that show nothing."""
    begin = 0
    with memoryview(data) as view:
        for part in _parts(data):
            if part.section == "OBJECTS" and part.end - part.start > OBJECT_BYTES:
                yield view[begin : part.start]
                begin = part.end
        yield view[begin:]


def _parts(data: mmap | bytes) -> Iterator[_Part]:
    section, kind, start = "", "", 0
    for found in _TAG.finditer(data):
        if kind:
            yield _Part(section, kind, start, found.start())
        kind, start = found[1].decode("ascii"), found.start()
        if kind == "SECTION":
            name = _NAME.match(data, found.end())
            section = name[1].decode("ascii") if name else ""
    if kind:
        yield _Part(section, kind, start, len(data))


def _announced(lines: bytes) -> dict[str, int]:
    """A class of entities with the number of them that the drawing says it has."""
    words = [word.strip() for word in lines.split(b"\n")]
    # The first line is what is left before the 0 group.
    groups = dict(zip(words[1::2], words[2::2], strict=False))
    name, count, is_entity = groups.get(b"1"), groups.get(b"91", b""), groups.get(b"281")
    if not name or is_entity != b"1":
        return {}
    # What a stranger wrote there is told to people, and never more than a name and a number.
    if not _CLASS_NAME.fullmatch(name) or not _CLASS_COUNT.fullmatch(count):
        return {}
    return {name.decode("ascii"): int(count)}
