"""What the reader mends in a drawing: each repair has a name, is counted, and can be switched off.

A repair takes the drawing for something else than it says: a gap for a wall, two outlines for one.
What a thing means (this layer holds walls, this block is a desk) is no repair; a loss (an entity
that cannot be read) is none either, because there is nothing to leave undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from enum import StrEnum

MM = 1000.0
MM_DIGITS = 1


class RepairName(StrEnum):
    """The repairs in the order in which they are made."""

    RECOVER_STRUCTURE = "recover_structure"
    READ_DECIMAL_COMMAS = "read_decimal_commas"
    READ_OTHER_ENCODING = "read_other_encoding"
    SHOW_OFF_LAYERS = "show_off_layers"
    DROP_STRAYS = "drop_strays"
    CLOSE_OUTLINES = "close_outlines"
    JOIN_LINES = "join_lines"
    MEND_CROSSINGS = "mend_crossings"
    DROP_DUPLICATES = "drop_duplicates"
    DROP_STRAY_WALLS = "drop_stray_walls"
    CLOSE_WALL_GAPS = "close_wall_gaps"
    CLOSE_WALL_OPENINGS = "close_wall_openings"
    MOVE_LABELS = "move_labels"
    RENAME_DUPLICATES = "rename_duplicates"


@dataclass(frozen=True, slots=True)
class _Words:
    about: str  # what the repair does, one sentence
    one: str
    many: str
    done: str
    left: str
    by: str = ""  # before the millimetres


_WORDS: dict[RepairName, _Words] = {
    RepairName.RECOVER_STRUCTURE: _Words(
        "Read a file that breaks the rules of DXF with a tolerant reader.",
        *("fault of the file", "faults of the file"),
        *("mended while reading", "left as found"),
    ),
    RepairName.READ_DECIMAL_COMMAS: _Words(
        "Read numbers that were written with a decimal comma as if with a point.",
        *("number with a decimal comma", "numbers with a decimal comma"),
        *("read as if with a point", "not changed"),
    ),
    RepairName.READ_OTHER_ENCODING: _Words(
        "Read texts in the encoding they are written in where the file names another.",
        *("text in another encoding than the file says", "texts in another encoding"),
        *("read as what it spells", "read as the file says"),
    ),
    RepairName.SHOW_OFF_LAYERS: _Words(
        "Show the layers that are off where otherwise nothing would be seen.",
        *("layer that is off", "layers that are off"),
        *("shown", "left out"),
    ),
    RepairName.DROP_STRAYS: _Words(
        "Leave out what lies far away from the rest of the drawing.",
        *("thing far away from the plan", "things far away from the plan"),
        *("left out", "kept"),
    ),
    RepairName.CLOSE_OUTLINES: _Words(
        "Close outlines whose ends do not meet with a straight line.",
        *("open outline", "open outlines"),
        *("closed with a straight line", "left open"),
        "over",
    ),
    RepairName.JOIN_LINES: _Words(
        "Join lines that end just beside each other to the outline that they draw.",
        *("line end", "line ends"),
        *("joined to the next line of an outline", "left apart from the next line"),
        "over",
    ),
    RepairName.MEND_CROSSINGS: _Words(
        "Keep the valid part of outlines that cross or touch themselves.",
        *("outline that crosses itself", "outlines that cross themselves"),
        *("mended", "left out"),
    ),
    RepairName.DROP_DUPLICATES: _Words(
        "Keep one of two outlines of the same room.",
        *("outline that is drawn twice", "outlines that are drawn twice"),
        *("kept once", "kept twice"),
    ),
    RepairName.DROP_STRAY_WALLS: _Words(
        "Take no line for a wall that runs right across the plan.",
        *("line across the plan", "lines across the plan"),
        *("not taken for a wall", "taken for a wall"),
    ),
    RepairName.CLOSE_WALL_GAPS: _Words(
        "Close small gaps between walls where they would join two rooms.",
        *("gap between walls", "gaps between walls"),
        *("closed", "left open"),
        "over",
    ),
    RepairName.CLOSE_WALL_OPENINGS: _Words(
        "Close openings without a door where a room would have no end.",
        *("opening without a door", "openings without a door"),
        *("closed with a straight line", "left open"),
        "over",
    ),
    RepairName.MOVE_LABELS: _Words(
        "Give a number or name beside a room to that room.",
        *("label beside its room", "labels beside their rooms"),
        *("moved into it", "left where it was"),
        "by",
    ),
    RepairName.RENAME_DUPLICATES: _Words(
        "Tell places with the same label apart by a number behind it.",
        *("label that another place has", "labels that other places have"),
        *("given a number", "left out"),
    ),
}


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of repair on one drawing; ``max_mm`` is None where nothing is moved or bridged.

    ``applied`` is False where it was switched off: ``count`` then tells what was left undone.
    """

    name: str
    count: int
    max_mm: float | None
    applied: bool
    sentence: str


class Repairs:
    """The ledger of one reading: what is allowed, what was mended, where, and how far."""

    def __init__(self, off: Collection[str] = ()) -> None:
        self._off = frozenset(off)
        self._places: dict[str, dict[Hashable, float | None]] = defaultdict(dict)

    def allows(self, name: RepairName) -> bool:
        return name not in self._off

    def note(self, name: RepairName, place: Hashable, moved_m: float | None = None) -> None:
        """One repair, made or left undone as the switch says; each ``place`` counts once.

        ``moved_m`` is how far something was moved, or how wide the gap is, in metres.
        """
        self._places[name][place] = moved_m

    def count(self, name: RepairName, number: int) -> None:
        """``number`` repairs that have no places of their own."""
        self._places[name].update((index, None) for index in range(number))

    def attempt(self) -> Repairs:
        """A ledger for work that may come to nothing: ``take`` it when the work is kept."""
        return Repairs(self._off)

    def take(self, attempt: Repairs) -> None:
        """Add all that stands in ``attempt``."""
        for name, places in attempt._places.items():
            self._places[name].update(places)

    def told(self) -> tuple[Repair, ...]:
        """What was mended and what was left undone, and all that is switched off."""
        return tuple(
            self._told(name) for name in RepairName if self._places[name] or name in self._off
        )

    def _told(self, name: RepairName) -> Repair:
        places = self._places[name]
        moved = [m for m in places.values() if m is not None]
        max_mm = round(max(moved) * MM, MM_DIGITS) if moved else None
        applied = name not in self._off
        said = _sentence(name, len(places), max_mm, applied)
        return Repair(name.value, len(places), max_mm, applied, said)


def about(name: str) -> str:
    """What a repair does, in one sentence."""
    return _WORDS[RepairName(name)].about


def _sentence(name: RepairName, count: int, max_mm: float | None, applied: bool) -> str:
    words = _WORDS[name]
    if not count:
        return "Switched off; nothing here calls for it."
    verb = "was" if count == 1 else "were"
    far = f", {words.by} {max_mm:,.1f} mm at most" if max_mm is not None else ""
    noun = words.one if count == 1 else words.many
    return f"{count:,} {noun} {verb} {words.done if applied else words.left}{far}."
