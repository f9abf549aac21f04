"""In which encoding the letters of a drawing were written, whatever its header says.

Up to R2004 a DXF names its code page, and many name a wrong one or none; from R2007 on all text is
UTF-8, and some programs write other bytes there too. What the bytes spell decides: words of the
letters of one language, without signs or capitals in their middle.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from importers.dxf.alphabets import ALPHABETS, PAGES, RARE_PAGES

UTF_8 = "utf-8"
#: The header says "ANSI_1252", "dos850", "iso8859-2", ...; Python calls them otherwise.
_NAMED = {
    "iso8859_1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "big5": "cp950",
    "ksc5601": "cp949",
    "gb2312": "gbk",
    "shift_jis": "cp932",
    "ascii": "cp1252",
    "utf8": UTF_8,
    "utf-8": UTF_8,
}
_PAGE_NUMBER = re.compile(r"(?:ansi_|dos|cp|windows-|win)?(\d{3,4})$")
_NUMBERED = {"936": "gbk", "1361": "johab", "1200": UTF_8, "65001": UTF_8}
#: Distinct texts that are looked at, and bytes of each; more would not change the picture.
TEXTS = 4000
TEXT_BYTES = 400
#: The share of letters that a right reading explains, and a wrong one does not.
GOOD, BAD = 0.9, 0.65
#: A better reading is taken without asking if it beats all different ones by this much.
MARGIN = 0.15
#: Readings that differ in fewer characters than this are one for our purpose.
SMALL_SHARE = 0.2
#: Fewer letters beyond ASCII than this prove nothing.
LETTERS = 3
#: So many accented letters side by side stand in no word that is written in Latin letters.
ACCENTS_TOGETHER = 4

UNDECODABLE = "\ufffd"
#: A byte that a page has no letter for speaks against it more than an odd letter.
UNDECODABLE_WEIGHT = 3

_ACCENTS = re.compile(rf"[\u00c0-\u024f]{{{ACCENTS_TOGETHER},}}")
# Signs that stand alone or at numbers in every language.
_USUAL_SIGNS = frozenset(
    "°²³±\u00d7·µ½¼¾\u2013\u2014\u2018\u2019\u201c\u201d„«»€£§®©…•\u2122Ø¿¡\u2116⌀□ªº"
)
_MEASURE = re.compile(r"(?<=\d[mM])[^\x00-\x7f](?!\w)|(?<=\d [mM])[^\x00-\x7f](?!\w)")
_LAST_LATIN, _LAST_LETTER = "\u024f", "\u0fff"  # what follows are signs for whole words


@dataclass(frozen=True, slots=True)
class Reading:
    """How the bytes are read; ``sure`` unless another encoding explains them about as well."""

    encoding: str
    sure: bool = True


def named(header: str | None) -> str | None:
    """The Python name of a $DWGCODEPAGE or of what a person typed; None for an unknown one."""
    plain = (header or "").strip().lower().replace(" ", "")
    number = _PAGE_NUMBER.match(plain)
    wanted = _NAMED.get(plain, plain)
    if number:
        wanted = _NUMBERED.get(number[1], f"cp{number[1]}")
    try:
        # Names of host names' and other encodings that are none for texts fail here.
        b"a\xff".decode(wanted, "replace")
        return wanted if wanted and codecs.lookup(wanted) else None
    except (LookupError, ValueError):
        return None


def reading_of(texts: Iterable[bytes], declared: str) -> Reading:
    """The encoding of ``texts`` (those with bytes above 127), given what the header declares."""
    distinct = [text[:TEXT_BYTES] for text, _ in Counter(texts).most_common(TEXTS)]
    raw = b"\n".join(distinct)
    if not raw or is_utf_8(raw):
        return Reading(UTF_8 if raw else declared)
    before = score(_decoded(raw, declared))
    if before >= GOOD and declared != UTF_8:
        return Reading(declared)
    shown, scores = _tried(raw, PAGES)
    if max(scores.values()) < GOOD:
        more, their_scores = _tried(raw, RARE_PAGES)
        shown, scores = shown | more, scores | their_scores
    # Of pages that show the same the first one is as good as any.
    best = max(scores, key=lambda page: scores[page])
    if declared != UTF_8 and scores[best] - before < MARGIN:
        return Reading(declared, sure=before > BAD)
    rivals = [page for page in scores if scores[best] - scores[page] < MARGIN]
    alike = all(_differing(shown[best], shown[page]) < SMALL_SHARE for page in rivals)
    letters = sum(c.isalpha() and not c.isascii() for c in shown[best])
    return Reading(best, sure=alike and scores[best] >= GOOD and letters >= LETTERS)


def is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return True


def _tried(raw: bytes, pages: Iterable[str]) -> tuple[dict[str, str], dict[str, float]]:
    shown = {page: _decoded(raw, page) for page in pages}
    return shown, {page: score(text) for page, text in shown.items()}


def _differing(one: str, two: str) -> float:
    """The share of characters beyond ASCII that two readings show differently."""
    if len(one) != len(two):
        return 1.0
    beyond = [(a, b) for a, b in zip(one, two, strict=True) if not a.isascii() or not b.isascii()]
    return sum(a != b for a, b in beyond) / max(1, len(beyond))


def _decoded(raw: bytes, page: str) -> str:
    try:
        return raw.decode(page, "replace")
    except LookupError:
        return UNDECODABLE


def score(text: str) -> float:
    """0 to 1: how much of what is beyond ASCII looks like the words of one language."""
    measures = {found.start() for found in _MEASURE.finditer(text)}
    accents = {i for found in _ACCENTS.finditer(text) for i in range(*found.span())}
    letters: Counter[str] = Counter()
    bad = 0
    for index, sign in enumerate(text):
        if sign.isascii() or sign.isspace():
            continue
        before, after = text[max(0, index - 1) : index], text[index + 1 : index + 2]
        if index in measures:
            bad += sign not in "²³"
        elif sign == UNDECODABLE:
            bad += UNDECODABLE_WEIGHT
        elif not sign.isalpha() and not unicodedata.combining(sign):
            bad += sign not in _USUAL_SIGNS or (before.isalpha() and after.isalpha())
        elif index in accents or _clashes(before, sign, after):
            bad += 1
        elif before.isalpha() or after.isalpha() or sign > _LAST_LETTER:
            letters[sign] += 1
    seen = letters.total()
    if not seen + bad:
        return 1.0
    known = max(sum(n for c, n in letters.items() if c in a.letters) / a.share for a in ALPHABETS)
    return min(float(seen), known) / (seen + bad)


def _clashes(before: str, sign: str, after: str) -> bool:
    """True for a letter of another script, or a capital, in the middle of a word."""
    if _LAST_LATIN < sign <= _LAST_LETTER and any(
        c.isalpha() and c.isascii() for c in before + after
    ):
        return True
    if sign.isupper() and before.islower():
        return True
    return sign.islower() and sign != "ß" and before.isupper() and after.isupper()
