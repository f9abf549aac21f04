"""Collects findings while a drawing is read, and keeps a flood of one kind short."""

from __future__ import annotations

from collections import Counter

from importers.issues import ImportIssue, Severity

#: Findings of one code that are listed one by one; the rest is told as a number.
LISTED_PER_CODE = 25
#: More things that lack the same are told in one sentence: a person mends them all or none.
ONE_BY_ONE = 6


class Findings:
    """A list of issues that cannot grow without end."""

    def __init__(self) -> None:
        self._kept: list[ImportIssue] = []
        self._seen: Counter[str] = Counter()
        self._last: dict[str, ImportIssue] = {}

    def add(
        self,
        code: str,
        severity: Severity,
        message: str,
        advice: str,
        *,
        handle: str | None = None,
        layer: str | None = None,
        at: tuple[float, float] | None = None,
        segment: tuple[float, float, float, float] | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:
        """Keep a finding; ``at`` and ``segment`` are in the unit of the drawing."""
        x, y = at if at is not None else (None, None)
        issue = ImportIssue(code, severity, message, advice, handle, layer, x, y, segment, choices)
        self._seen[code] += 1
        self._last[code] = issue
        if self._seen[code] <= LISTED_PER_CODE:
            self._kept.append(issue)

    def issues(self) -> list[ImportIssue]:
        """All that was kept, then one line for each code that had more."""
        return self._kept + [
            self._rest(code, count - LISTED_PER_CODE)
            for code, count in self._seen.items()
            if count > LISTED_PER_CODE
        ]

    def _rest(self, code: str, more: int) -> ImportIssue:
        last = self._last[code]
        message = f"{more:,} more findings of this kind are not listed one by one."
        return ImportIssue(code, last.severity, message, last.advice)
