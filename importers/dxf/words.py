"""Text as people read it: codes of the drawing program resolved, harmful characters removed."""

from __future__ import annotations

import re
import unicodedata

from ezdxf.tools.text import fast_plain_mtext, plain_mtext, plain_text

#: Longer than any label; a longer text is cut, so that no file can fill a page with one name.
TEXT_CHARS = 2000

_UNICODE_CODE = re.compile(r"\\U\+([0-9A-Fa-f]{4})")
_CHARACTER_CODE = re.compile(r"%%(\d{3})")
_TOGGLE_CODE = re.compile(r"%%[uUoOkK]")
_SYMBOL_CODE = re.compile(r"%%([cCdDpP%])")
_SYMBOLS = {"c": "\u2300", "d": "\u00b0", "p": "\u00b1", "%": "%"}
# Controls other than the newline, and the marks that reverse the direction of what follows.
_UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200b\u3000]+")
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
    text = _UNWANTED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))[:TEXT_CHARS]


def name(text: str | None, encoding: str = "utf-8") -> str:
    """The name of a layer or block, on one line and never empty."""
    return clean(text or "", encoding).replace("\n", " ")[:255] or "(no name)"


def from_text(raw: str, encoding: str) -> str:
    """What a TEXT, ATTRIB or ATTDEF shows."""
    return clean(plain_text(_codes(raw)) if _has_codes(raw) else raw, encoding)


def from_mtext(raw: str, encoding: str) -> str:
    """What an MTEXT shows, one line for each of its lines."""
    raw = _codes(raw)
    # The fast reader is four times faster but takes codes without their semicolon for text.
    lines = fast_plain_mtext(raw, split=True)
    if any("\\" in line for line in lines):
        lines = plain_mtext(raw, split=True)
    return clean("\n".join(lines).replace("\\~", " "), encoding)


def _has_codes(raw: str) -> bool:
    return "%%" in raw or "^" in raw or "\\U+" in raw


def _codes(raw: str) -> str:
    if "\\U+" in raw:
        raw = _UNICODE_CODE.sub(lambda found: chr(int(found[1], 16)), raw)
    if "%%" in raw:
        raw = _CHARACTER_CODE.sub(lambda found: _character(int(found[1])), raw)
        raw = _TOGGLE_CODE.sub("", raw)
        raw = _SYMBOL_CODE.sub(lambda found: _SYMBOLS[found[1].lower()], raw)
    return raw


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
