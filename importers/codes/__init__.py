"""Every code that reading a drawing can answer with: meaning, remedy, and how it comes.

A code is raised where its cause is met, with a message about that very case. What it means in
general stands here once; ``docs/import-issues.md`` is written from it.
"""

from __future__ import annotations

from importers.codes.code import Code
from importers.codes.of_contents import BLOCKS, CONTENT, REPAIRS
from importers.codes.of_features import FEATURES
from importers.codes.of_files import FILES, LIMITS
from importers.codes.of_lists import LEAVE, LISTS
from importers.codes.of_models import MODELS
from importers.codes.of_places import DESKS, LABELS
from importers.codes.of_plans import ROOMS, UNITS, WALLS
from importers.codes.of_sheets import SHEETS
from importers.codes.of_underlays import UNDERLAYS

#: In the order of the page: title of the section, its codes.
SECTIONS: tuple[tuple[str, tuple[Code, ...]], ...] = (
    ("The file is no drawing that can be read", FILES),
    ("The drawing is larger than the limits", LIMITS),
    ("Geographic files", FEATURES),
    ("Building models", MODELS),
    ("Pictures and PDFs", UNDERLAYS),
    ("Lists of spaces and of assigned desks", LISTS),
    ("Leave calendars", LEAVE),
    ("The file was repaired", REPAIRS),
    ("Blocks and references", BLOCKS),
    ("Content that was left out", CONTENT),
    ("Several plans in one drawing", SHEETS),
    ("Unit and size", UNITS),
    ("Walls and the outline of the floor", WALLS),
    ("Rooms", ROOMS),
    ("Numbers and names", LABELS),
    ("Desks", DESKS),
)

CODES: dict[str, Code] = {code.name: code for _, codes in SECTIONS for code in codes}
