"""What is told of features that could not be read."""

from __future__ import annotations

from importers.dxf.findings import Findings
from importers.issues import Severity


class Losses:
    """Counts features that are lost, by why."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.partial: list[str] = []
        self.placeless = 0

    def tell(self, findings: Findings) -> None:
        """One finding for each way of being lost."""
        if self.broken:
            many = f"{len(self.broken):,}"
            named = ", ".join(name for name in self.broken[:5] if name)
            told = f" The first: {named}." if named else ""
            findings.add(
                "FEATURE_UNREADABLE",
                Severity.ERROR,
                f"{many} features lack parts, or have coordinates that are none.{told}",
                "They were left out. Repair them in the program that made the file.",
            )
        if self.partial:
            findings.add(
                "FEATURE_INCOMPLETE",
                Severity.WARNING,
                f"{len(self.partial):,} areas lack some of their corners; they were drawn through "
                f"the others. The first: {', '.join(self.partial[:5])}.",
                "Export the whole building, with all nodes of its ways.",
            )
        if self.placeless:
            findings.add(
                "FEATURE_WITHOUT_SHAPE",
                Severity.INFO,
                f"{self.placeless:,} features have no shape; they were left out.",
                "Nothing needs to be done.",
            )
