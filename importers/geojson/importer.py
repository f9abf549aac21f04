"""The GeoJSON importer: one level of what a collection of features holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from importers.base import Limits, Progress
from importers.draft import FloorPlanDraft
from importers.geographic import crs
from importers.geographic.assemble import check_limits, draft_of
from importers.geographic.features import plainly, things_in, with_shapes
from importers.geographic.levels import with_levels
from importers.geographic.things import Collection
from importers.geographic.unreadable import Losses
from importers.geojson.document import document_of
from importers.geojson.sniff import sniff
from importers.profile import Profile


class GeoJsonImporter:
    """Reads GeoJSON of places on the earth, or of plain lengths where a profile says so."""

    format: str = "geojson"
    suffixes: tuple[str, ...] = (".geojson", ".json")

    def sniff(self, head: bytes) -> bool:
        """True for an object of JSON that says, near its beginning, that it is geographic."""
        return sniff(head)

    def warm(self) -> None:
        """Open PROJ's database, while it can still be found."""
        crs.warm()

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read ``path``; raises ``ImportRefused`` and nothing else for a bad file."""
        progress("Reading the file", 0.0)
        document = document_of(path.read_bytes())
        check_limits(len(document.features), 0, limits)
        losses = Losses()
        things, levels = with_levels(things_in(document.features, losses))
        collection = Collection(self.format, "RFC 7946", things, levels)
        losses.tell(collection.findings)
        if profile.units is not None:
            collection = plainly(collection, profile.units)
        elif document.crs is not None:
            epsg = crs.epsg_of(document.crs)
            shapes = crs.to_degrees([thing.shape for thing in things], epsg)
            collection = replace(collection, things=with_shapes(things, shapes))
        return draft_of(collection, profile, limits, progress)
