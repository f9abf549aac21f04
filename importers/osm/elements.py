"""Nodes, ways and relations of an OSM file, read element by element."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from importers.base import Limits
from importers.geographic.refusals import too_many
from importers.issues import ImportRefused

_PIECE = 1 << 20
#: An element lies in the document, a tag in the element; nothing lies deeper.
DEPTH = 5


@dataclass(slots=True)
class Element:
    """A node, way or relation: ``refs`` are a way's nodes, ``members`` (type, id, role)."""

    kind: str
    handle: str
    tags: dict[str, str] = field(default_factory=dict)
    place: tuple[float, float] | None = None
    refs: list[str] = field(default_factory=list)
    members: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Elements:
    """All elements by id; ``broken`` are nodes whose place is none."""

    version: str = "0.6"
    nodes: dict[str, Element] = field(default_factory=dict)
    ways: dict[str, Element] = field(default_factory=dict)
    relations: dict[str, Element] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def elements_in(content: bytes, limits: Limits) -> Elements:
    """The elements; raises ``ImportRefused`` (XML_DAMAGED, XML_UNSAFE, TOO_MANY_ENTITIES)."""
    reader = _Reader(limits)
    parser = expat.ParserCreate()
    # A document type is of no use here, and its entities could grow without end.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    try:
        for start in range(0, len(content), _PIECE):
            parser.Parse(content[start : start + _PIECE])
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise ImportRefused(
            "XML_DAMAGED",
            f"The XML of the file is broken or cut off near line {parser.CurrentLineNumber:,}.",
            "Export it again and send the whole file.",
        ) from None
    return reader.found


def _refuse_doctype(*_: object) -> None:
    raise ImportRefused(
        "XML_UNSAFE",
        "The XML declares a document type, in which files of this format have no part.",
        "Export it again with a program that writes plain OSM files.",
    )


class _Reader:
    """Builds the elements from the events of the parser."""

    def __init__(self, limits: Limits) -> None:
        self.found = Elements()
        self._limits = limits
        self._depth = self._count = self._points = 0
        self._open: Element | None = None

    def start(self, name: str, given: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise ValueError("no OSM file nests so deeply")
        if name in {"node", "way", "relation"}:
            self._begin(name, given)
        elif name == "osm":
            self.found.version = given.get("version", "0.6")[:20]
        elif self._open is not None:
            self._part(self._open, name, given)

    def end(self, name: str) -> None:
        self._depth -= 1
        if name in {"node", "way", "relation"}:
            self._open = None

    def _begin(self, name: str, given: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > self._limits.entities:
            raise too_many()
        made = self._open = Element(name, given.get("id", ""))
        if given.get("visible") == "false" or given.get("action") == "delete":
            return
        if name == "node":
            made.place = _place(given)
            if made.place is None:
                self.found.broken.append(f"node {made.handle}")
                return
            self.found.nodes[made.handle] = made
        elif name == "way":
            self.found.ways[made.handle] = made
        else:
            self.found.relations[made.handle] = made

    def _part(self, element: Element, name: str, given: Mapping[str, str]) -> None:
        if name == "tag":
            element.tags[given.get("k", "")] = given.get("v", "")
            return
        self._points += 1
        if self._points > self._limits.points:
            raise too_many()
        if name == "nd":
            element.refs.append(given.get("ref", ""))
        elif name == "member":
            member = (given.get("type", ""), given.get("ref", ""), given.get("role", ""))
            element.members.append(member)


def _place(given: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        lon, lat = float(given["lon"]), float(given["lat"])
    except (KeyError, ValueError):
        return None
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None
