"""The features of a GeoJSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from importers.issues import ImportRefused

_GEOMETRIES = frozenset(
    ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
)


@dataclass(frozen=True, slots=True)
class Document:
    """``features`` are as they are written; ``crs`` is the name of a coordinate system."""

    features: tuple[Any, ...]
    crs: str | None


def parse(content: bytes) -> Any:
    """The value of a JSON text; raises ``ImportRefused`` (JSON_INVALID)."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise _invalid("it nests more deeply than any map does") from None
    except UnicodeDecodeError:
        raise _invalid("its letters are not UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _invalid(f"it cannot be understood from {where} on") from None
    except ValueError:
        raise _invalid("it holds a number with thousands of digits") from None


def document_of(content: bytes) -> Document:
    """The features of a GeoJSON text; raises ``ImportRefused`` (JSON_INVALID, NO_FEATURES)."""
    value = parse(content)
    return Document(tuple(_features(value)), _crs(value))


def _features(value: Any) -> Iterator[Any]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "Feature":
        yield value
    elif kind in _GEOMETRIES or kind == "GeometryCollection":
        yield {"type": "Feature", "geometry": value, "properties": {}}
    elif isinstance(value, dict) and isinstance(value.get("features"), list):
        yield from value["features"]
    else:
        raise _invalid("it is no collection of features")


def _crs(value: dict[str, Any]) -> str | None:
    crs = value.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    return name if isinstance(name, str) else None


def _invalid(why: str) -> ImportRefused:
    return ImportRefused(
        "JSON_INVALID",
        f"The file is no GeoJSON that can be read: {why}.",
        "Export it again; the copy may be cut off.",
    )
