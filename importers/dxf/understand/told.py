"""Moves findings of an attempt into the report, once the attempt is accepted."""

from __future__ import annotations

from importers.dxf.findings import Findings


def pass_on(attempt: Findings, report: Findings) -> None:
    """Add all findings of ``attempt`` to ``report``."""
    for issue in attempt.issues():
        placed = issue.x is not None and issue.y is not None
        report.add(
            issue.code,
            issue.severity,
            issue.message,
            issue.advice,
            handle=issue.handle,
            layer=issue.layer,
            at=(issue.x or 0.0, issue.y or 0.0) if placed else None,
            segment=issue.segment,
            choices=issue.choices,
        )
