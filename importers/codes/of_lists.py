"""Codes of lists of spaces (CSV), and of batches of files."""

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
        "LIST_FEATURES_UNUSABLE",
        "A feature in the row is too long, has strange characters, or there are too many.",
        "Write up to 20 short words with a semicolon between them.",
    ),
    error(
        "LIST_BOOKABLE_UNCLEAR",
        "The row does not say clearly whether the space can be booked.",
        "Write yes or no, or leave the cell empty.",
    ),
)
