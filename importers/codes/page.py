"""Writes the page about codes for the people who bring drawings in."""

from __future__ import annotations

from importers.codes import SECTIONS
from importers.codes.code import REFUSED, Code

_HEAD = """\
# What an import can answer

Each drawing is either refused, with one code from this page, or read, with findings. A finding has
a code, a place on the plan where it has one, what was done, and what to do next.

| | |
|---|---|
| refused | nothing was read; the floor stays as it is |
| error | something the drawing holds is missing from the result |
| warning | the result holds a guess or a repair: look at it before you publish |
| info | told for completeness |

Messages may change; codes do not, so scripts compare codes. This page is written by
`python -m importers.codes > docs/import-issues.md`.
"""


def page() -> str:
    """The text of ``docs/import-issues.md``."""
    return _HEAD + "".join(_section(title, codes) for title, codes in SECTIONS)


def _section(title: str, codes: tuple[Code, ...]) -> str:
    rows = "".join(
        f"| `{code.name}` | {_told(code)} | {code.meaning} | {code.remedy} |\n" for code in codes
    )
    return f"\n## {title}\n\n| code | | what it means | what to do |\n|---|---|---|---|\n{rows}"


def _told(code: Code) -> str:
    return " or ".join(f"**{told}**" if told == REFUSED else told for told in code.told)
