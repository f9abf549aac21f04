"""The GeoPackage importer: all layers of features, one level of them."""

from __future__ import annotations

from pathlib import Path

from importers.base import Limits, Progress
from importers.draft import FloorPlanDraft
from importers.geographic import crs
from importers.geographic.assemble import check_limits, draft_of
from importers.geographic.features import SHAPE_ERRORS, plainly, with_shapes
from importers.geographic.levels import with_levels
from importers.geographic.properties import HANDLE_KEYS, thing_of
from importers.geographic.things import Collection, Thing
from importers.geographic.unreadable import Losses
from importers.geopackage.blob import shape_in
from importers.geopackage.sniff import sniff
from importers.geopackage.tables import Table, opened, rows_of, tables_in
from importers.issues import Severity
from importers.profile import Profile


class GeoPackageImporter:
    """Reads layers of any coordinate system that has an EPSG code."""

    format: str = "geopackage"
    suffixes: tuple[str, ...] = (".gpkg",)

    def sniff(self, head: bytes) -> bool:
        """True for a database of SQLite."""
        return sniff(head)

    def warm(self) -> None:
        """Open PROJ's database, while it can still be found."""
        crs.warm()

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read ``path``; raises ``ImportRefused`` and nothing else for a bad file."""
        progress("Reading the layers", 0.0)
        losses = Losses()
        with opened(path) as database:
            tables = tables_in(database)
            held: list[tuple[Table, list[Thing]]] = []
            for table in tables:
                left = limits.entities - sum(len(things) for _, things in held)
                features = list(rows_of(database, table, left))
                check_limits(limits.entities - left + len(features), 0, limits)
                held.append((table, _things(table, features, losses)))
        plain = profile.units is not None or all(table.crs is None for table in tables)
        things = [thing for table, own in held for thing in _on_earth(table, own, plain=plain)]
        settled, levels = with_levels(things)
        collection = Collection(self.format, "OGC 12-128", settled, levels)
        losses.tell(collection.findings)
        if plain:
            collection = plainly(collection, profile.units or "m")
        if plain and profile.units is None:
            collection.findings.add(
                "POSITION_NOT_TOLD",
                Severity.INFO,
                "The layers have no coordinate system; their coordinates were taken for metres.",
                "Place the floor by points.",
            )
        return draft_of(collection, profile, limits, progress)


def _things(
    table: Table, features: list[tuple[object, dict[str, object]]], losses: Losses
) -> list[Thing]:
    found = []
    for blob, properties in features:
        row = next((properties[k] for k in properties if k.lower() in {"fid", "ogc_fid"}), None)
        named = any(k.lower().replace("_", "") in HANDLE_KEYS[:5] for k in properties)
        handle = None if named or row is None else f"{table.name}.{row}"
        try:
            shape = shape_in(blob)
        except SHAPE_ERRORS:
            losses.broken.append(f"{table.name}.{row}")
            continue
        if shape is None:
            losses.placeless += 1
            continue
        found.append(thing_of(shape, properties, table.name, handle))
    return found


def _on_earth(table: Table, things: list[Thing], *, plain: bool) -> tuple[Thing, ...]:
    if plain or table.crs is None:
        return tuple(things)
    epsg = crs.epsg_of(table.crs)
    return with_shapes(things, crs.to_degrees([thing.shape for thing in things], epsg))
