"""Opens an IFC file with IfcOpenShell, after a look at what it would ask for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from importers.base import Limits
from importers.dxf.sniff import refusal_for
from importers.ifc.refusals import damaged, library_missing, schema_unknown, too_many
from importers.ifc.sniff import schema_of
from importers.issues import ImportRefused

#: The library's classes are made from the schema at run time, so that types tell nothing.
Model: TypeAlias = Any
Entity: TypeAlias = Any

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")
HEADER_BYTES = 64 * 1024
_BEGINNINGS = (b"=IFC", b"= IFC", b"=\tIFC")
_END = b"END-ISO-10303-21"
_END_WITHIN = 1024
#: What the library raises for broken files; an error of its parser is a plain ``Exception``.
MODEL_ERRORS = (Exception,)

_TINY = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('','',(''),(''),'','','');
FILE_SCHEMA(('{schema}'));
ENDSEC;
DATA;
#1=IFCCARTESIANPOINT((0.,0.,0.));
#2=IFCAXIS2PLACEMENT3D(#1,$,$);
#3=IFCCARTESIANPOINT((0.,0.));
#4=IFCAXIS2PLACEMENT2D(#3,$);
#5=IFCRECTANGLEPROFILEDEF(.AREA.,$,#4,1.,2.);
#6=IFCDIRECTION((0.,0.,1.));
#7=IFCEXTRUDEDAREASOLID(#5,#2,#6,3.);
ENDSEC;
END-ISO-10303-21;
"""


def library() -> Any:
    """IfcOpenShell; raises ``ImportRefused`` (IFC_READER_MISSING) where it is not installed."""
    try:
        import_module("ifcopenshell.geom")
        return import_module("ifcopenshell")
    except ImportError:
        raise library_missing() from None


def warm() -> None:
    """Load the library with its schemas and its geometry, which it would look for on first use."""
    try:
        ifc = library()
    except ImportRefused:
        return
    for schema in SCHEMAS:
        model = ifc.file.from_string(_TINY.format(schema=schema))
        ifc.geom.create_shape(ifc.geom.settings(), model.by_id(7))


def load(path: Path, limits: Limits) -> Model:
    """The model in the file at ``path``.

    Raises ``ImportRefused``: IFC_READER_MISSING, IFC_DAMAGED, IFC_SCHEMA_NOT_READ,
    TOO_MANY_ENTITIES, FILE_EMPTY.
    """
    content = path.read_bytes()
    if not content.strip(b"\x00 \t\r\n"):
        raise refusal_for(content[:HEADER_BYTES])
    if sum(content.count(word) for word in _BEGINNINGS) > limits.entities:
        raise too_many()
    ifc = library()
    # What lies behind the end of a file is padding; relations stand last, so a file that is cut
    # off would come out as a building without floors.
    if _END not in content[-_END_WITHIN:].rstrip(b"\x00 \t\r\n"):
        raise damaged()
    schema = schema_of(content[:HEADER_BYTES])
    if schema is None:
        raise damaged()
    del content
    if not schema.startswith(("IFC2X3", "IFC4")):
        raise schema_unknown(schema)
    try:
        model = ifc.open(str(path), format=".ifc")
    except ifc.SchemaError:
        raise schema_unknown(schema) from None
    except MODEL_ERRORS:
        raise damaged() from None
    if str(model.schema_identifier) not in SCHEMAS:
        raise schema_unknown(schema)
    return model
