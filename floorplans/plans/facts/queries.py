"""The SQL of facts. One statement each, on a tenant's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.plans.facts.values import NAMES, SpaceFacts

_NUMBERS = frozenset(("net_area_m2", "window_m", "door_m", "door_clear_m"))
_COLUMNS = ", ".join(NAMES)
_ARRAYS = ", ".join(
    f"CAST(:{name} AS {'float8' if name in _NUMBERS else 'boolean'}[])" for name in NAMES
)


def add(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    ids: Sequence[UUID],
    facts: Sequence[SpaceFacts],
) -> None:
    """Store what was worked out for the spaces of a revision, whose shapes are stored already."""
    statement = text(
        f"INSERT INTO space_fact (organisation_id, plan_revision_id, space_id, {_COLUMNS})"  # noqa: S608
        f" SELECT :organisation, :revision, f.* FROM unnest(CAST(:ids AS uuid[]), {_ARRAYS}) AS f"
    )
    values: dict[str, Any] = {name: [getattr(fact, name) for fact in facts] for name in NAMES}
    values |= {"ids": list(ids), "organisation": organisation_id, "revision": revision_id}
    tx.execute(statement, values)


def of_floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    """The facts of the plan that the floor shows; none where it was published before there were
    any.
    """
    statement = text(
        f"SELECT f.space_id, {', '.join(f'f.{name}' for name in NAMES)}"  # noqa: S608
        " FROM plan_revision r JOIN space_fact f ON f.organisation_id = r.organisation_id"
        " AND f.plan_revision_id = r.id"
        " WHERE r.organisation_id = :organisation AND r.floor_id = :floor"
        " AND r.state = 'published' ORDER BY f.space_id"
    )
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(statement, values).mappings().all()
