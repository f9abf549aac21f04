"""What goes wrong with drawings in the wild: 52 pitfalls, and what must come out of each.

A pitfall has files that the tests make, named after their defect, and for each the ``Expected``
answer: the right floor, or a code that says precisely what is wrong. What no file can show has a
test at the place it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ezdxf.document import Drawing

from importers.draft import FloorPlanDraft

PITFALLS: dict[int, str] = {
    # Broken and hostile files
    1: "an empty or foreign file passes for an empty floor",
    2: "half a drawing passes for a whole one",
    3: "a converter from DWG reports success and writes no floor",
    4: "a binary DXF is refused",
    5: "a decimal comma moves walls without a word",
    6: "a coordinate that is no number spreads",
    7: "a block that holds itself never ends",
    8: "blocks are nested deeper than a stack",
    9: "few blocks in blocks become millions of entities",
    10: "one insert with rows and columns becomes millions of entities",
    11: "a small archive unpacks without end",
    12: "a large drawing takes all memory or all time",
    13: "a path in the drawing opens another file",
    14: "bytes that are no text break the storage or the page",
    15: "letters come out of the wrong code page",
    16: "XML inside the drawing grows without end",
    17: "one missing block costs the whole drawing",
    # Units, scale, position
    18: "the floor is a thousand times too large or too small",
    19: "blocks in another unit are scaled twice",
    20: "survey feet and feet with inches",
    21: "coordinates of a country, and one point on the moon",
    22: "several plans stand side by side",
    23: "the plan is on a layout only",
    24: "control points are mirrored, or one is wrong",
    25: "the axes of a CRS change places",
    26: "things lie at different heights",
    # Blocks, coordinate systems, layers
    27: "a mirrored insert lands on the other side",
    28: "an entity drawn from below is mirrored",
    29: "an entity in a tilted plane is a sliver",
    30: "unequal scales turn arcs into ellipses and rooms into pieces",
    31: "layer 0 inside a block",
    32: "a dynamic block has no name",
    33: "exploded blocks and objects of add-ons",
    34: "attributes of several kinds",
    35: "what is frozen, off or invisible lies over the plan",
    36: "one layer has many spellings",
    37: "a label stands outside its room",
    38: "codes inside texts",
    39: "rooms that are only hatches",
    # Geometry
    40: "an outline is open by a millimetre",
    41: "a room of loose lines",
    42: "walls leak through doors or stop short",
    43: "walls have two faces",
    44: "an outline crosses itself",
    45: "an island is joined by a bridge",
    46: "bulges are ignored",
    47: "splines and ellipses",
    48: "one room is drawn twice",
    49: "rooms overlap or leave slivers",
    50: "frames, shafts and halls pass for rooms",
    51: "the label point lies outside an L",
    52: "a desk stands across a wall",
}

#: Pitfalls that no drawing can show: the file and the name of the test that answers them.
ELSEWHERE: dict[int, tuple[tuple[str, str], ...]] = {
    12: (
        ("unit/importers/test_child.py", "test_a_drawing_that_takes_too_long_is_stopped"),
        ("unit/importers/test_child.py", "test_a_drawing_that_takes_too_much_memory_is_stopped"),
        (
            "unit/importers/test_child.py",
            "test_a_file_that_is_too_large_is_refused_before_it_is_read",
        ),
    ),
    24: (
        ("unit/geo/test_georeference.py", "test_a_plan_with_y_pointing_down_looks_mirrored"),
        (
            "unit/geo/test_georeference.py",
            "test_one_point_three_metres_off_is_named_by_leaving_it_out",
        ),
        ("unit/geo/test_georeference.py", "test_two_points_are_solved_but_prove_nothing"),
    ),
    25: (
        ("unit/geo/test_crs.py", "test_longitude_comes_first"),
        ("unit/geo/test_crs.py", "test_a_zone_on_the_other_side_of_the_earth_is_refused"),
        ("unit/geo/test_crs.py", "test_not_a_number_never_passes"),
    ),
    51: (("unit/geo/test_shapes.py", "test_the_anchor_of_an_l_lies_in_the_l"),),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """The answer to one file. What is None is not asked about.

    A file is refused with ``refused``, or read: then every code of ``found`` is among the
    findings, none of ``unsaid`` is, and nothing else of severity error.
    """

    refused: str | None = None
    found: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    rooms: tuple[float, ...] | int | None = None  # areas in square metres, or how many
    labels: frozenset[str] | None = None  # "number name" of each room, as far as it has them
    desks: int | None = None
    doors: int | None = None
    unit: str | None = None
    extent_m: tuple[float, float, float, float] | None = None
    says: str = ""  # stands in the message of a finding or of the refusal
    also: Callable[[FloorPlanDraft], bool] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A file with one defect, and what comes out."""

    number: int
    file: str
    make: Callable[[], bytes | Drawing]
    expected: Expected = field(default_factory=Expected)

    @property
    def id(self) -> str:
        return f"{self.number:02d}-{self.file}"


CASES: list[Case] = []


def pitfall(
    number: int, file: str, **expected: object
) -> Callable[[Callable[[], bytes | Drawing]], Callable[[], bytes | Drawing]]:
    """Register the maker of a file; the keywords are the fields of ``Expected``."""

    def keep(make: Callable[[], bytes | Drawing]) -> Callable[[], bytes | Drawing]:
        CASES.append(Case(number, file, make, Expected(**expected)))  # type: ignore[arg-type]
        return make

    return keep
