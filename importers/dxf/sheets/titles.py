"""What the words beside a drawing say that it is: a kind, a name, a storey."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from importers.draft import ViewKind
from importers.dxf.scene import Text
from importers.dxf.sheets import title_words as words

#: Longer lines are notes; a title has few words.
TITLE_CHARS = 60
TITLE_WORDS = 8
NAME_CHARS = 60
#: A number that is no more than a page's: "1  GROUND FLOOR PLAN", "A-101 | GROUND FLOOR PLAN".
_SCALE = re.compile(
    r"\s*[-,;(|]?\s*\b(?:SCALE|M(?:A(?:SS|ß|SZ)STAB)?|ESC(?:ALA)?|[ÉE]CH(?:ELLE)?|SCHAAL|SKALA"
    r"|SCALA|M[ÅA]LESTOKK?)?\.?\s*[:=]?\s*1\s*[:/]\s*\d+\b\)?.*$",
    re.IGNORECASE,
)
_LEVEL_MARK = re.compile(
    r"^\W{0,2}?(?:OK\w*|UK\w*|FFB|FFL|RFB|NIV\.?|H ?=)?\s*([±+\-\u2212])\s?(\d{1,3}[.,]\d{2,3})\b"
)
_DIGIT = re.compile(r"\d")
_ONE_TO = re.compile(r"(?<!\d)1\s?[:/]\s?(?:[125]0{0,3}|25|75|250|750)(?!\d)")
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in words.KINDS)
_FLOORS = tuple((re.compile(pattern), ordinal) for pattern, ordinal in words.FLOORS)
_OTHER_FLOORS = re.compile(words.OTHER_FLOORS)
_PART = re.compile(words.BUILDING_PART)
_TITLE_BLOCK = frozenset(words.TITLE_BLOCK.split())
_NOT_TITLES = re.compile(
    r"^(?:SEE|SIEHE|S\.|ZIE|VOIR|VER|VEDI|SE|REF|REFER|TO|ZUM?|ZUR|NACH|VON|ABOVE|BELOW|OVER)\b"
)


@dataclass(frozen=True, slots=True)
class Title:
    """One line that names a drawing. ``part`` is the wing or building that it speaks of."""

    kind: ViewKind
    name: str
    ordinal: int | None = None
    either_way: bool = False
    part: str | None = None


def title_of(text: Text) -> Title | None:
    """The first line of ``text`` that is a title, None if there is none."""
    return next((t for line in text.text.split("\n") if (t := _of_line(line)) is not None), None)


def _of_line(written: str) -> Title | None:
    # Most texts are numbers and names that differ in their digits only.
    return _of_known(written) if _may_be(_DIGIT.sub("1", written)) else None


@lru_cache(maxsize=50_000)
def _may_be(written: str) -> bool:
    return any(map(str.isalpha, written[:TITLE_CHARS])) and _of_known(written) is not None


@lru_cache(maxsize=50_000)
def _of_known(written: str) -> Title | None:
    line = " ".join(unicodedata.normalize("NFC", written).split())
    if not 2 <= len(line) <= TITLE_CHARS or len(line.split()) > TITLE_WORDS:
        return None
    name = _SCALE.sub("", line).strip(" -,;:|\u2013")[:NAME_CHARS]
    upper = name.upper()
    if not name or _NOT_TITLES.match(upper):
        return None
    for kind, pattern in _KINDS:
        if pattern.search(upper):
            return Title(kind, name)
    return _floor(name, upper)


def _floor(name: str, upper: str) -> Title | None:
    found = _PART.search(upper)
    part = found[0] if found else None
    for pattern, ordinal in _FLOORS:
        hit = pattern.search(upper)
        if hit is not None:
            told, either_way = (ordinal, False) if ordinal is not None else _counted(hit)
            return Title(ViewKind.FLOOR_PLAN, name, told, either_way, part)
    if _OTHER_FLOORS.search(upper):
        return Title(ViewKind.FLOOR_PLAN, name, None, False, part)
    return None


def _counted(hit: re.Match[str]) -> tuple[int | None, bool]:
    """The ordinal by the groups of a pattern, and whether its ground floor may be called 1."""
    for group, digits in hit.groupdict().items():
        if digits is None:
            continue
        number = int(digits or group[-1])
        if group.startswith("level"):
            return number, True
        return {"down": -number, "base1": number - 1}.get(group, number), False
    return None, False


def floor_of(words_given: str) -> Title | None:
    """The floor that a person means by "1. OG" or "ground floor"."""
    title = _of_line(words_given)
    return title if title is not None and title.kind is ViewKind.FLOOR_PLAN else None


def title_in_block(texts: Iterable[Text]) -> Title | None:
    """The floor that a title block names, with or without the name of the field before it."""
    for text in texts:
        for line in text.text.split("\n"):
            title = floor_of(line.partition(":")[2]) or floor_of(line)
            if title is not None:
                return title
    return None


def level_of(text: Text) -> float | None:
    """The metres of a height such as +3.20 or ±0,00, which sections and elevations are full of."""
    found = _LEVEL_MARK.match(text.text.strip())
    if found is None:
        return None
    metres = float(found[2].replace(",", "."))
    return -metres if found[1] in "-\u2212" else metres


def title_block_words(text: Text) -> set[str]:
    """The words of ``text`` that stand in fields of title blocks, one for each of its lines."""
    found: set[str] = set()
    lines = [*text.text.split("\n"), (text.tag or "").replace("_", " ")]
    for line in lines:
        if _ONE_TO.search(line):
            found.add("SCALE")
        first = re.match(r"[^\W\d_]+", line.strip().upper())
        if first is not None and first[0] in _TITLE_BLOCK and len(line) <= TITLE_CHARS:
            found.add(first[0])
    return found
