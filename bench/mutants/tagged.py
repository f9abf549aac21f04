"""A DXF as a list of tags, in bytes, so that damage to the encoding survives."""

from __future__ import annotations

from dataclasses import dataclass

BINARY_START = b"AutoCAD Binary DXF"


@dataclass(slots=True)
class Tag:
    """One group code and its value, both as written."""

    code: bytes
    value: bytes

    @property
    def number(self) -> int:
        """The group code; -1 where it is none."""
        try:
            return int(self.code)
        except ValueError:
            return -1


def is_binary(raw: bytes) -> bool:
    """True for a binary DXF, which has no lines."""
    return raw.startswith(BINARY_START)


def split(raw: bytes) -> list[Tag]:
    """The tags of an ASCII DXF; a code without a value at the end is dropped."""
    lines = [line.rstrip(b"\r") for line in raw.split(b"\n")]
    return [Tag(lines[i].strip(), lines[i + 1]) for i in range(0, len(lines) - 1, 2)]


def join(tags: list[Tag]) -> bytes:
    """The file of ``tags``."""
    return b"".join(b"%b\n%b\n" % (tag.code, tag.value) for tag in tags)


def records(tags: list[Tag]) -> list[tuple[int, int]]:
    """(start, end) of each run of tags that begins with group code 0."""
    starts = [i for i, tag in enumerate(tags) if tag.code == b"0"]
    return list(zip(starts, [*starts, len(tags)][1:], strict=True))


def section_of(tags: list[Tag], name: bytes) -> tuple[int, int]:
    """(start, end) of what a section holds, without its frame; (0, 0) where there is none."""
    for i in range(len(tags) - 1):
        if tags[i].value == b"SECTION" and tags[i + 1].value == name and tags[i].code == b"0":
            end = next((k for k in range(i, len(tags)) if tags[k].value == b"ENDSEC"), len(tags))
            return i + 2, end
    return 0, 0
