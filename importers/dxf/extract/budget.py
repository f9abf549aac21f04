"""The cost of a drawing, counted before any block is expanded.

A file of 26 kB can ask for 10^8 lines through blocks in blocks, or for 10^9 through one INSERT
with rows and columns; loops of blocks ask for infinitely many. All are found here, by counting
over the graph of definitions with Python's unbounded integers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ezdxf.document import Drawing
from ezdxf.entities.insert import Insert

from importers.base import Limits
from importers.dxf import words
from importers.dxf.findings import Findings
from importers.issues import ImportRefused, Severity

#: A line in the picture that an object of another program carries takes at least so many bytes.
PICTURE_BYTES = 40

#: The model space as a node of the graph; no block can have this name.
ROOT = "\n"


def block_key(name: str | None) -> str:
    """Blocks are looked up without case."""
    return (name or "").lower()


def grid(insert: Insert) -> tuple[int, int]:
    """Rows and columns of an INSERT; a count below one means one."""
    return (
        max(1, int(insert.dxf.get("row_count", 1))),
        max(1, int(insert.dxf.get("column_count", 1))),
    )


@dataclass(slots=True)
class BlockGraph:
    """Own entities of each definition and what it inserts, as far as the model space needs it."""

    own: dict[str, int] = field(default_factory=dict)
    edges: dict[str, Counter[str]] = field(default_factory=dict)
    attributes: Counter[str] = field(default_factory=Counter)  # shown in each cell of an insert
    cut: set[tuple[str, str]] = field(default_factory=set)


def plan_expansion(doc: Drawing, limits: Limits, findings: Findings) -> BlockGraph:
    """The graph without loops; raises ``ImportRefused`` (TOO_MANY_ENTITIES) above the budget."""
    graph = BlockGraph()
    order = _post_order(doc, graph)
    for parent, child in sorted(graph.cut):
        _report_loop(findings, parent, child)
    totals: dict[str, int] = {}
    heights: dict[str, int] = {}
    for key in order:
        children = {c: n for c, n in graph.edges[key].items() if (key, c) not in graph.cut}
        # Each copy is a thing by itself, also where the block is empty.
        totals[key] = graph.own[key] + graph.attributes[key]
        totals[key] += sum((totals[c] + 1) * n for c, n in children.items())
        heights[key] = 1 + max((heights[c] for c in children), default=-1)
    written = sum(graph.own.values())
    allowed = min(limits.entities, written + limits.copies_base + limits.copies * written)
    if totals[ROOT] > allowed:
        raise ImportRefused(
            "TOO_MANY_ENTITIES",
            f"With its blocks expanded the drawing would have {_rounded(totals[ROOT])} entities; "
            f"of a file with {written:,} at most {allowed:,} are read.",
            "Look for blocks nested in blocks or arrays with huge counts, and purge the drawing.",
        )
    if heights[ROOT] > limits.block_depth:
        _report_depth(findings, heights[ROOT], limits)
    return graph


def _post_order(doc: Drawing, graph: BlockGraph) -> list[str]:
    """Definitions, children before parents; edges that close a loop go to ``graph.cut``."""
    order: list[str] = []
    open_keys = {ROOT}
    stack: list[tuple[str, Iterator[str]]] = [(ROOT, _enter(doc, graph, ROOT))]
    while stack:
        key, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            open_keys.discard(key)
            order.append(key)
        elif child in open_keys:
            graph.cut.add((key, child))
        elif child not in graph.edges:
            open_keys.add(child)
            stack.append((child, _enter(doc, graph, child)))
    return order


def _enter(doc: Drawing, graph: BlockGraph, key: str) -> Iterator[str]:
    layout = doc.modelspace() if key == ROOT else doc.blocks.get(key)
    edges: Counter[str] = Counter()
    graph.edges[key] = edges
    graph.own[key] = 0 if layout is None else len(layout)
    for entity in layout or ():
        if entity.proxy_graphic:
            graph.own[key] += len(entity.proxy_graphic) // PICTURE_BYTES
        if isinstance(entity, Insert):
            rows, columns = grid(entity)
            edges[block_key(entity.dxf.get("name"))] += rows * columns
            graph.attributes[key] += rows * columns * len(entity.attribs)
    return iter(list(edges))


def _rounded(count: int) -> str:
    digits = len(str(count))
    return f"{count:,}" if digits <= 12 else f"more than 10^{digits - 1}"


def _report_loop(findings: Findings, parent: str, child: str) -> None:
    outer, inner = words.name(parent), words.name(child)
    findings.add(
        "BLOCK_CYCLE",
        Severity.ERROR,
        f"The block {outer!r} holds {inner!r}, which holds {outer!r} again; the loop was cut.",
        "Open the drawing's block editor and remove one of the two inserts.",
    )


def _report_depth(findings: Findings, height: int, limits: Limits) -> None:
    findings.add(
        "BLOCK_TOO_DEEP",
        Severity.ERROR,
        f"Blocks are nested {height:,} deep; what lies below level {limits.block_depth} "
        "was left out.",
        "Explode the outer blocks once and send the drawing again.",
    )
