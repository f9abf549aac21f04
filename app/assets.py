"""From the name of a script or style sheet to the file that the browser build made of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app import paths


class AssetsMissingError(Exception):
    """The browser build has not been run, or did not make the file that a page asks for."""


@dataclass(frozen=True, slots=True)
class Assets:
    """What the browser build made; paths are relative to the static folder."""

    files: dict[str, str]

    @classmethod
    def load(cls, dist: Path | None = None) -> Self:
        """Read the build's manifest, or raise AssetsMissingError that says how to build."""
        manifest = (dist or paths.static() / "dist") / "manifest.json"
        try:
            return cls(json.loads(manifest.read_text()))
        except FileNotFoundError as error:
            raise AssetsMissingError(
                f"The file {manifest} is missing; run script/setup to build the browser's part."
            ) from error

    def path(self, name: str) -> str:
        """Return the path below the static folder for a name such as `floor.js`."""
        try:
            return f"dist/{self.files[name]}"
        except KeyError as error:
            raise AssetsMissingError(f"The browser build made no {name}.") from error
