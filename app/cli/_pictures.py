"""Where `floorplans read --picture` writes: one file, or a folder with one for each drawing."""

from __future__ import annotations

from pathlib import Path

import click

SUFFIX = ".png"


class Pictures:
    """Writes pictures, and remembers whether one is missing."""

    def __init__(self, target: str, drawings: int) -> None:
        path = Path(target)
        self._folder = path if target.endswith("/") or path.is_dir() else None
        self._file = path
        self._written: set[Path] = set()
        self.missing = False
        if self._folder is None and drawings > 1:
            raise click.BadParameter(
                "name a folder, as in --picture pictures/, when there are several drawings.",
                param_hint="--picture",
            )
        if self._folder is None and not path.name:
            raise click.BadParameter("name a file or a folder.", param_hint="--picture")

    def keep(self, drawing: Path, png: bytes | None) -> None:
        """Write one picture; without one, or where it cannot be written, say so."""
        if png is None:
            self._tell(
                f"No picture of {drawing.name} could be drawn: it is too large for that. "
                "What was understood is told all the same."
            )
            return
        target = self._target(drawing)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(png)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name is no file's"
            self._tell(f"The picture {target} could not be written: {reason}.")

    def _target(self, drawing: Path) -> Path:
        """The name of the drawing; with a number where two drawings have the same."""
        if self._folder is None:
            return self._file
        target, number = self._folder / f"{drawing.stem}{SUFFIX}", 1
        while target in self._written:
            number += 1
            target = self._folder / f"{drawing.stem}-{number}{SUFFIX}"
        self._written.add(target)
        return target

    def _tell(self, sentence: str) -> None:
        self.missing = True
        click.echo(sentence, err=True)
