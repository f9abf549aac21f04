"""The redlines that `floorplans read --redline` writes."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli._beside import Beside
from importers.profile import Profile


class Redlines:
    """Writes each drawing again with its findings marked in it, and remembers what is missing."""

    def __init__(self, target: str, drawings: int) -> None:
        self._files = Beside(
            target, drawings, option="--redline", suffix="-redline.dxf", word="redline"
        )

    @property
    def missing(self) -> bool:
        return self._files.missing

    def keep(self, drawing: Path, draft_json: bytes, profile: Profile) -> None:
        """Write one redline, and say where it is without the original."""
        # Without a redline nobody waits for these.
        from importers import codec  # noqa: PLC0415
        from importers.redline import marks_of, redline_of  # noqa: PLC0415
        from importers.redlining import redline  # noqa: PLC0415

        draft = codec.loads(draft_json)
        made = redline(drawing, redline_of(draft, marks_of(draft)), profile)
        if self._files.write(drawing, made.content) and not made.whole:
            click.echo(
                f"{drawing.name} cannot be written again as a DXF without a loss: its redline "
                "holds the marks alone, in its unit and axes.",
                err=True,
            )
