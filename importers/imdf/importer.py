"""The IMDF importer: one level of a venue."""

from __future__ import annotations

from pathlib import Path

from importers.base import Limits, Progress
from importers.draft import FloorPlanDraft
from importers.geographic import crs
from importers.geographic.assemble import check_limits, draft_of
from importers.geojson.document import document_of, parse
from importers.imdf.archive import members_of
from importers.imdf.sniff import sniff
from importers.imdf.venue import Venue
from importers.profile import Profile

VERSION_CHARS = 20


class ImdfImporter:
    """Reads archives of IMDF 1.0, with desks as fixtures and neighbourhoods as sections."""

    format: str = "imdf"
    suffixes: tuple[str, ...] = (".zip", ".imdf")

    def sniff(self, head: bytes) -> bool:
        """True for an archive with a file of IMDF among the first of its members."""
        return sniff(head)

    def warm(self) -> None:
        """Open PROJ's database, while it can still be found."""
        crs.warm()

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read ``path``; raises ``ImportRefused`` and nothing else for a bad file."""
        progress("Opening the archive", 0.0)
        members = dict(members_of(path, limits))
        version = _version(members.pop("manifest", None))
        features = {name: document_of(content).features for name, content in members.items()}
        check_limits(sum(map(len, features.values())), 0, limits)
        progress("Reading the venue", 0.2)
        collection = Venue(features).collection(self.format, version)
        return draft_of(collection, profile, limits, progress)


def _version(manifest: bytes | None) -> str:
    told = parse(manifest) if manifest else None
    version = told.get("version") if isinstance(told, dict) else None
    return version[:VERSION_CHARS] if isinstance(version, str) else "1.0.0"
