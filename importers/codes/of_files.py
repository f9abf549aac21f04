"""Codes of files that cannot be taken for a drawing, and of the limits of reading."""

from __future__ import annotations

from importers.codes.code import Code, error, info, refusal, warning

FILES: tuple[Code, ...] = (
    refusal(
        "FILE_EMPTY",
        "The file holds nothing but blanks.",
        "Send the drawing again: the copy failed.",
    ),
    refusal(
        "FILE_NOT_READABLE",
        "The file cannot be opened: it is gone, a folder, or closed to the service.",
        "Check its name and its permissions.",
    ),
    refusal(
        "FORMAT_UNKNOWN",
        "The file is of none of the formats that are read: an archive of other things, a model, a "
        "text.",
        "Bring in an archive of drawings with “many files at once”. Otherwise ask for the DXF of "
        "the plan (R2013 or newer).",
    ),
    refusal(
        "DWG_NOT_READ",
        "The file is a DWG, also where its name ends in .dxf, and no converter is installed.",
        "Open it in the program that made it, choose 'Save as' and pick DXF (R2013 or newer).",
    ),
    refusal(
        "DWG_ENCRYPTED",
        "The file is a DWG that is locked with a password.",
        "Open it with its password, take the password away, and save it as DXF (R2013 or newer).",
    ),
    refusal(
        "DWG_NOT_CONVERTED",
        "The converter made no DXF of the DWG: it gave up, crashed, took too long or wrote too "
        "much; the message says which, and the version of the DWG.",
        "Open it in the program that made it, choose 'Save as' and pick DXF (R2013 or newer).",
    ),
    refusal(
        "DWG_CONTENT_LOST",
        "The converter made an empty or nearly empty DXF of a large DWG, whatever it reported.",
        "Open it in the program that made it, choose 'Save as' and pick DXF (R2013 or newer).",
    ),
    info(
        "DWG_CONVERTED",
        "The drawing is a DWG and was converted; the message names the program and how many "
        "things came along.",
        "Nothing needs to be done.",
    ),
    error(
        "DWG_PARTS_LOST",
        "The drawing announces more things of some kinds than the converter wrote, such as the "
        "walls of an add-on program.",
        "Save it as DXF in the program that made it; explode such objects first.",
    ),
    warning(
        "DWG_CONVERTER_COMPLAINED",
        "The converter reported errors or warnings while it worked.",
        "Compare the plan with the drawing. If anything is missing, save it as DXF yourself.",
    ),
    refusal(
        "DRAWING_DAMAGED",
        "The structure of the DXF is broken beyond repair, or a binary DXF is cut off.",
        "Run the drawing program's audit, save the drawing again and send the new file.",
    ),
    refusal(
        "DRAWING_EMPTY",
        "The file is a DXF without a single entity. Some converters from DWG write such files "
        "and report success.",
        "Open it in the program that made it; save it as DXF there.",
    ),
    refusal(
        "NO_MODELSPACE",
        "The plan is drawn on a layout (paper space), and the model space is empty.",
        "Export the layout to model space (command EXPORTLAYOUT) and send the result.",
    ),
    refusal(
        "NOTHING_VISIBLE",
        "Nothing that could be a plan is to be seen: all of it is frozen, switched off, left out "
        "because it is damaged, or of a kind without lines.",
        "Thaw and switch on the layers of the plan, or explode its objects, and send it again.",
    ),
    refusal(
        "PROFILE_INVALID",
        "The profile (which layer or block is what, which unit) holds something unknown.",
        "The message names the line; the known roles and units are listed with it.",
    ),
)

LIMITS: tuple[Code, ...] = (
    refusal(
        "FILE_TOO_LARGE",
        "The file has more bytes than are read.",
        "Delete what does not belong to this floor, purge unused blocks, and save it again.",
    ),
    refusal(
        "TOO_MANY_ENTITIES",
        "With its blocks expanded the drawing would have more entities than are read. This was "
        "counted before anything was expanded.",
        "Look for blocks nested in blocks and for arrays with huge counts, and purge the drawing.",
    ),
    refusal(
        "TIME_LIMIT",
        "Reading takes longer than is allowed.",
        "Purge unused blocks, delete what does not belong to the floor, and send it again.",
    ),
    refusal(
        "MEMORY_LIMIT",
        "Reading needs more memory than is allowed.",
        "Purge unused blocks, delete what does not belong to the floor, and send it again.",
    ),
    refusal(
        "RESULT_TOO_LARGE",
        "The drawing holds more rooms and furniture than one floor can.",
        "Send one floor at a time, and delete what does not belong to it.",
    ),
    refusal(
        "DISK_FULL",
        "The disk for temporary files is full, so the drawing was not read.",
        "Free some space there, or name another folder in TMPDIR, and try again.",
    ),
    refusal(
        "READER_CRASHED",
        "The reader failed in a way that nobody has thought of. The service goes on.",
        "Save the drawing as DXF R2013 and send it again; if that fails too, report it to us.",
    ),
)
