"""From the bytes of a table of text to its header and rows, whatever program wrote it.

Encoding and delimiter are found by what the header says in each: a header that is understood in
one way, and in no other as well, was written that way.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from importers.issues import ImportRefused

#: A list of all places of a large site has some thousand rows.
LIST_BYTES = 10 * 1024 * 1024
LIST_ROWS = 20_000
CELL_CHARS = 2_000
ROW_CELLS = 500
#: The first line is looked at in every encoding and with every delimiter, but not further.
HEAD_CHARS = 20_000
#: Lines with nothing on them; spreadsheets save some at the end.
LIST_LINES = 200_000
DELIMITERS = (",", ";", "\t", "|")
#: After UTF-8, in which text of another encoding is hardly ever valid.
_CODE_PAGES = ("cp1252", "cp1250", "cp1251", "mac-roman")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAVE = "Save it in the spreadsheet as “CSV UTF-8” and send it again."


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, by the line of the file on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    header: Row
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read_table(content: bytes, known: Callable[[str], str | None]) -> Table:
    """Header and rows; ``known`` gives the meaning of a header's cell, None for an unknown one.

    Raises ``ImportRefused`` for what is no table.
    """
    if len(content) > LIST_BYTES:
        raise ImportRefused(
            "LIST_TOO_LARGE",
            f"The list has {len(content) / 1e6:.0f} MB; at most {LIST_BYTES / 1e6:.0f} are read.",
            "Send one building at a time.",
        )
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ImportRefused("FILE_EMPTY", "The list is empty.", "Save it again and send it.")
    encoding, text = _decoded(content, known)
    if "\x00" in text:
        raise _no_table("It holds characters that no list has.")
    first, delimiter = _delimiter(text, known)
    rows = tuple(_rows(text, first, delimiter))
    if not rows:
        raise _no_table("It holds no line.")
    return Table(rows[0], rows[1:], encoding, delimiter)


def _decoded(content: bytes, known: Callable[[str], str | None]) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return encoding, content.decode(encoding)
            except UnicodeDecodeError:
                raise _no_table("Its characters cannot be read.") from None
    try:
        return "utf-8", content.decode("utf-8")
    except UnicodeDecodeError:
        tries = [(page, content.decode(page, "replace")) for page in _CODE_PAGES]
        return max(tries, key=lambda one: _understood(one[1], known))


def _understood(text: str, known: Callable[[str], str | None]) -> int:
    """How many cells of the header are known, by whichever delimiter knows most."""
    return max(_known_in(_head(text), delimiter, known) for delimiter in DELIMITERS)


def _head(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _known_in(line: str, delimiter: str, known: Callable[[str], str | None]) -> int:
    return sum(known(cell) is not None for cell in _cells(line, delimiter))


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line[:HEAD_CHARS]], delimiter=delimiter), [])


def _delimiter(text: str, known: Callable[[str], str | None]) -> tuple[int, str]:
    """The line on which the header is looked for, and what stands between cells."""
    head = _head(text)
    told = head.strip().removeprefix("\ufeff").strip('"')
    if told.lower().startswith("sep=") and len(told) == 5:
        # Excel writes and reads this line; no other row has it.
        return text.splitlines().index(head) + 1, told[4]
    best = max(DELIMITERS, key=lambda one: (_known_in(head, one, known), len(_cells(head, one))))
    return 0, best


def _rows(text: str, first: int, delimiter: str) -> Iterator[Row]:
    lines = io.StringIO(text, newline="")
    for _ in range(first):
        lines.readline()
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    count, line = 0, first + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if count > LIST_ROWS:
                    raise ImportRefused(
                        "LIST_TOO_LARGE",
                        f"The list has more than {LIST_ROWS:,} rows.",
                        "Send one building at a time.",
                    )
                if len(cells) > ROW_CELLS:
                    raise _no_table(f"Line {line} has {len(cells):,} cells, more than any list.")
                if any(len(cell) > CELL_CHARS for cell in cells):
                    raise _no_table(f"A cell of line {line} is longer than any is.")
                yield Row(line, tuple(" ".join(cell.split()) for cell in cells))
                count += 1
            line = first + reader.line_num + 1
            if line > LIST_LINES:
                raise _no_table(f"It has more than {LIST_LINES:,} lines.")
    except csv.Error:
        raise _no_table(
            f"The row from line {line} on has a quote that is not closed, or a cell without end."
        ) from None


def _no_table(why: str) -> ImportRefused:
    return ImportRefused("LIST_NOT_READABLE", f"The file is no list that can be read. {why}", _SAVE)
