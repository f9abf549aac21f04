"""From the name of a script or style sheet to the file that the browser build made of it."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from app import paths


class AssetsMissingError(Exception):
    """The browser build has not been run, or did not make the file that a page asks for."""


@dataclass(frozen=True, slots=True)
class Assets:
    """What the browser build made; paths are relative to the static folder."""

    files: dict[str, str]
    #: When the manifest was written, in nanoseconds since 1970; 0 without one.
    made_at_ns: int = 0
    #: Of a script that was made in parts, the names of those that are loaded with it.
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, dist: Path | None = None) -> Self:
        """Read the build's manifest, or raise AssetsMissingError that says how to build."""
        manifest = _manifest(dist)
        try:
            # The time first: a build that ends in between is noticed at the next look.
            made_at_ns = manifest.stat().st_mtime_ns
            return cls(json.loads(manifest.read_text()), made_at_ns, _parts(manifest.parent))
        except FileNotFoundError as error:
            raise AssetsMissingError(
                f"The file {manifest} is missing; run script/setup to build the browser's part."
            ) from error

    def is_current(self, dist: Path | None = None) -> bool:
        """Return whether no later build has written a manifest; costs one look at the file."""
        try:
            return _manifest(dist).stat().st_mtime_ns == self.made_at_ns
        except FileNotFoundError:
            # In the middle of a build, what was known still holds.
            return True

    def path(self, name: str) -> str:
        """Return the path below the static folder for a name such as `floor.js`."""
        try:
            return f"dist/{self.files[name]}"
        except KeyError as error:
            raise AssetsMissingError(f"The browser build made no {name}.") from error


def _manifest(dist: Path | None) -> Path:
    return (dist or paths.static() / "dist") / "manifest.json"


def _parts(dist: Path) -> dict[str, tuple[str, ...]]:
    try:
        told = json.loads((dist / "parts.json").read_text())
    except FileNotFoundError:
        return {}
    return {name: tuple(names) for name, names in told.items()}
