"""Codes of lists of spaces (CSV), of lists of who sits where, and of leave."""

from __future__ import annotations

from importers.codes.code import Code, error, refusal

LISTS: tuple[Code, ...] = (
    refusal(
        "LIST_TOO_LARGE",
        "The list has more bytes or rows than one building ever needs.",
        "Send one building at a time.",
    ),
    refusal(
        "LIST_NOT_READABLE",
        "The file is no table of text: a quote is not closed, or it holds other things.",
        "Save it in the spreadsheet as “CSV UTF-8” and send it again.",
    ),
    refusal(
        "LIST_COLUMN_TWICE",
        "Two columns of the list stand for the same.",
        "Delete or rename one of them.",
    ),
    refusal(
        "LIST_WITHOUT_NUMBERS",
        "No column of the list holds the numbers or names of spaces.",
        "Write the names of the columns into the first line; the message lists those known.",
    ),
    refusal(
        "LIST_WITHOUT_PEOPLE",
        "No column of a list of assigned desks holds e-mail addresses.",
        "Write the names of the columns into the first line; the message lists them.",
    ),
    error(
        "LIST_ROW_WITHOUT_NUMBER",
        "The row has neither a number nor a name.",
        "Write the number that the space has on the plan.",
    ),
    error(
        "LIST_TEXT_TOO_LONG",
        "A text of the row is longer than can be kept.",
        "Shorten it; the message says which and to what length.",
    ),
    error(
        "LIST_KIND_UNKNOWN",
        "The kind in the row is not known.",
        "Write desk, room, booth, parking, locker or area; words of some languages are known.",
    ),
    error(
        "LIST_CATEGORY_UNKNOWN",
        "The category in the row is not known.",
        "Write one of IMDF, such as office, conferenceroom, kitchen or storage.",
    ),
    error(
        "LIST_CAPACITY_UNUSABLE",
        "The capacity in the row is no number of people.",
        "Write a whole number of at least 1, or leave the cell empty.",
    ),
    error(
        "LIST_PLACES_UNUSABLE",
        "What the row says of places that can be booked at once is no number.",
        "Write a whole number of at least 1, or leave the cell empty.",
    ),
    error(
        "LIST_FEATURES_UNUSABLE",
        "A feature in the row is too long, has strange characters, or there are too many.",
        "Write up to 20 short words with a semicolon between them.",
    ),
    error(
        "LIST_BOOKABLE_UNCLEAR",
        "The row does not say clearly whether the space can be booked.",
        "Write yes or no, or leave the cell empty.",
    ),
    error(
        "LIST_ROW_WITHOUT_PERSON",
        "The row of a list of assigned desks has no e-mail address.",
        "Write the address the person signs in with.",
    ),
    error(
        "LIST_WEEKDAYS_UNKNOWN",
        "The row of a list of assigned desks names no days of the week.",
        "Write them like “Mon Wed” or “Mon-Fri”; an empty cell means every day.",
    ),
    error(
        "LIST_DAY_UNKNOWN",
        "A day in the row cannot be read.",
        "Write days as 2026-11-23, or leave the cell empty.",
    ),
)

LEAVE: tuple[Code, ...] = (
    refusal(
        "LEAVE_TOO_LARGE",
        "The leave calendar has more bytes or entries than an office ever needs.",
        "Export only the leave of the next year.",
    ),
    refusal(
        "LEAVE_NOT_READABLE",
        "The file is no calendar that can be read, or only a part of one.",
        "Export it again as iCalendar (.ics), or send a table (CSV).",
    ),
    refusal(
        "LEAVE_WITHOUT_DAYS",
        "The table of leave has no column for its days, or for the people.",
        "Write the names of the columns into the first line; the message lists them.",
    ),
    refusal(
        "LEAVE_LINE_WRONG",
        "A line of the table of leave cannot be read; leave is never taken over in part.",
        "Mend the line that the message names and send the table again.",
    ),
)
