"""Write the demo's drawings: ``python -m app.demo.write FOLDER``."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ezdxf._options import options

from app.demo.campus import PLOTS, DemoFloor, FloorPlot
from app.demo.drawing import draw
from app.demo.georef import write_geodata
from app.demo.labels import UNLABELLED
from app.demo.sketch import DOOR_WIDTH_M


def write_campus(folder: Path) -> list[DemoFloor]:
    """Write every drawing into ``folder`` and say what each one is.

    The same version of this program and of ezdxf writes the same bytes every time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [write_floor(plot, folder) for plot in PLOTS]


def write_floor(plot: FloorPlot, folder: Path) -> DemoFloor:
    """Draw one floor and write its file whole, or not at all."""
    sketch = plot.sketch()
    with _fixed_metadata():
        doc = draw(sketch, plot.hand)
        if plot.geodata:
            write_geodata(doc, plot.stand, plot.hand.shift, plot.hand.k)
        text = io.StringIO()
        doc.write(text)
    path = folder / plot.file
    part = path.with_suffix(".part")
    part.write_bytes(text.getvalue().encode(doc.output_encoding, errors="dxfreplace"))
    part.replace(path)
    return DemoFloor(
        organisation=plot.organisation,
        site=plot.site,
        time_zone=plot.time_zone,
        epsg=plot.stand.epsg,
        building=plot.building,
        floor=plot.floor,
        short_name=plot.short_name,
        ordinal=plot.ordinal,
        path=path,
        position=plot.position(),
        unit=plot.hand.unit,
        rooms=sum(room.name not in UNLABELLED for room in sketch.rooms),
        desks=sketch.desks,
        parking=sketch.stalls,
        doors=sum(opening.block in DOOR_WIDTH_M for opening in sketch.openings),
        zones=len(sketch.zones),
    )


@contextmanager
def _fixed_metadata() -> Iterator[None]:
    """Keep ezdxf from writing the time and random identifiers into the file."""
    before = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        options.write_fixed_meta_data_for_testing = before


if __name__ == "__main__":
    for floor in write_campus(Path(sys.argv[1])):
        sys.stdout.write(
            f"{floor.path}: {floor.building}, {floor.floor}: {floor.rooms} rooms, "
            f"{floor.desks} desks, {floor.parking} parking places, {floor.zones} zones\n"
        )
