"""The ways between the floors of a building, as they were found and corrected, for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid
from floorplans.ids import new_id
from floorplans.walking import correction_queries, graph_queries, queries
from floorplans.walking import linked_queries as linked
from floorplans.walking.connectors import SAME_M, Connected, connected, word_ends
from floorplans.walking.correcting import ConnectorRef
from floorplans.walking.linked_views import (
    ConnectorView,
    LinkedView,
    OutageView,
    StopView,
    WordView,
)
from floorplans.walking.rules import NARROWEST_M, WIDEST_M, building_missing, connector_missing
from geo.ways.floor import Connector
from geo.ways.shafts import Level, Shaft, Stop

KINDS = ("stairs", "lift", "escalator", "ramp")


@dataclass(frozen=True, slots=True)
class ConnectorSaid:
    """What staff say of a connector, for all floors that it joins; an escalator goes one way."""

    kind: str
    goes: str = "both"
    clear_m: float | None = None
    is_for_wheelchairs: bool = True


@dataclass(frozen=True, slots=True)
class _Read:
    """A building's floors that show a plan, with what is drawn on them."""

    rows: Sequence[Mapping[Any, Any]]
    drawn: Sequence[Sequence[Connector]]
    found: Connected

    @property
    def place(self) -> dict[UUID, int]:
        return {row["floor_id"]: n for n, row in enumerate(self.rows)}

    def stop(self, stop: Stop) -> StopView:
        row = self.rows[stop.floor]
        return StopView(row["floor_id"], row["name"], row["short_name"], stop.connector + 1)


def linked_view(db: Database, actor: Actor, building_id: UUID, now: datetime) -> LinkedView:
    """The stairs, lifts, escalators and ramps of a building. Raises Forbidden, NotFound."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        rows = _floors(tx, actor, building_id)
        read = _read(tx, actor, rows)
        ids = list(read.place)
        words = linked.words(tx, actor.organisation_id, ids)
        outages = linked.outages(tx, actor.organisation_id, ids, now)
    return LinkedView(
        building_id,
        rows[0]["building_name"],
        rows[0]["time_zone"],
        tuple((row["floor_id"], row["name"]) for row in read.rows),
        tuple(_view(read, shaft, outages) for shaft in read.found.shafts),
        tuple(_word(read, word) for word in words),
    )


def describe(
    db: Database, actor: Actor, ref: ConnectorRef, said: ConnectorSaid, now: datetime
) -> None:
    """Say what a connector is, on all floors that it joins; ways change at once.

    Raises Forbidden, NotFound, Invalid.
    """
    actor.require(Role.FACILITY)
    _check(said)
    with db.transaction(actor.organisation_id) as tx:
        at = correction_queries.connector(tx, actor.organisation_id, ref.floor_id, ref.number)
        if at is None:
            raise connector_missing()
        read = _read(tx, actor, _floors(tx, actor, at.building_id))
        own = Stop(read.place[ref.floor_id], ref.number - 1)
        stops = next((each.stops for each in read.found.shafts if own in each.stops), (own,))
        for stop in stops:
            centre = read.drawn[stop.floor][stop.connector].polygon.centroid
            floor_id = read.rows[stop.floor]["floor_id"]
            place = correction_queries.Placed(floor_id, at.building_id, centre.x, centre.y)
            linked.forget_facts(tx, actor.organisation_id, place, SAME_M / 2)
            linked.add_fact(
                tx,
                actor,
                new_id(),
                place,
                kind=said.kind,
                goes=said.goes,
                clear_m=said.clear_m,
                is_for_wheelchairs=said.is_for_wheelchairs,
                now=now,
            )


def _check(said: ConnectorSaid) -> None:
    one_way = ("up", "down") if said.kind == "escalator" else ("both",)
    if said.kind not in KINDS or said.goes not in one_way:
        raise Invalid(
            "connector_kind_invalid",
            "It is stairs, a lift, a ramp, or an escalator up or down. Nothing was saved.",
            "Choose the kind, and for an escalator its direction.",
        )
    if said.clear_m is not None and not NARROWEST_M <= said.clear_m <= WIDEST_M:
        raise Invalid(
            "connector_width_invalid",
            f"A clear width is {NARROWEST_M} to {WIDEST_M:.0f} metres. Nothing was saved.",
            "Measure the narrowest part, or leave the width out.",
            field="clear_m",
        )


def _floors(tx: Connection, actor: Actor, building_id: UUID) -> Sequence[Mapping[Any, Any]]:
    rows = linked.floors(tx, actor.organisation_id, building_id)
    if not rows:
        raise building_missing()
    return rows


def _read(tx: Connection, actor: Actor, rows: Sequence[Mapping[Any, Any]]) -> _Read:
    shown = [row for row in rows if row["revision_id"] is not None]
    ids = [row["floor_id"] for row in shown]
    drawn = [queries.connectors(tx, actor.organisation_id, row["revision_id"]) for row in shown]
    levels = [Level(str(row["building_id"]), row["ordinal"]) for row in shown]
    words = graph_queries.words(tx, actor.organisation_id, ids)
    facts = graph_queries.facts(tx, actor.organisation_id, ids)
    return _Read(shown, drawn, connected(ids, levels, drawn, words, facts))


def _view(read: _Read, shaft: Shaft, outages: Sequence[Mapping[Any, Any]]) -> ConnectorView:
    facts = [read.found.facts[stop] for stop in shaft.stops if stop in read.found.facts]
    widths = [fact.clear_m for fact in facts if fact.clear_m is not None]
    can_wheel = shaft.kind in ("lift", "ramp") and all(f.is_for_wheelchairs for f in facts)
    out = []
    for row in outages:
        floor = read.place[row["floor_id"]]
        if read.found.at(floor, row["east"], row["north"]) in shaft.stops:
            out.append(OutageView(row["id"], row["from_at"], row["to_at"], row["reason"]))
    return ConnectorView(
        shaft.kind,
        shaft.name,
        shaft.goes,
        min(widths, default=None),
        can_wheel,
        bool(facts),
        tuple(read.stop(stop) for stop in shaft.stops),
        tuple(out),
    )


def _word(read: _Read, word: Mapping[Any, Any]) -> WordView:
    by_floor = {
        read.rows[stop.floor]["floor_id"]: read.stop(stop)
        for stop in word_ends(read.place, read.drawn, word)
    }
    return WordView(
        word["id"],
        word["is_same"],
        by_floor.get(word["one_floor_id"]),
        by_floor.get(word["other_floor_id"]),
    )
