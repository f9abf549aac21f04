"""What is looked for, as conditions of SQL with bound values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from floorplans.directory.views import About, Wanted

_IDS = frozenset({About.ID, About.MEMBER})


def conditions(by: Mapping[About, str], wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """``AND ...`` for each of what is wanted, and the values that it binds.

    ``by`` has for each thing a condition with ``{0}`` where the value's name goes. An id that is
    none matches nothing.
    """
    parts: list[str] = []
    values: dict[str, Any] = {}
    for number, (about, value) in enumerate(wanted):
        bound = _uuid(value) if about in _IDS else value
        if bound is None or about is About.NOTHING:
            return " AND false", {}
        parts.append(f" AND {by[about].format(f'w{number}')}")
        if about in by and "{0}" in by[about]:
            values[f"w{number}"] = bound
    return "".join(parts), values


def _uuid(value: str | bool) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
