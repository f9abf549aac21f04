"""Whether an order of places holds from everywhere that a table's rows stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.ways.ground import Cell
from geo.ways.starts import MOST_CELLS, Row, rows_of
from geo.ways.table import Table, Times

#: Nobody notices who is told first of two places whose times differ by no more.
TIE_S = 0.5

Why = Literal["proven", "order_differs", "not_decided"]


@dataclass(frozen=True, slots=True)
class Proof:
    """``least_s`` and ``most_s`` (order) bound the times from everywhere."""

    why: Why
    least_s: Times
    most_s: Times


def prove(table: Table, order: NDArray[np.int64], most: int) -> Proof:
    """Whether ``order``, found from the first row's point, holds from all rows.

    Rows that decide nothing are replaced by halves of their triangles, while there are few.
    """
    pairs = _pairs(table, order)
    done: list[tuple[Times, float]] = []
    waiting = [n for n in range(len(table.rows)) if _alive(table, n)]
    why: Why = "proven"
    while waiting:
        split: list[Cell] = []
        for n in waiting:
            verdict = _verdict(table, n, order, pairs, most)
            cell = table.rows[n].cell
            if verdict is None and why == "proven" and cell is not None:
                split += cell.halves()
                continue
            why = "order_differs" if verdict is False else why
            if verdict is None and why == "proven":
                why = "not_decided"
            done.append(_bounds(table, n, order))
        if split and (why != "proven" or len(table.rows) + len(split) > MOST_CELLS):
            why = "not_decided" if why == "proven" else why
        begin = len(table.rows)
        _add(table, split)
        waiting = [n for n in range(begin, len(table.rows)) if _alive(table, n)]
        if why != "proven":
            done += [_bounds(table, n, order) for n in waiting]
            break
    least = np.min([times - slack for times, slack in done], axis=0) if done else np.empty(0)
    latest = np.max([times + slack for times, slack in done], axis=0) if done else np.empty(0)
    return Proof(why, np.maximum(least, 0.0), latest)


def _add(table: Table, cells: list[Cell]) -> None:
    """Rows for cells, which all lie on the floor that the rows are on."""
    floors = [row.hall[0] for row in table.rows if row.hall is not None]
    if cells:
        table.add(rows_of(table.network.site, floors[0], cells, table.targets.wanted))


def _alive(table: Table, n: int) -> bool:
    """Whether any place may be reached from there: a table with a limit does not know."""
    return bool(np.isfinite(table.times[n]).any()) or np.isfinite(table.limit_s)


def _pairs(table: Table, order: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of which the first must not come after the second: those told, and the last of them
    before all that are not."""
    others = np.setdiff1d(np.arange(len(table.targets.nodes)), order)
    last = order[-1:] if len(order) else order
    first = np.concatenate([order[:-1], np.repeat(last, len(others))])
    second = np.concatenate([order[1:], others if len(last) else others[:0]])
    return first.astype(np.int64), second.astype(np.int64)


def _verdict(
    table: Table,
    n: int,
    order: NDArray[np.int64],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    most: int,
) -> bool | None:
    """True where the order holds in all of a row, False where it does not at its point."""
    row, times = table.rows[n], table.times[n]
    first, second = pairs
    if len(order) < most:
        # All that can be reached were told: there must be as many from everywhere.
        told = np.zeros(len(times), dtype=bool)
        told[order] = True
        if (np.isfinite(times) != told).any():
            return False
    earlier, later = times[first], times[second]
    if (earlier > np.where(np.isfinite(later), later + TIE_S, np.inf)).any():
        return False
    if not np.isfinite(earlier).all():
        return None
    slack_s = 2 * row.radius_m / table.network.profile.walk_m_s
    open_ = earlier + slack_s > later + TIE_S
    if not open_.any():
        return True
    return True if _behind_doors(table, row, times, first[open_], second[open_]) else None


def _behind_doors(
    table: Table,
    row: Row,
    times: Times,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> bool:
    """Whether by each way out of the hall that may lead to ``second``, ``first`` is no later."""
    if row.hall is None:
        return False
    site, targets = table.network.site, table.targets
    floor, hall = row.hall
    inside = (targets.refs[:, 0] == floor) & (targets.hall == hall)
    if (inside[first] | inside[second]).any():
        return False
    begin, end = site.begins[floor], site.begins[floor + 1]
    own = site.floors[floor].ways.hall == hall
    exits = np.flatnonzero(own & site.exits[begin:end]) + begin
    speed = table.network.profile.walk_m_s
    away_s = np.hypot(*(site.at[exits] - row.at).T) / speed
    slack_s = row.radius_m / speed
    beyond = table.from_nodes(exits.tolist())
    to_second = beyond[:, second]
    taken = (away_s[:, None] - slack_s + to_second) <= times[second] + slack_s
    taken &= np.isfinite(to_second)
    with np.errstate(invalid="ignore"):
        later_by = np.where(taken, beyond[:, first] - to_second, -np.inf)
    return bool((later_by <= TIE_S).all())


def _bounds(table: Table, n: int, order: NDArray[np.int64]) -> tuple[Times, float]:
    return table.times[n][order], table.rows[n].radius_m / table.network.profile.walk_m_s
