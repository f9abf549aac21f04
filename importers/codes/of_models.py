"""Codes of building models: IFC."""

from __future__ import annotations

from importers.codes.code import Code, error, refusal, warning

MODELS: tuple[Code, ...] = (
    refusal(
        "IFC_READER_MISSING",
        "The file is an IFC model, and the library that reads those, IfcOpenShell, is not "
        "installed. It is an extra because of its size.",
        "Whoever runs the service installs it: script/setup does, or pip install "
        "'floorplans[ifc]'. Or export the floor as DXF.",
    ),
    refusal(
        "IFC_DAMAGED",
        "The IFC file is cut off or damaged.",
        "Send it again; if that fails too, export the model anew.",
    ),
    refusal(
        "IFC_SCHEMA_NOT_READ",
        "The file follows another schema than IFC2x3, IFC4 or IFC4.3.",
        "Export the model as IFC2x3 or IFC4.",
    ),
    refusal(
        "IFC_WITHOUT_FLOOR",
        "The model, or the storey that was chosen, holds no spaces, walls or furniture.",
        "Choose another storey, or export the architect's model with its rooms (spaces).",
    ),
    error(
        "SHAPE_UNREADABLE",
        "Some parts of the storey have no shape that can be read; they were left out.",
        "Export the model anew, with its geometry.",
    ),
    warning(
        "PLACE_BY_SITE_ONLY",
        "The model was placed by the latitude and longitude of its site, which is often no more "
        "than the town, or where the program was made.",
        "Look at the floor on the map; move it by points if it is not there.",
    ),
)
