"""Names of layers and blocks, freed of what programs and offices add to them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A reference adds its file's name: FILE|A-WALL while it is linked, FILE$0$A-WALL once bound.
_REFERENCE = re.compile(r"^.*(?:\||\$\d+\$)")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_SPLIT = re.compile(r"[^0-9A-Za-zÀ-ÖØ-öø-ÿĀ-ž\u3040-\u30ff\u3400-\u9fff]+")
_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_NUMBERED = re.compile(r"\d[A-Za-z]$")
#: What the US standard writes last for the state of a thing; demolished and future things are
#: drawn over what is there and must not be read as part of it.
_GONE_LAST = frozenset({"D", "DEMO", "DEMOL", "FUTR", "TEMP", "ABST"})
_GONE = frozenset(
    {"DEMO", "DEMOLITION", "DEMOLISHED", "ABBRUCH", "ABRISS", "SLOOP", "RIVES", "RIVNING"}
    | {"DEMOLER", "DEMOLICION", "DEMOLIZIONE", "GHOST", "OBSOLETE", "OLD"}
)


def plain(name: str) -> str:
    """Upper case, NFC, without the name of the drawing it was bound from."""
    return _REFERENCE.sub("", unicodedata.normalize("NFC", name)).strip().upper()


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in upper case: ``Meeting rooms`` and ``MeetingRooms`` give the same."""
    bare = _REFERENCE.sub("", unicodedata.normalize("NFC", name))
    found: list[str] = []
    for part in _SPLIT.split(_CAMEL.sub(" ", bare)):
        found.extend(piece.upper() for piece in _DIGITS.split(part) if piece)
    return tuple(found)


def is_demolition(name: str) -> bool:
    """True for what is to be torn down, or is not there yet."""
    words = words_of(name)
    if not words:
        return False
    # In E14-274D the D belongs to a room's number.
    last_of_many = len(words) > 1 and words[-1] in _GONE_LAST and not _NUMBERED.search(name)
    return last_of_many or any(word in _GONE for word in words)
