"""Which file of a batch is which floor: by a manifest among the files, or by the files' names.

The manifest is a table (manifest.csv) with the columns file, building, floor, ordinal and view, or
the same as JSON (manifest.json): a list of objects, or an object with that list as ``files``. The
manifest of a drawing package (``buildingLevels``, as Azure Maps has them) is understood as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from floorplans.errors import Invalid
from floorplans.plans.batches.patterns import pattern_of
from floorplans.plans.batches.values import BatchFile, Target
from importers.issues import ImportRefused
from importers.space_list.table import read_table
from importers.space_list.words import column_of, plain

NAMES = ("manifest.csv", "manifest.json")
MANIFEST_BYTES = 1024 * 1024
_COLUMNS = {
    "file": "file", "filename": "file", "file name": "file", "path": "file", "datei": "file",
    "fichier": "file", "archivo": "file", "bestand": "file",
    "view": "view", "sheet": "view", "level in file": "view", "ansicht": "view",
    "ordinal": "ordinal",
}  # fmt: skip
_UNCHANGED = "Nothing was stored."


def manifest_among(files: Iterable[BatchFile]) -> BatchFile | None:
    """The manifest: at the top, or in the one folder that all files lie in."""
    named = [f for f in files if PurePosixPath(f.path).name.lower() in NAMES]
    return min(named, key=lambda f: (f.path.count("/"), f.path), default=None)


def by_manifest(manifest: BatchFile, building: str | None) -> list[Target]:
    """What the manifest says; ``building`` is that of files of which it names none.

    Raises ``Invalid`` (``batch_manifest_unusable``) with the line or entry at fault.
    """
    if manifest.size_bytes > MANIFEST_BYTES:
        raise _unusable("It is larger than any manifest.")
    content, folder = manifest.read(), str(PurePosixPath(manifest.path).parent)
    is_json = manifest.path.lower().endswith(".json")
    entries = _from_json(content) if is_json else _from_table(content)
    if not entries:
        raise _unusable("It names no file.")
    return [_target(where, entry, building, folder) for where, entry in entries]


def by_pattern(files: Sequence[BatchFile], pattern: str, building: str | None) -> list[Target]:
    """The files whose names fit, such as ``{building}_{floor}.dxf``; ``*`` stands for anything.

    With a slash in it the pattern is about the whole path, else about the last part of it.
    Raises ``Invalid`` (``batch_pattern_unusable``).
    """
    told = pattern_of(pattern)
    targets = []
    for file in files:
        found = told.match(file.path if told.is_path else PurePosixPath(file.path).name)
        if found is not None:
            parts = {key: _spoken(value) for key, value in found.items()}
            floor = parts.get("floor") or parts.get("view")
            if floor:
                house = parts.get("building") or building
                targets.append(Target(file.path, house, floor, view=parts.get("view")))
    return targets


def _spoken(part: str) -> str:
    """A name as people write it: underscores in names of files stand for blanks."""
    return " ".join(part.replace("_", " ").split())


def _from_table(content: bytes) -> list[tuple[str, Mapping[str, Any]]]:
    try:
        table = read_table(content, _column)
    except ImportRefused as no:
        raise _unusable(no.message) from None
    columns = [_column(cell) for cell in table.header.cells]
    if "file" not in columns:
        raise _unusable("None of its columns is called “file”.")
    return [
        (f"line {row.line}", {c: v for c, v in zip(columns, row.cells, strict=False) if c and v})
        for row in table.rows
    ]


def _column(header: str) -> str | None:
    known = _COLUMNS.get(plain(header))
    return known or (column if (column := column_of(header)) in ("building", "floor") else None)


def _from_json(content: bytes) -> list[tuple[str, Mapping[str, Any]]]:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _unusable("It is not valid JSON.") from None
    if isinstance(told, Mapping) and "buildingLevels" in told:
        found = _from_package(told)
    else:
        found = told.get("files") if isinstance(told, Mapping) else told
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise _unusable("It is no list of files.")
    return [(f"entry {number}", entry) for number, entry in enumerate(found, 1)]


def _from_package(told: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The levels of a drawing package, each a drawing of its own."""
    levels = told["buildingLevels"]
    levels = levels.get("levels") if isinstance(levels, Mapping) else None
    about = told.get("directoryInfo")
    name = about.get("name") if isinstance(about, Mapping) else None
    if not isinstance(levels, list) or not all(isinstance(each, Mapping) for each in levels):
        return None
    return [
        {
            "file": each.get("filename"),
            "building": name,
            "floor": each.get("levelName"),
            "ordinal": each.get("ordinal"),
        }
        for each in levels
    ]


def _target(where: str, entry: Mapping[str, Any], building: str | None, folder: str) -> Target:
    def text(key: str) -> str | None:
        value = entry.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _unusable(f"“{key}” of {where} is no text.")
        return " ".join("".join(filter(str.isprintable, str(value))).split())[:200] or None

    file, floor, view = text("file"), text("floor") or text("level"), text("view")
    if file is None or (floor or view) is None:
        raise _unusable(f"In {where} the file or the floor is missing.")
    ordinal = text("ordinal")
    if ordinal is not None and not re.fullmatch(r"-?[0-9]{1,3}", ordinal):
        raise _unusable(f"The ordinal of {where} is no whole number.")
    inside = PurePosixPath(folder) / PurePosixPath(file.replace("\\", "/"))
    path = str(inside)
    number = None if ordinal is None else int(ordinal)
    return Target(path, text("building") or building, floor or view or "", number, view)


def _unusable(why: str) -> Invalid:
    return Invalid(
        "batch_manifest_unusable",
        f"The manifest cannot be used. {why} {_UNCHANGED}",
        "Correct it: one line for each file, with the columns file, building, floor and view.",
    )
