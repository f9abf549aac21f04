"""The pictures that `floorplans read --picture` writes."""

from __future__ import annotations

from pathlib import Path

from app.cli._beside import Beside


class Pictures:
    """Writes pictures, and remembers whether one is missing."""

    def __init__(self, target: str, drawings: int) -> None:
        self._files = Beside(target, drawings, option="--picture", suffix=".png", word="picture")

    @property
    def missing(self) -> bool:
        return self._files.missing

    def keep(self, drawing: Path, png: bytes | None) -> None:
        """Write one picture; without one, or where it cannot be written, say so."""
        if png is None:
            self._files.miss(
                f"No picture of {drawing.name} could be drawn: it is too large for that. "
                "What was understood is told all the same."
            )
            return
        self._files.write(drawing, png)
