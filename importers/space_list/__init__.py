"""A list of spaces as a table of text (CSV), as facility staff keep it in a spreadsheet."""

from importers.space_list.reader import Listed, RowProblem, SpaceList, read_list

__all__ = ["Listed", "RowProblem", "SpaceList", "read_list"]
