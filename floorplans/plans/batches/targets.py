"""Which floor each file of a batch is for, or why that cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
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
    taken = {target.path for target in targets} | ({manifest.path} if manifest else set())
    return targets, tuple(file.path for file in files if file.path not in taken)


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
