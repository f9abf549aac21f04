"""A table of text with absences: a line for each, from a day to a day."""

from __future__ import annotations

from datetime import date

from importers.days import DAY_ADVICE, day_of_text
from importers.issues import ImportRefused
from importers.leave.values import Away, Leave
from importers.space_list.table import Row, read_table
from importers.space_list.words import plain

_COLUMNS = {
    "email": frozenset(
        (
            "email",
            "e mail",
            "mail",
            "address",
            "e mail address",
            "email address",
            "adresse",
            "e mail adresse",
            "courriel",
            "correo",
            "person",
            "employee email",
        )
    ),
    "from": frozenset(
        (
            "from",
            "start",
            "begin",
            "first day",
            "von",
            "beginn",
            "start date",
            "debut",
            "desde",
            "van",
            "od",
            "dal",
            "inicio",
        )
    ),
    "to": frozenset(
        (
            "to",
            "end",
            "until",
            "last day",
            "bis",
            "ende",
            "end date",
            "fin",
            "hasta",
            "tot",
            "do",
            "al",
            "fine",
        )
    ),
}


def read_leave_table(content: bytes, today: date, *, with_people: bool) -> Leave:
    """The absences of a table that are not over; ImportRefused names the first bad line."""
    table = read_table(content, _column_of)
    places = _places(table.header, with_people=with_people)
    found = []
    for row in table.rows:
        away = _away(row, places, with_people=with_people)
        if away.to_on >= today:
            found.append(away)
    return Leave(tuple(found))


def _column_of(cell: str) -> str | None:
    told = plain(cell)
    return next((name for name, words in _COLUMNS.items() if told in words), None)


def _places(header: Row, *, with_people: bool) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(header.cells):
        column = _column_of(cell)
        if column is not None:
            places.setdefault(column, place)
    wanted = ["email", "from", "to"] if with_people else ["from", "to"]
    lacking = [name for name in wanted if name not in places]
    if lacking:
        raise ImportRefused(
            "LEAVE_WITHOUT_DAYS",
            f"The first line of the table names no column “{lacking[0]}”.",
            f"Write into the first line: {', '.join(wanted)}.",
        )
    return places


def _away(row: Row, places: dict[str, int], *, with_people: bool) -> Away:
    from_on = _day(row, places["from"])
    # A single day needs no second.
    to_on = _day(row, places["to"]) if _cell(row, places["to"]) else from_on
    if to_on < from_on:
        raise _bad(row, "the last day is before the first", "Turn them round.")
    if not with_people:
        return Away(from_on, to_on)
    email = _cell(row, places["email"]).lower()
    if "@" not in email or len(email) > 254:
        raise _bad(row, "there is no e-mail address", "Write the address the person signs in with.")
    return Away(from_on, to_on, email)


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _day(row: Row, place: int) -> date:
    found = day_of_text(_cell(row, place))
    if found is None:
        raise _bad(row, "a day cannot be read", DAY_ADVICE)
    return found


def _bad(row: Row, why: str, advice: str) -> ImportRefused:
    return ImportRefused("LEAVE_LINE_WRONG", f"On line {row.line} {why}.", advice)
