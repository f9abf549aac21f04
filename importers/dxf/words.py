"""Text as people read it: codes of the drawing program resolved, harmful characters removed."""

from __future__ import annotations

import re
import unicodedata

from ezdxf.lldxf.encoding import decode_mif_to_unicode
from ezdxf.tools.text import fast_plain_mtext, plain_mtext

#: Longer than any label; a longer text is cut, so that no file can fill a page with one name.
TEXT_CHARS = 2000

# The fast reader of MTEXT is four times faster, but takes codes without their semicolon for text,
# and for many of them its time grows with the square of their number.
FAST_CHARS = 400
CODED_CHARS = 20 * TEXT_CHARS

_UNICODE_CODE = re.compile(r"\\U\+([0-9A-Fa-f]{4})")
_CHARACTER_CODE = re.compile(r"%%(\d{3})")
_TOGGLE_CODE = re.compile(r"%%[uUoOkK]")
_SYMBOL_CODE = re.compile(r"%%([cCdDpP%])")
# A caret and a letter stand for a control character, a caret and a space for the caret itself.
_CARET_CODE = re.compile(r"\^([@-_ ])")
_CARET = "\ue05e"
_STACK = re.compile(r"\\S((?:\\;|[^;\\]|\\[^;]){0,60});")  # longer ones stack nothing
_STACK_PARTS = re.compile(rf"(?<!\\)(?:\^ ?|{_CARET}|[/#])")
_POWERS = {"2": "\u00b2", "3": "\u00b3"}
_FIELD = re.compile(r"%<(?:(?!%<|>%).)*>%", re.DOTALL)
#: Fields that hold fields; nobody nests them deeper.
_FIELD_DEPTH = 5
_SYMBOLS = {"c": "\u2300", "d": "\u00b0", "p": "\u00b1", "%": "%"}
# Controls other than the newline; they part words.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
# Marks without a width, such as those that reverse the direction of what follows.
_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
# Letters of UTF-8 that was taken for a Western code page: every umlaut becomes two of these.
_MOJIBAKE = re.compile(
    "[\u00c2-\u00df][\u0080-\u00bf\u2013-\u2122\u0152-\u0192\u02c6\u02dc]"
    "|\u00e2[\u0080-\u00bf\u2013-\u20ac]{2}"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str, encoding: str = "utf-8") -> str:
    """Plain text of at most ``TEXT_CHARS`` characters: NFC, no controls, no lone surrogates.

    ``encoding`` is the code page the drawing was read with; it brings back the bytes behind
    undecodable text.
    """
    text = text[: TEXT_CHARS * 4]
    cleaned = _cleaned_once(text, encoding)
    while not cleaned.isascii() and (again := _cleaned_once(cleaned, encoding)) != cleaned:
        # What was removed may have stood between the halves of a letter that was read wrongly.
        cleaned = again
    return cleaned


def _cleaned_once(text: str, encoding: str) -> str:
    if not text.isascii():
        text = _repaired(text, encoding)
    elif text.isalnum():
        return text[:TEXT_CHARS]
    text = _CONTROLS.sub(" ", _MARKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))[:TEXT_CHARS]


def name(text: str | None, encoding: str = "utf-8") -> str:
    """The name of a layer or block, on one line and never empty."""
    return clean(text or "", encoding).replace("\n", " ")[:255] or "(no name)"


def from_text(raw: str, encoding: str) -> str:
    """What a TEXT, ATTRIB or ATTDEF shows."""
    if _has_codes(raw):
        # A TEXT has no line breaks, but converters leave those of an MTEXT in it.
        raw = _codes(raw).replace("\\P", "\n").replace("\\~", " ").replace(_CARET, "^")
    return clean(raw, encoding)


def from_mtext(raw: str, encoding: str) -> str:
    """What an MTEXT shows, one line for each of its lines."""
    if "\\S" in raw:
        raw = _STACK.sub(lambda found: _unstacked(found[1]), raw)
    raw = _codes(raw).replace("\\X", "\\P").replace("\\N", "\\P")
    lines = fast_plain_mtext(raw, split=True) if len(raw) <= FAST_CHARS else ["\\"]
    if any("\\" in line for line in lines):
        lines = plain_mtext(raw[:CODED_CHARS], split=True)
    return clean("\n".join(lines).replace("\\~", " ").replace(_CARET, "^"), encoding)


def _has_codes(raw: str) -> bool:
    return "%" in raw or "^" in raw or "\\" in raw


def _unstacked(stack: str) -> str:
    """A fraction, tolerance, exponent or index on one line."""
    parts = [part.strip() for part in _STACK_PARTS.split(stack, maxsplit=1)]
    above, below = parts[0], parts[1] if len(parts) > 1 else ""
    if not below:
        return _POWERS.get(above, above)
    between = " " if not above or "^" in stack or _CARET in stack else "/"
    return f" {above}{between}{below}"


def _codes(raw: str) -> str:
    if "\\U+" in raw:
        raw = _UNICODE_CODE.sub(lambda found: chr(int(found[1], 16)), raw)
    if "\\M+" in raw:
        raw = decode_mif_to_unicode(raw)
    if "^" in raw:
        raw = _CARET_CODE.sub(_control, raw)
    if "%<" in raw:
        for _ in range(_FIELD_DEPTH):
            # A field that was never worked out shows nothing that could name a place.
            raw = _FIELD.sub("", raw)
    if "%%" in raw:
        raw = _CHARACTER_CODE.sub(lambda found: _character(int(found[1])), raw)
        raw = _TOGGLE_CODE.sub("", raw)
        raw = _SYMBOL_CODE.sub(lambda found: _SYMBOLS[found[1].lower()], raw)
    return raw.replace("^", _CARET)


def _control(found: re.Match[str]) -> str:
    if found[1] == " ":
        return _CARET
    return "\n" if found[1] in "JM" else " "


def _character(code: int) -> str:
    return bytes([code]).decode("cp1252", "replace") if 32 <= code < 256 else " "


def _repaired(text: str, encoding: str) -> str:
    if _SURROGATES.search(text):
        text = _redecoded(text, encoding)
    return _MOJIBAKE.sub(_unmixed, text)


def _redecoded(text: str, encoding: str) -> str:
    try:
        raw = text.encode(encoding, "surrogateescape")
    except (UnicodeError, LookupError):
        return _SURROGATES.sub("\ufffd", text)
    for guess in ("utf-8", "cp1252"):
        try:
            return raw.decode(guess)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _unmixed(found: re.Match[str]) -> str:
    for code_page in ("cp1252", "latin-1"):
        try:
            return found[0].encode(code_page).decode("utf-8")
        except UnicodeError:
            continue
    return found[0]
