"""The steps from a document to a scene."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from ezdxf.document import Drawing
from ezdxf.enums import InsertUnits

from importers.base import Limits
from importers.dxf import words
from importers.dxf.extract.budget import ROOT, plan_expansion
from importers.dxf.extract.content import Content
from importers.dxf.extract.heights import one_floor
from importers.dxf.extract.layers import Layers
from importers.dxf.extract.measure import drop_beyond_measure
from importers.dxf.extract.patterns import drop_patterns
from importers.dxf.extract.place import Expansion
from importers.dxf.extract.reader import Reader
from importers.dxf.extract.strays import drop_strays
from importers.dxf.findings import Findings
from importers.dxf.load import LOAD_ERRORS
from importers.dxf.scene import Scene
from importers.issues import ImportRefused, Severity
from importers.repairs import Repairs

_UNIT_NAMES = {
    InsertUnits.Inches: "inch",
    InsertUnits.Feet: "foot",
    InsertUnits.Miles: "mile",
    InsertUnits.Millimeters: "mm",
    InsertUnits.Centimeters: "cm",
    InsertUnits.Meters: "m",
    InsertUnits.Kilometers: "km",
    InsertUnits.Yards: "yard",
    InsertUnits.Decimeters: "dm",
    InsertUnits.Decameters: "dam",
    InsertUnits.Hectometers: "hm",
    InsertUnits.USSurveyFeet: "us-survey-foot",
    InsertUnits.USSurveyInch: "us-survey-inch",
    InsertUnits.USSurveyYard: "us-survey-yard",
    InsertUnits.USSurveyMile: "us-survey-mile",
}

_RELEASE = re.compile("AC[0-9]{4}")
UNKNOWN_RELEASE = "unknown"


def extract(doc: Drawing, limits: Limits, repairs: Repairs | None = None) -> Scene:
    """Everything visible in the model space, in drawing units.

    Raises ``ImportRefused`` if the drawing is too large to expand or shows nothing that can be
    read.
    """
    findings, ledger = Findings(), repairs if repairs is not None else Repairs()
    graph = plan_expansion(doc, limits, findings)
    layers = Layers(doc)
    modelspace = one_floor(doc.modelspace(), findings)
    used = {layers.of(e) for e in modelspace}
    layers.forgive_all_off(used, findings, ledger)
    reader = Reader(doc, layers, findings)

    @cache
    def content_of(key: str) -> Content:
        layout = modelspace if key == ROOT else doc.blocks.get(key)
        return reader.read(layout or ())

    scene = _empty_scene(doc)
    # What overflows on its way through a block is found below.
    with np.errstate(over="ignore", invalid="ignore"):
        Expansion(scene, layers, graph, content_of, limits).run()
    drop_beyond_measure(scene, findings)
    drop_strays(scene, findings, ledger)
    drop_patterns(scene, findings)
    reader.lost.report(findings)
    reader.tilts.report(findings)
    scene.layers = layers.facts()
    scene.dimensions = reader.dimensions
    _finish(scene, reader, findings)
    scene.issues = findings.issues()
    return scene


def _empty_scene(doc: Drawing) -> Scene:
    scene = Scene(_release(doc))
    try:
        scene.header_unit = _UNIT_NAMES.get(InsertUnits(int(doc.header.get("$INSUNITS", 0))))
    except (ValueError, TypeError):
        scene.header_unit = None
    measurement = doc.header.get("$MEASUREMENT")
    scene.metric = None if measurement is None else bool(measurement)
    scene.geodata_unit_m = _geodata_unit(doc)
    scene.feet_and_inches = doc.header.get("$LUNITS") in (3, 4)
    return scene


def _release(doc: Drawing) -> str:
    """The release of the format as files name it; a damaged file may name anything."""
    return doc.dxfversion if _RELEASE.fullmatch(doc.dxfversion) else UNKNOWN_RELEASE


def _geodata_unit(doc: Drawing) -> float | None:
    try:
        geodata = doc.modelspace().get_geodata()
        return None if geodata is None else float(geodata.dxf.horizontal_unit_scale)
    except LOAD_ERRORS:
        return None


def _finish(scene: Scene, reader: Reader, findings: Findings) -> None:
    if not (scene.strokes or scene.fills or scene.texts):
        raise _nothing_visible(scene, reader, findings)
    if scene.hidden:
        findings.add(
            "CONTENT_HIDDEN",
            Severity.INFO,
            f"{scene.hidden:,} entities are frozen, switched off or invisible; they were left out.",
            "If the plan misses something, switch its layer on in the drawing and send it again.",
        )


def _nothing_visible(scene: Scene, reader: Reader, findings: Findings) -> ImportRefused:
    kinds = ", ".join(f"{n:,} {words.name(kind)}" for kind, n in reader.kinds.most_common(5))
    lost = next((i for i in findings.issues() if i.severity is Severity.ERROR), None)
    message = f"The drawing shows no lines, areas or texts. It holds {kinds}."
    if lost is not None:
        message += f" {lost.message}"
    if scene.hidden:
        return ImportRefused(
            "NOTHING_VISIBLE",
            f"{message} {scene.hidden:,} entities are hidden.",
            "Thaw and switch on the layers of the plan, and send it again.",
        )
    advice = "Check that it is the right file, and that the plan is drawn with lines."
    return ImportRefused("NOTHING_VISIBLE", message, lost.advice if lost else advice)
