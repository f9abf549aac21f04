"""The georeference that a drawing carries itself (GEODATA, R2010 and later)."""

from __future__ import annotations

import math

from importers.draft import Geodata
from importers.dxf.dynamic import Document, Entity
from importers.dxf.load import LOAD_ERRORS
from importers.issues import ImportIssue, Severity

#: The definition of a coordinate system is a few kB; more is no definition.
CRS_CHARS = 200_000
#: EPSG codes have four or five digits; codes of vendors are larger.
EPSG_MAX = 32767 * 4


def read_geodata(
    doc: Document, metres_per_unit: float
) -> tuple[Geodata | None, tuple[ImportIssue, ...]]:
    """The georeference for the drawing in metres; None if there is none that can be used."""
    try:
        entity = doc.modelspace().get_geodata()
        if entity is None:
            return None, ()
        return _convert(entity, metres_per_unit), ()
    except LOAD_ERRORS:
        issue = ImportIssue(
            "GEODATA_UNREADABLE",
            Severity.WARNING,
            "The drawing has a georeference that could not be read.",
            "Place the floor by points instead.",
        )
        return None, (issue,)


def _convert(entity: Entity, metres_per_unit: float) -> Geodata:
    definition = str(entity.coordinate_system_definition)
    # The definition is XML: what declares entities could grow without end.
    if len(definition) > CRS_CHARS or "<!" in definition:
        raise ValueError("the definition is no coordinate system")
    matrix, epsg = entity.get_crs_transformation(no_checks=True)
    origin = matrix.transform((0.0, 0.0, 0.0))
    unit = matrix.transform((1.0, 0.0, 0.0)) - origin
    scale = math.hypot(unit.x, unit.y) / metres_per_unit
    values = (origin.x, origin.y, scale)
    if not all(map(math.isfinite, values)) or scale <= 0 or not 1000 <= int(epsg) <= EPSG_MAX:
        raise ValueError("the georeference is not finite")
    return Geodata(
        int(epsg), origin.x, origin.y, math.degrees(math.atan2(unit.y, unit.x)) % 360.0, scale
    )
