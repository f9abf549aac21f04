"""Where `floorplans read` writes what it makes of drawings: one file, or one each in a folder."""

from __future__ import annotations

from pathlib import Path

import click


class Beside:
    """Writes one file for each drawing, and remembers whether one is missing."""

    def __init__(self, target: str, drawings: int, *, option: str, suffix: str, word: str) -> None:
        path = Path(target)
        self._folder = path if target.endswith("/") or path.is_dir() else None
        self._file = path
        self._suffix, self._word = suffix, word
        self._written: set[Path] = set()
        self.missing = False
        if self._folder is None and drawings > 1:
            raise click.BadParameter(
                f"name a folder, as in {option} {word}s/, when there are several drawings.",
                param_hint=option,
            )
        if self._folder is None and not path.name:
            raise click.BadParameter("name a file or a folder.", param_hint=option)

    def write(self, drawing: Path, content: bytes) -> bool:
        """Write the file of one drawing; where it cannot be written, say so and return False."""
        target = self._target(drawing)
        if target.exists() and target.samefile(drawing):
            self.miss(f"{target} is the drawing itself, which stays as it is. Name another file.")
            return False
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name is no file's"
            self.miss(f"The {self._word} {target} could not be written: {reason}.")
            return False
        return True

    def miss(self, sentence: str) -> None:
        """Say what is missing."""
        self.missing = True
        click.echo(sentence, err=True)

    def _target(self, drawing: Path) -> Path:
        """The name of the drawing; with a number where two drawings have the same."""
        if self._folder is None:
            return self._file
        target, number = self._folder / f"{drawing.stem}{self._suffix}", 1
        while target in self._written:
            number += 1
            target = self._folder / f"{drawing.stem}-{number}{self._suffix}"
        self._written.add(target)
        return target
