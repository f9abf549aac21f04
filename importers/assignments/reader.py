"""From a table to assignments with the line each stands on, and to what is wrong with a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from importers.days import DAY_ADVICE, day_of_text
from importers.issues import ImportRefused
from importers.space_list import words
from importers.space_list.table import Row, read_table

MOST_LINES = 5_000
COLUMNS = ("building", "floor", "number", "e-mail", "weekdays", "from", "to")
_OWN = {
    "email": frozenset(
        (
            "email",
            "e mail",
            "mail",
            "person",
            "owner",
            "e mail address",
            "email address",
            "e mail adresse",
            "courriel",
            "correo",
        )
    ),
    "weekdays": frozenset(
        (
            "weekdays",
            "weekday",
            "days",
            "wochentage",
            "wochentag",
            "tage",
            "jours",
            "dias",
            "giorni",
            "dagen",
        )
    ),
    "from": frozenset(
        ("from", "start", "first day", "von", "ab", "beginn", "du", "desde", "van", "dal")
    ),
    "to": frozenset(("to", "end", "until", "last day", "bis", "ende", "au", "hasta", "tot", "al")),
}
_DAYS = (
    ("mo", "mon", "monday", "montag", "lundi", "lun", "lunes", "lunedi", "maandag", "ma"),
    (
        "tu",
        "tue",
        "tues",
        "tuesday",
        "di",
        "dienstag",
        "mardi",
        "mar",
        "martes",
        "martedi",
        "dinsdag",
    ),
    (
        "we",
        "wed",
        "wednesday",
        "mi",
        "mittwoch",
        "mercredi",
        "mer",
        "miercoles",
        "mercoledi",
        "woensdag",
        "wo",
    ),
    (
        "th",
        "thu",
        "thur",
        "thurs",
        "thursday",
        "do",
        "donnerstag",
        "jeudi",
        "jeu",
        "jueves",
        "giovedi",
        "donderdag",
    ),
    ("fr", "fri", "friday", "freitag", "vendredi", "ven", "viernes", "venerdi", "vrijdag", "vr"),
    ("sa", "sat", "saturday", "samstag", "samedi", "sam", "sabado", "sabato", "zaterdag", "za"),
    (
        "su",
        "sun",
        "sunday",
        "so",
        "sonntag",
        "dimanche",
        "dim",
        "domingo",
        "domenica",
        "zondag",
        "zo",
    ),
)
_NUMBER_OF = {word: day for day, of in enumerate(_DAYS, 1) for word in of}
_EVERY = frozenset(("", "all", "every day", "daily", "alle", "taglich", "jeden tag", "tous"))
_BETWEEN = re.compile(r"[\s,;/+|&]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """A line: where the place is, as the plan calls it, whose it is, and when."""

    line: int
    building: str | None
    floor: str | None
    number: str
    email: str
    weekdays: tuple[int, ...]
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class RowTrouble:
    line: int
    code: str
    message: str
    advice: str


class _BadLineError(Exception):
    def __init__(self, trouble: RowTrouble) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


def read_assignments(content: bytes) -> tuple[tuple[Listed, ...], tuple[RowTrouble, ...]]:
    """The lines of a list and what is wrong with some; ImportRefused for what is no such list."""
    table = read_table(content, _column_of)
    places: dict[str, int] = {}
    for place, cell in enumerate(table.header.cells):
        column = _column_of(cell)
        if column is not None:
            places.setdefault(column, place)
    advice = f"Write the names of the columns into the first line: {', '.join(COLUMNS)}."
    if "number" not in places:
        raise ImportRefused("LIST_WITHOUT_NUMBERS", "No column of the list holds numbers.", advice)
    if "email" not in places:
        raise ImportRefused("LIST_WITHOUT_PEOPLE", "No column of the list holds addresses.", advice)
    if len(table.rows) > MOST_LINES:
        raise ImportRefused(
            "LIST_TOO_LARGE",
            f"The list has {len(table.rows):,} lines; at most {MOST_LINES:,} are read.",
            "Send one building at a time.",
        )
    found, trouble = [], []
    for row in table.rows:
        try:
            found.append(_listed(row, places))
        except _BadLineError as bad:
            trouble.append(bad.trouble)
    return tuple(found), tuple(trouble)


def weekdays_of(text: str) -> tuple[int, ...] | None:
    """The days of “Mon Wed”, “Mo-Fr”, “1-5” or “every day”; None for what is none."""
    told = words.plain(text.replace("-", " to ").replace("\N{EN DASH}", " to "))
    if told in _EVERY:
        return (1, 2, 3, 4, 5, 6, 7)
    parts = _BETWEEN.split(told)
    days: set[int] = set()
    place = 0
    while place < len(parts):
        first = _day(parts[place])
        if first is None:
            return None
        last = first
        if place + 2 < len(parts) and parts[place + 1] in ("to", "bis"):
            last = _day(parts[place + 2]) or 0
            place += 2
        if not last:
            return None
        days.update((first + n - 1) % 7 + 1 for n in range((last - first) % 7 + 1))
        place += 1
    return tuple(sorted(days))


def _day(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if word in {"1", "2", "3", "4", "5", "6", "7"} else None
    return _NUMBER_OF.get(word) or _NUMBER_OF.get(word.removesuffix("s"))


def _column_of(cell: str) -> str | None:
    told = words.plain(cell)
    own = next((name for name, known in _OWN.items() if told in known), None)
    return own or words.column_of(cell)


def _listed(row: Row, places: dict[str, int]) -> Listed:
    def cell(name: str) -> str:
        place = places.get(name)
        return row.cells[place].strip() if place is not None and place < len(row.cells) else ""

    if not cell("number"):
        raise _bad(
            row,
            "LIST_ROW_WITHOUT_NUMBER",
            "The line has no number of a place.",
            "Write the number that the place has on the plan.",
        )
    email = cell("email").lower()
    if "@" not in email or len(email) > 254:
        raise _bad(
            row,
            "LIST_ROW_WITHOUT_PERSON",
            "The line has no e-mail address.",
            "Write the address the person signs in with.",
        )
    weekdays = weekdays_of(cell("weekdays"))
    if weekdays is None:
        raise _bad(
            row,
            "LIST_WEEKDAYS_UNKNOWN",
            f"“{cell('weekdays')[:40]}” names no days of the week.",
            "Write them like “Mon Wed” or “Mon-Fri”; an empty cell means every day.",
        )
    return Listed(
        row.line,
        cell("building") or None,
        cell("floor") or None,
        cell("number"),
        email,
        weekdays,
        _when(row, cell("from")),
        _when(row, cell("to")),
    )


def _bad(row: Row, code: str, message: str, advice: str) -> _BadLineError:
    return _BadLineError(RowTrouble(row.line, code, message, advice))


def _when(row: Row, text: str) -> date | None:
    if not text:
        return None
    found = day_of_text(text)
    if found is None:
        said = f"“{text[:40]}” is no day that can be read."
        raise _bad(row, "LIST_DAY_UNKNOWN", said, DAY_ADVICE)
    return found
