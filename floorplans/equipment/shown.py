"""What goes with a booking, as a column of queries about bookings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from floorplans.equipment.views import Bring, Brought


def brings_column(table: str, owner: str, key: str) -> str:
    """SQL: JSON of what the rows of ``table`` say that the row aliased ``owner`` brings along.

    ``key`` is the column of ``table`` that names the owner's ``id``. NULL where it is nothing.
    """
    return f"""(SELECT json_agg(json_build_object('equipment_id', e.id, 'kind', e.kind,
        'name', e.name, 'kept_at', e.kept_at, 'count', g.count) ORDER BY e.kind, lower(e.name))
     FROM {table} g
     JOIN equipment e ON e.organisation_id = g.organisation_id AND e.id = g.equipment_id
     WHERE g.organisation_id = {owner}.organisation_id AND g.{key} = {owner}.id)"""  # noqa: S608


def brought(column: Iterable[Mapping[str, Any]] | None) -> tuple[Brought, ...]:
    """The values of such a column."""
    return tuple(
        Brought(**{**each, "equipment_id": UUID(each["equipment_id"])}) for each in column or ()
    )


def as_bring(brings: Iterable[Brought]) -> tuple[Bring, ...]:
    """The same, to be asked for again."""
    return tuple(Bring(each.equipment_id, each.count) for each in brings)
