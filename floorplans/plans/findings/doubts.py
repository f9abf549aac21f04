"""What publishing asks about findings."""

from __future__ import annotations

from floorplans.plans.views import Notice


def findings_open(errors: int, warnings: int) -> tuple[Notice, ...]:
    """The doubt about findings that nobody has settled or ignored; notes are none."""
    counts = ((errors, "error"), (warnings, "warning"))
    told = [f"{many} {word}{'s' if many > 1 else ''}" for many, word in counts if many]
    if not told:
        return ()
    verb = "is" if errors + warnings == 1 else "are"
    return (
        Notice(
            "FINDINGS_OPEN",
            f"{' and '.join(told)} about the drawing {verb} open.",
            "Look at the findings: mend them, or ignore them with a reason.",
        ),
    )
