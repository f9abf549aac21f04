"""Where a row of a list belongs: the names of the building and the floor of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from importers.space_list import Listed


@dataclass(frozen=True, slots=True)
class Place:
    """The floor of a plan, by the names that people use for it."""

    building: str
    floor: str
    short_name: str

    def holds(self, row: Listed) -> bool:
        """Whether the row is about this floor; what it does not say speaks for no other."""
        same_building = row.building is None or folded(row.building) == folded(self.building)
        names = (folded(self.floor), folded(self.short_name))
        return same_building and (row.floor is None or folded(row.floor) in names)


def folded(text: str) -> str:
    """A name as people compare names."""
    return " ".join(text.split()).casefold()
