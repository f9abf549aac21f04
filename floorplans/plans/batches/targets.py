"""Which floor each file of a batch is for, or why that cannot be told."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from floorplans.errors import Invalid
from floorplans.plans.batches.manifest import by_manifest, by_pattern, manifest_among
from floorplans.plans.batches.values import BatchFile, Target


def targets_of(
    files: Sequence[BatchFile], pattern: str | None, building: str | None
) -> tuple[list[Target], tuple[str, ...]]:
    """Where each file goes, and the paths of those that go nowhere.

    By a manifest among them, else by ``pattern``; ``building`` is that of files for which none is
    told. Raises ``Invalid`` (``batch_...``) where nothing is told, or it makes no sense.
    """
    manifest = manifest_among(files)
    if manifest is not None:
        targets = by_manifest(manifest, building)
        _check_there(targets, files)
    elif pattern:
        targets = by_pattern(files, pattern, building)
    else:
        raise Invalid(
            "batch_without_plan",
            "Nothing says which file is which floor. Nothing was stored.",
            "Put a manifest.csv among the files (file, building, floor, view), or give a pattern "
            "of their names such as {building}_{floor}.dxf.",
        )
    if not targets:
        names = ", ".join(PurePosixPath(file.path).name for file in files[:3])
        raise Invalid(
            "batch_fits_nothing",
            f"No file has a name like the pattern; there are {names}. Nothing was stored.",
            "Correct the pattern, or put a manifest.csv among the files.",
        )
    if any(not target.building for target in targets):
        raise Invalid(
            "batch_without_building",
            "For some files no building is told. Nothing was stored.",
            "Name the building beside the pattern, or in the manifest.",
        )
    _check_floors_apart(targets)
    taken = {target.path for target in targets} | ({manifest.path} if manifest else set())
    return targets, tuple(file.path for file in files if file.path not in taken)


def _check_floors_apart(targets: Sequence[Target]) -> None:
    """Two plans for one floor, or two floors on one storey: one of them is a mistake."""
    for same in _alike((_name(t.building), _name(t.floor)) for t in targets):
        first, *others = (targets[place] for place in same)
        raise Invalid(
            "batch_floor_twice",
            f"{_files(first, *others)} are both said to show floor “{first.floor}” of "
            f"“{first.building}”. Nothing was stored.",
            "Give each floor one file: correct the manifest, the names or the pattern, or leave "
            "one of the files out.",
            files=[first.path, *(other.path for other in others)],
        )
    told = [target for target in targets if target.ordinal is not None]
    for same in _alike((_name(t.building), t.ordinal) for t in told):
        first, second, *_ = (told[place] for place in same)
        raise Invalid(
            "batch_ordinal_twice",
            f"Floor “{first.floor}” and floor “{second.floor}” of “{first.building}” both have the "
            f"ordinal {first.ordinal} ({_files(first, second)}). Nothing was stored.",
            "Correct the ordinals in the manifest: 0 is the storey of the main entrance, and each "
            "storey has its own.",
            files=[first.path, second.path],
        )


def _alike(keys: Iterable[Hashable]) -> Iterator[list[int]]:
    """Places in ``keys`` of those that stand in it more than once, the earliest first."""
    found: dict[Hashable, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(key, []).append(place)
    return (places for places in found.values() if len(places) > 1)


def _name(told: str | None) -> str:
    """As names of buildings and floors are compared."""
    return " ".join((told or "").split()).casefold()


def _files(*targets: Target) -> str:
    return " and ".join(f"“{PurePosixPath(target.path).name[:60]}”" for target in targets[:3])


def _check_there(targets: Sequence[Target], files: Sequence[BatchFile]) -> None:
    there = {file.path for file in files}
    missing = [target.path for target in targets if target.path not in there]
    if missing:
        raise Invalid(
            "batch_file_missing",
            f"The manifest names files that are not there: {', '.join(missing[:5])}. Nothing was "
            "stored.",
            "Pack them too, or correct their names in the manifest.",
            missing=missing[:100],
        )
