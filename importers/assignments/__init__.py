"""Assigned places as a table of text (CSV): building, floor, number, e-mail, weekdays, from, to."""

from importers.assignments.reader import Listed, RowTrouble, read_assignments

__all__ = ["Listed", "RowTrouble", "read_assignments"]
