"""Codes of what was repaired in a file, and of content that could not be shown or read."""

from __future__ import annotations

from importers.codes.code import REFUSED, Code, error, info, warning

REPAIRS: tuple[Code, ...] = (
    Code(
        "TRUNCATED",
        (REFUSED, "error"),
        "The file ends too early. If it ends in the middle of the drawing it is refused: half a "
        "floor must not pass for a whole one. If only the end mark is missing it is read.",
        "Send it again: the copy was cut off, or the disk was full when it was saved.",
    ),
    warning(
        "DRAWING_REPAIRED",
        "The file breaks the rules of DXF and was repaired while it was read.",
        "Look whether anything is missing. If so, save the drawing again and send the new file.",
    ),
    warning(
        "DECIMAL_COMMA",
        "Numbers are written with a decimal comma; they were read as if with a point.",
        "Compare one dimension with the plan before publishing.",
    ),
    warning(
        "TEXT_ENCODING_REPAIRED",
        "Texts are written in another encoding than the file says, and were read in that one.",
        "Look at names with letters beyond a to z. If they are wrong, tell the encoding.",
    ),
    warning(
        "TEXT_ENCODING_DOUBTFUL",
        "It is not certain how the texts are written, so letters beyond a to z may be wrong.",
        "Look at these names. If they are wrong, import again and tell the encoding.",
    ),
    error(
        "COORDINATE_UNREADABLE",
        "Numbers of the file are unreadable and were guessed, so the plan may be distorted there.",
        "Save the drawing again in the program that made it and send the new file.",
    ),
    error(
        "COORDINATE_INVALID",
        "A coordinate is no number, infinite, or beyond all measure; its entity was left out.",
        "Delete the entity in the drawing, or draw it again.",
    ),
    error(
        "ENTITY_UNREADABLE",
        "One entity is damaged and was left out; the rest was read.",
        "Draw it again, or explode it in the drawing.",
    ),
    warning(
        "GEODATA_UNREADABLE",
        "The drawing has a georeference that cannot be read.",
        "Place the floor by points instead.",
    ),
)

BLOCKS: tuple[Code, ...] = (
    error(
        "BLOCK_MISSING",
        "A block is inserted that the file does not define.",
        "Save the drawing again with its blocks, or delete the insert.",
    ),
    error(
        "BLOCK_CYCLE",
        "A block holds itself, directly or through others. The loop was cut, the rest was read.",
        "Open the block editor and remove one of the inserts that the message names.",
    ),
    error(
        "BLOCK_TOO_DEEP",
        "Blocks are nested deeper than is read; what lies below was left out.",
        "Explode the outer blocks once and send the drawing again.",
    ),
    error(
        "XREF_NOT_BOUND",
        "The plan refers to another drawing. References are never opened, so it is missing.",
        "Bind the reference (command XREF, Bind) and send the drawing again.",
    ),
    info(
        "BLOCK_CLIPPED",
        "Only a part of a block is shown in the drawing (XCLIP); the rest of it was left out.",
        "If something is missing, widen the frame (command XCLIP) and send it again.",
    ),
    warning(
        "CLIP_IGNORED",
        "A block is clipped by a frame that encloses nothing, so all of the block was read.",
        "Explode and trim the block in the drawing, or take its clipping away.",
    ),
)

CONTENT: tuple[Code, ...] = (
    error(
        "CONTENT_NOT_READ",
        "Entities without lines that could be read (objects of add-ons, bodies, meshes) were "
        "counted by layer and left out.",
        "If they are walls or furniture, explode them and send the drawing again.",
    ),
    info(
        "OBJECT_STAND_IN",
        "Objects of another program were read by the picture they carry, bodies by the outline "
        "they stand on.",
        "Compare them with the plan. Explode them in the drawing if parts are missing.",
    ),
    Code(
        "PICTURE_IGNORED",
        ("info", "warning"),
        "A picture, or a sheet from another file such as a PDF, lies under the plan.",
        "If the plan itself is on it, turn it into lines (command PDFIMPORT) and send it again.",
    ),
    info(
        "TABLE_LEFT_OUT",
        "A table lies on the plan. What it lists names no room where it lies.",
        "Write number and name into the rooms if they miss them.",
    ),
    info(
        "CONTENT_HIDDEN",
        "Content that is frozen, switched off or invisible was left out.",
        "If the plan misses something, switch its layer on in the drawing and send it again.",
    ),
    warning(
        "LAYERS_ALL_OFF",
        "All layers are switched off, as some converters leave them; so all were read.",
        "If some of the layers do not belong to the plan, give them the role 'ignore'.",
    ),
    warning(
        "ENTITY_TILTED",
        "Entities lie in tilted planes, such as roofs and sections in space. They were read as "
        "they look from above, which is narrower than they were drawn.",
        "Draw what belongs to the plan flat (command FLATTEN), or freeze its layer.",
    ),
    warning(
        "STRAY_CONTENT",
        "Something lies so far away that the plan would be a dot beside it; it was left out.",
        "Delete it in the drawing if it does not belong there.",
    ),
    warning(
        "PATTERN_LEFT_OUT",
        "Thousands of lines on a layer, or of edges of one hatch, cross each other everywhere, as "
        "a pattern or a bomb does; they were left out.",
        "If they are walls or furniture, send the drawing without the pattern on their layer.",
    ),
)
