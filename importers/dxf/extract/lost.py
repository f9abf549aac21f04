"""What a drawing holds and this reader cannot show, counted by kind and layer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from importers.dxf import words
from importers.dxf.findings import Findings
from importers.issues import Severity

#: Layers that are named in one sentence; the rest is a number.
LAYERS_TOLD = 5
SOLIDS = frozenset(
    {"3DSOLID", "BODY", "SURFACE", "EXTRUDEDSURFACE", "LOFTEDSURFACE", "PLANESURFACE"}
    | {"REVOLVEDSURFACE", "SWEPTSURFACE", "NURBSURFACE"}
)
MESHES = frozenset({"MESH", "POLYLINE", "POLYFACE", "POLYMESH"})
PICTURES = frozenset({"IMAGE", "OLE2FRAME", "OLEFRAME"})
UNDERLAYS = frozenset({"PDFUNDERLAY", "DWFUNDERLAY", "DGNUNDERLAY", "UNDERLAY", "PDFREFERENCE"})
TABLES = frozenset({"ACAD_TABLE"})


@dataclass(frozen=True, slots=True)
class _Told:
    severity: Severity
    what: str
    advice: str


_SOLID = _Told(
    Severity.ERROR,
    "3D bodies ({kind}) that have no level underside",
    "If they are walls or furniture, draw their outlines in the plan (command FLATSHOT).",
)
_MESH = _Told(
    Severity.ERROR,
    "surfaces made of meshes ({kind})",
    "If they are walls or furniture, draw their outlines in the plan (command FLATSHOT).",
)
_REGION = _Told(
    Severity.ERROR,
    "regions with curves other than arcs, or not level",
    "If they are rooms or walls, explode them into lines and send the drawing again.",
)
_PICTURE = _Told(
    Severity.INFO,
    "pictures ({kind})",
    "Nothing needs to be done if the plan is drawn with lines.",
)
_UNDERLAY = _Told(
    Severity.WARNING,
    "sheets from another file ({kind})",
    "If the plan is on such a sheet, turn it into lines (command PDFIMPORT) and send it again.",
)
_TABLE = _Told(
    Severity.INFO,
    "tables",
    "A table names no room where it lies. Write number and name into the rooms if they miss them.",
)
_OBJECT = _Told(
    Severity.ERROR,
    "objects of another program ({kind}) without a picture of themselves",
    "Save the drawing with -EXPORTTOAUTOCAD, or explode them, and send it again.",
)
_OTHER = _Told(
    Severity.ERROR,
    "entities of type {kind}",
    "If they are walls or furniture, explode them and send the drawing again.",
)


class Lost:
    """Counts entities while a drawing is read, and tells of them at the end."""

    def __init__(self) -> None:
        self._left_out: Counter[tuple[str, str]] = Counter()  # (kind, layer)
        self._stand_ins: Counter[tuple[str, str]] = Counter()

    def left_out(self, kind: str, layer: str) -> None:
        """An entity that gave nothing."""
        self._left_out[kind, layer] += 1

    def stood_in(self, kind: str, layer: str) -> None:
        """An entity that was read from the picture or the footprint it carries."""
        self._stand_ins[kind, layer] += 1

    def report(self, findings: Findings) -> None:
        """One finding for each kind."""
        for kind, per_layer in _by_kind(self._left_out):
            told = _told(kind)
            what = told.what.format(kind=words.name(kind))
            code = "PICTURE_IGNORED" if kind in PICTURES | UNDERLAYS else "CONTENT_NOT_READ"
            findings.add(
                "TABLE_LEFT_OUT" if kind in TABLES else code,
                told.severity,
                f"Nothing was read of {what}: {_listed(per_layer)}.",
                told.advice,
                layer=min(per_layer),
            )
        for kind, per_layer in _by_kind(self._stand_ins):
            how = "the footprint" if kind in SOLIDS else "the picture"
            findings.add(
                "OBJECT_STAND_IN",
                Severity.INFO,
                f"Of objects of type {words.name(kind)} only {how} they carry was read: "
                f"{_listed(per_layer)}.",
                "Compare them with the plan. Explode them in the drawing if parts are missing.",
                layer=min(per_layer),
            )


_GROUPS = (
    (SOLIDS, _SOLID),
    (MESHES, _MESH),
    (frozenset({"REGION"}), _REGION),
    (PICTURES, _PICTURE),
    (UNDERLAYS, _UNDERLAY),
    (TABLES, _TABLE),
)


def _told(kind: str) -> _Told:
    for kinds, told in _GROUPS:
        if kind in kinds:
            return told
    foreign = kind == "ACAD_PROXY_ENTITY" or kind.startswith(("AEC", "ACAD_", "ACDB"))
    return _OBJECT if foreign else _OTHER


def _by_kind(counts: Counter[tuple[str, str]]) -> list[tuple[str, Counter[str]]]:
    kinds: dict[str, Counter[str]] = {}
    for (kind, layer), count in counts.items():
        kinds.setdefault(kind, Counter())[layer] += count
    return sorted(kinds.items())


def _listed(per_layer: Counter[str]) -> str:
    ordered = sorted(per_layer.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{count:,} on {layer}" for layer, count in ordered[:LAYERS_TOLD])
    more = len(ordered) - LAYERS_TOLD
    return f"{told} and others on {more} more layers" if more > 0 else told
