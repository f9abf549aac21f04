"""What `floorplans import` does with many files: each is a floor, by a pattern or a manifest."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from app import cluster
from app.cli._decisions import Decisions
from app.cli._exits import EXIT_FAILED, EXIT_REFUSED
from app.cli._importing import Drawing, import_file, open_drawing
from app.cli._target import Target
from app.settings import Settings
from floorplans.database import Database
from floorplans.errors import DomainError, Invalid
from floorplans.plans.batches import values
from floorplans.plans.batches.archive import ZIP_MAGIC, files_in, is_batch
from floorplans.plans.batches.targets import targets_of
from floorplans.plans.rules import clean_file_name
from importers.base import Limits
from importers.issues import ImportRefused
from importers.scratch import scratch_folder

_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one file. ``state`` is that of its plan, or refused, or failed."""

    file: str
    building: str
    floor: str
    state: str
    told: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]

    @property
    def fields(self) -> Mapping[str, object]:
        return {
            "files": [
                {
                    "file": row.file,
                    "building": row.building,
                    "floor": row.floor,
                    "state": row.state,
                    "told": row.told,
                    **row.fields,
                }
                for row in self.rows
            ],
            "left_out": list(self.left_out),
        }

    @property
    def status(self) -> int:
        """0 when all went well, 2 when a file was refused, 1 when something else was in the way."""
        states = {row.state for row in self.rows}
        if "refused" in states:
            return EXIT_REFUSED
        return EXIT_FAILED if "failed" in states else 0


def expanded(given: Sequence[Path]) -> list[Path]:
    """The files that names with stars mean, sorted; other names stay as they are.

    A shell that finds nothing hands the pattern on, and so does one to which it was quoted.
    """
    found: dict[Path, None] = {}
    for path in given:
        is_pattern = glob.has_magic(str(path)) and not path.exists()
        names = sorted(glob.glob(str(path), recursive=True)) if is_pattern else [str(path)]
        found |= dict.fromkeys(map(Path, names))
    return list(found)


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP of drawings, and not one drawing that is packed so (IMDF)."""
    try:
        with path.open("rb") as file:
            content = file.read(len(ZIP_MAGIC))
            if content == ZIP_MAGIC:
                content += file.read(Limits().file_bytes)
    except OSError:
        return False
    return is_batch(content)


def import_batch(
    paths: Sequence[Path],
    target: Target,
    decisions: Decisions,
    *,
    pattern: str | None,
    publish: bool,
) -> Iterator[Row | Result]:
    """Bring in each file and tell of it, then tell of all; raises as ``import_drawing``.

    ``target`` holds the site, and the building of files for which none is told.
    """
    files = _files(paths)
    wanted, left_out = targets_of(files, pattern, target.building or None)
    by_path = {file.path: file for file in files}
    profile = decisions.profile().to_mapping()
    urls = cluster.ensure_cluster(Settings.from_environment())
    rows = []
    with closing(Database(urls.app_url, pool_size=2)) as db:
        for one in wanted:
            told = _one(db, urls.owner_url, by_path[one.path], one, (target, profile, publish))
            rows.append(told)
            yield told
    yield Result(tuple(rows), left_out)


def table(result: Result) -> str:
    """The rows under each other, in columns."""
    head = ("File", "Building", "Floor", "State")
    cells = [head, *((r.file, r.building, r.floor, r.state) for r in result.rows)]
    widths = [min(_WIDEST, max(len(row[k]) for row in cells)) for k in range(len(head))]
    lines = [_line(row, widths) for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    bad = [row for row in result.rows if row.state in {"refused", "failed"}]
    lines += [f"{row.file}: {row.told}" for row in bad]
    if result.left_out:
        lines.append(f"Left out, because no floor is told: {', '.join(result.left_out)}.")
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cut = (c if len(c) <= w else f"{c[: w - 1]}…" for c, w in zip(row, widths, strict=True))
    return "  ".join(c.ljust(w) for c, w in zip(cut, widths, strict=True)).rstrip()


def _files(paths: Sequence[Path]) -> list[values.BatchFile]:
    if not paths:
        raise Invalid("file_missing", "No file has such a name.", "Check the folder and the stars.")
    if len(paths) == 1 and is_archive(paths[0]):
        return files_in(open_drawing(paths[0]).content, Limits())
    return [values.BatchFile(_name(path), _size(path), _reader(path)) for path in paths]


def _name(path: Path) -> str:
    return str(PurePosixPath(path.as_posix()))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _reader(path: Path) -> Any:
    return lambda: open_drawing(path).content


def _one(
    db: Database,
    owner_url: str,
    file: values.BatchFile,
    one: values.Target,
    how: tuple[Target, Mapping[str, Any], bool],
) -> Row:
    target, profile, publish = how
    name = PurePosixPath(one.path).name
    place = (file.path, one.building or "", one.floor)
    there = replace(target, building=one.building or "", floor=one.floor, ordinal=one.ordinal)
    wanted = {**profile, "view": one.view} if one.view else dict(profile)
    try:
        with scratch_folder() as folder:
            # Readers open files, and those of an archive are none yet.
            path = folder / clean_file_name(name)
            content = file.read()
            path.write_bytes(content)
            answer = import_file(
                db,
                owner_url,
                Drawing(path, content),
                there,
                profile=wanted or None,
                publish=publish,
                now=datetime.now(UTC),
            )
    except ImportRefused as no:
        return Row(*place, "refused", f"{no.message} {no.advice} [{no.code}]", {"code": no.code})
    except DomainError as no:
        return Row(*place, "failed", f"{no.message} {no.advice} [{no.code}]", {"code": no.code})
    return Row(*place, str(answer.fields["state"]), answer.sentence, answer.fields)
