"""Opens a drawing in the encoding its texts are written in, and says so where the file does not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ezdxf.document import Drawing
from ezdxf.filemanagement import read, readfile
from ezdxf.tools.codepage import toencoding
from ezdxf.tools.text import fast_plain_mtext

from importers.dxf.codepages import GOOD, UTF_8, Reading, is_utf_8, named, reading_of, score
from importers.dxf.sniff import BINARY_SENTINEL
from importers.dxf.words import FAST_CHARS
from importers.issues import ImportIssue, Severity
from importers.repairs import RepairName, Repairs

#: What a program takes for granted that does not ask: the page behind most wrong letters.
WESTERN = "cp1252"
#: From this version on (R2007) every text of a DXF is UTF-8.
FIRST_UTF_8 = b"AC1021"
HEADER_BYTES = 64 * 1024
SAMPLE_CHARS = 40

_VERSION = re.compile(rb"\$ACADVER\s+1\s+(AC\d{4})")
_CODE_PAGE = re.compile(rb"\$DWGCODEPAGE\s+3[ \t]*\r?\n[ \t]*([^\r\n]*)")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff][^\n]*")
_LETTER = re.compile("[\u0080-\ud7ff\ue000-\uffff]")
_ADVICE = (
    "Look at names with letters beyond a to z. If they are wrong, choose another encoding in the "
    'studio, or import again with --encoding cp1251 or encoding = "cp1251" in a profile.'
)


@dataclass(frozen=True, slots=True)
class Opening:
    """How to open a drawing: as it says (all empty), in ``page``, or with other ``content``.

    ``content`` is the file with its texts written anew in UTF-8, for versions that allow no other.
    """

    page: str | None = None
    content: bytes | None = None
    issues: tuple[ImportIssue, ...] = field(default=())

    def read(self, path: Path) -> Drawing:
        """The document; raises what the library raises."""
        if self.content is not None:
            return read(io.TextIOWrapper(io.BytesIO(self.content), UTF_8, "surrogateescape"))
        doc = readfile(path, encoding=self.page)
        if self.page is not None:
            doc.encoding = self.page
        return doc

    def mended(self, raw: bytes) -> bytes:
        """``raw`` so that a reader who cannot be told the encoding reads it right."""
        if self.content is not None:
            return self.content
        if self.page is None:
            return raw
        text = raw.decode(self.page, "surrogateescape")
        coded = _LETTER.sub(lambda letter: f"\\U+{ord(letter[0]):04X}", text)
        return coded.encode(UTF_8, "surrogateescape")


def opening_of(path: Path, wanted: str | None, repairs: Repairs) -> Opening:
    """How to open the file at ``path``; ``wanted`` is the encoding that a person told, if any."""
    raw = path.read_bytes()
    if raw.isascii() or raw.startswith(BINARY_SENTINEL):
        return Opening()
    head = raw[:HEADER_BYTES]
    version, page = _VERSION.search(head), _CODE_PAGE.search(head)
    told = page[1].decode("ascii", "replace").strip() if page else ""
    if version and version[1] >= FIRST_UTF_8:
        return _new_file(raw, wanted, repairs)
    return _old_file(raw, told, wanted, repairs)


def _old_file(raw: bytes, told: str, wanted: str | None, repairs: Repairs) -> Opening:
    declared = named(told) or WESTERN
    texts = _texts(raw)
    reading = Reading(wanted) if wanted else reading_of(texts, declared)
    issues: tuple[ImportIssue, ...] = ()
    if wanted is None and (reading.encoding != declared or not reading.sure):
        reading, issues = _judged(reading, declared, told, texts, repairs)
    usual = toencoding(told) if told else WESTERN
    return Opening(page=reading.encoding if reading.encoding != usual else None, issues=issues)


def _judged(
    reading: Reading, declared: str, told: str, texts: list[bytes], repairs: Repairs
) -> tuple[Reading, tuple[ImportIssue, ...]]:
    """The reading that counts, and what is to be said about it."""
    sample, wrong = _sample(texts, reading.encoding, declared)
    if reading.encoding != declared:
        repairs.count(RepairName.READ_OTHER_ENCODING, len(texts))
        if not repairs.allows(RepairName.READ_OTHER_ENCODING):
            return Reading(declared), (_doubt(declared, wrong),)
    if not reading.sure:
        return reading, (_doubt(reading.encoding, sample),)
    said = f"says its texts are in {told}" if told else "does not say how its texts are written"
    return reading, (_mended(f"The file {said}; they", reading.encoding, sample, wrong),)


def _new_file(raw: bytes, wanted: str | None, repairs: Repairs) -> Opening:
    """A file of R2007 or later: bytes that are no UTF-8, or letters that were spoilt before."""
    texts = _texts(raw)
    broken = [text for text in texts if not is_utf_8(text)]
    if broken:
        reading = Reading(wanted) if wanted else reading_of(broken, UTF_8)
        content = _rewritten(raw, lambda line: _from_bytes(line, reading.encoding))
        return _written_anew(content, reading, broken, UTF_8, repairs, asked=not wanted)
    spoilt = [back for text in texts if (back := _bytes_behind(text)) is not None]
    if wanted is None and score(b"\n".join(texts).decode(UTF_8)) >= GOOD:
        return Opening()
    reading = Reading(wanted) if wanted else reading_of(spoilt, WESTERN)
    if reading.encoding == WESTERN:
        issues = () if reading.sure else (_doubt(UTF_8, _sample(texts, UTF_8, UTF_8)[0]),)
        return Opening(issues=issues)
    content = _rewritten(raw, lambda line: _from_letters(line, reading.encoding))
    return _written_anew(content, reading, spoilt, WESTERN, repairs, asked=not wanted)


def _written_anew(
    content: bytes,
    reading: Reading,
    texts: list[bytes],
    before: str,
    repairs: Repairs,
    *,
    asked: bool,
) -> Opening:
    if not asked:
        return Opening(content=content)
    sample, wrong = _sample(texts, reading.encoding, before)
    repairs.count(RepairName.READ_OTHER_ENCODING, len(texts))
    if not repairs.allows(RepairName.READ_OTHER_ENCODING):
        return Opening(issues=(_doubt(before, wrong),))
    if not reading.sure:
        return Opening(content=content, issues=(_doubt(reading.encoding, sample),))
    said = "Some texts are not written as the file says; they"
    issue = _mended(said, reading.encoding, sample, wrong)
    return Opening(content=content, issues=(issue,))


def _texts(raw: bytes) -> list[bytes]:
    """The lines that hold bytes beyond ASCII."""
    found = []
    for match in _BEYOND_ASCII.finditer(raw):
        start = raw.rfind(b"\n", 0, match.start()) + 1
        found.append(raw[start : match.end()].rstrip(b"\r"))
    return found


def _bytes_behind(text: bytes) -> bytes | None:
    """The bytes that were taken for Western letters; None if these letters are no Western ones."""
    try:
        return text.decode(UTF_8).encode(WESTERN)
    except UnicodeError:
        return None


def _from_bytes(line: bytes, page: str) -> bytes:
    return line if is_utf_8(line) else line.decode(page, "replace").encode(UTF_8)


def _from_letters(line: bytes, page: str) -> bytes:
    behind = _bytes_behind(line)
    try:
        return line if behind is None else behind.decode(page).encode(UTF_8)
    except UnicodeError:
        return line


def _rewritten(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    lines = raw.split(b"\n")
    return b"\n".join(line if line.isascii() else change(line) for line in lines)


def _sample(texts: list[bytes], page: str, before: str) -> tuple[str, str]:
    """One text as it is read, and as it was going to be read."""
    shown = [(_shown(text, page), _shown(text, before)) for text in texts[:1000]]
    telling = [pair for pair in shown if pair[0] != pair[1]] or shown
    return max(telling, key=lambda p: (sum(c.isalpha() and not c.isascii() for c in p[0]), p))


def _shown(text: bytes, page: str) -> str:
    # Of a long text only the beginning is shown, and codes are slow to read.
    plain = str(fast_plain_mtext(text.decode(page, "replace")[:FAST_CHARS]))
    return "".join(c if c.isprintable() else " " for c in plain).strip()[:SAMPLE_CHARS]


def _mended(opening: str, page: str, sample: str, wrong: str) -> ImportIssue:
    return ImportIssue(
        "TEXT_ENCODING_REPAIRED",
        Severity.WARNING,
        f"{opening} were read as {page}: “{sample}” instead of “{wrong}”.",
        _ADVICE,
    )


def _doubt(page: str, sample: str) -> ImportIssue:
    return ImportIssue(
        "TEXT_ENCODING_DOUBTFUL",
        Severity.WARNING,
        f"It is not certain how the texts are written; they were read as {page}: “{sample}”.",
        _ADVICE,
    )
