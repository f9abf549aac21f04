"""Codes of the geographic formats: GeoJSON, GeoPackage, IMDF and OpenStreetMap."""

from __future__ import annotations

from importers.codes.code import Code, error, info, refusal, warning

FEATURES: tuple[Code, ...] = (
    refusal(
        "NO_FEATURES",
        "The file holds no feature that can be read.",
        "Export the floor again, and look that its layers are chosen.",
    ),
    refusal(
        "NO_FLOOR_IN_FILE",
        "None of the features is a room, a wall, a desk or another part of a floor; the message "
        "names their kinds.",
        "Give the kind that holds rooms or walls its role in a profile, or send another file.",
    ),
    refusal(
        "CRS_NOT_USABLE",
        "The coordinate system of the file is not known, or the coordinates lie outside of it.",
        "Export it in WGS 84 (EPSG:4326). If they are plain lengths, set the unit (--units m).",
    ),
    refusal(
        "PLACES_TOO_FAR_APART",
        "The features lie further apart than the buildings of any site do.",
        "Export one building by itself, and check the coordinate system of the file.",
    ),
    refusal(
        "JSON_INVALID",
        "The file is no GeoJSON that can be read: cut off, damaged, or something else in JSON.",
        "Export it again and send the whole file.",
    ),
    refusal(
        "GEOPACKAGE_DAMAGED",
        "The database in the file is damaged or cut off.",
        "Send the file again; if that fails too, export the floor anew.",
    ),
    refusal(
        "GEOPACKAGE_WITHOUT_LAYERS",
        "The file is a database, but no GeoPackage with layers of features.",
        "Export the floor as GeoPackage and look that its layers are chosen.",
    ),
    refusal(
        "ARCHIVE_DAMAGED",
        "The archive is damaged or cut off.",
        "Send it again; if that fails too, export it anew.",
    ),
    refusal(
        "ARCHIVE_UNSAFE",
        "The archive holds names that lead out of it, a file twice, far too many files, or files "
        "that would become much larger than any venue is. Nothing of it was unpacked.",
        "Pack the files of the venue anew, without folders, and send that archive.",
    ),
    refusal(
        "ARCHIVE_LOCKED",
        "The archive is locked with a password.",
        "Pack it without a password and send it again.",
    ),
    refusal(
        "ARCHIVE_NOT_IMDF",
        "The archive is not one of IMDF: its levels or its units are missing.",
        "Unpack another archive and send its drawings one by one.",
    ),
    refusal(
        "XML_DAMAGED",
        "The XML of the file is broken or cut off.",
        "Export it again and send the whole file.",
    ),
    refusal(
        "XML_UNSAFE",
        "The XML declares a document type, whose entities could grow without end. Files of this "
        "format have none.",
        "Export it again with a program that writes plain OSM files.",
    ),
    error(
        "FEATURE_UNREADABLE",
        "Some features have coordinates that are none, or miss parts; they were left out.",
        "Repair them in the program that made the file.",
    ),
    warning(
        "FEATURE_INCOMPLETE",
        "The file lacks some corners of an area, as extracts do; it was drawn through the others.",
        "Export the whole building, with all nodes of its ways.",
    ),
    info(
        "FEATURE_WITHOUT_SHAPE",
        "Some features have no shape, as addresses do; they were left out.",
        "Nothing needs to be done.",
    ),
    warning(
        "KIND_NOT_KNOWN",
        "Features of this kind could not be understood and were left out.",
        "Give the kind a role, if it is a part of the floor.",
    ),
    info(
        "KIND_LEFT_OUT",
        "Features of this kind, such as paths, are no part of a floor and were left out.",
        "Nothing needs to be done.",
    ),
    warning(
        "LEVEL_NOT_TOLD",
        "Some features say no level while others do; they were left out.",
        "Write the level of each feature into the file.",
    ),
    warning(
        "DOOR_WITHOUT_WALL",
        "A door stands at no room, or is not as wide as a door; it was left out.",
        "Move it onto the edge of its room.",
    ),
    info(
        "SHAPE_ASSUMED",
        "A desk, stair or lift is only a point in the file; it was given a usual size.",
        "Draw its outline, if its size matters.",
    ),
    info(
        "POSITION_NOT_TOLD",
        "The file has no coordinate system; its coordinates were taken for metres.",
        "Place the floor by points.",
    ),
)
