"""How large what a picture shows is: as a person said, else as plans are usually printed."""

from __future__ import annotations

from collections.abc import Mapping

from importers.draft import UnitEvidence, Units

INCH_M = 0.0254
#: Where neither the file nor a person says anything.
USUAL_DPI, USUAL_SCALE = 96.0, 100.0


def units_of(unit: str, told: Mapping[str, float], dpi: float | None) -> Units:
    """Metres for each ``unit`` ("pixel" or "point") of the picture.

    ``told`` is what a person said: ``metres_per_pixel``, or ``dpi`` and the n of 1:n as ``scale``.
    Without it nothing is certain.
    """
    if "metres_per_pixel" in told:
        return _units(unit, told["metres_per_pixel"], "Two points and the length between them.")
    dots = told.get("dpi") or dpi or USUAL_DPI
    scale = told.get("scale") or USUAL_SCALE
    detail = f"1:{scale:g} at {dots:g} dots per inch"
    metres = INCH_M / dots * scale
    if "scale" in told:
        return _units(unit, metres, f"A person said {detail}.")
    return _units(unit, metres, f"Nobody has said the scale; {detail} was assumed.", certain=False)


def _units(unit: str, metres: float, detail: str, *, certain: bool = True) -> Units:
    source = "person" if certain else "usual"
    weight = 1.0 if certain else 0.1
    return Units(unit, metres, certain, (UnitEvidence(source, unit, weight, detail),))
