"""What people can do to a draft, as requests carry it: the same words that its log keeps."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.api.fields import Asked, Code, Line
from app.api.plan_fixing import Metres
from floorplans.plans.categories import CATEGORIES
from floorplans.plans.editing import Action, limits
from floorplans.plans.editing.codec import from_plain
from floorplans.plans.rules import MOST_PLACES


def _one_blank(text: str) -> str:
    return " ".join(text.split())


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return _one_blank(text)


def _known(category: str) -> str:
    if category not in CATEGORIES:
        raise ValueError("must be a category of the list")
    return category


_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
#: One line that may be empty, which takes away what there is.
Text = Annotated[
    str,
    StringConstraints(max_length=120, pattern=_ONE_LINE),
    AfterValidator(_one_blank),
]
Name = Annotated[Line, AfterValidator(_not_blank)]
Kind = Literal["desk", "parking", "locker", "room", "booth", "area"]
Category = Annotated[
    str,
    StringConstraints(max_length=60),
    AfterValidator(_known),
    Field(json_schema_extra={"enum": list(CATEGORIES)}),
]
Features = Annotated[list[Code], Field(max_length=limits.MOST_FEATURES)]
Capacity = Annotated[int, Field(ge=1, le=limits.LARGEST_CAPACITY)]
Places = Annotated[
    int,
    Field(ge=1, le=MOST_PLACES, description="How many people may book it at once"),
]
Corner = tuple[Metres, Metres]
Ring = Annotated[
    list[Corner],
    Field(
        min_length=3,
        max_length=limits.MOST_RING_POINTS,
        description="Corners [x, y] in metres of the drawing's own axes; the end is not repeated.",
    ),
]
InRow = Annotated[int, Field(ge=1, le=limits.MOST_IN_ROW)]


class At(Asked):
    """The smallest space of the kind round a point, in metres of the drawing's own axes."""

    kind: Kind
    x: Metres
    y: Metres


Spaces = Annotated[list[At], Field(min_length=1, max_length=limits.MOST_TARGETS)]


class SpaceChangeAsked(Asked):
    """What is left out stays; an empty number or name is taken away.

    ``features`` are all that each space has; ``add_features`` and ``remove_features`` leave the
    rest. ``zone`` is the only zone that they lie in afterwards: it is drawn round them, or grows to
    them; an empty one takes them out of all.
    """

    do: Literal["change"]
    spaces: Spaces
    number: Text | None = None
    name: Text | None = None
    kind: Kind | None = None
    category: Category | None = None
    capacity: Capacity | None = None
    bookable: bool | None = None
    places: Places | None = None
    features: Features | None = None
    add_features: Features | None = None
    remove_features: Features | None = None
    zone: Text | None = None


class RenumberAsked(Asked):
    """In the order of the list: the pattern A-{} from 7 with two digits gives A-07, A-08."""

    do: Literal["renumber"]
    spaces: Spaces
    pattern: Annotated[Name, StringConstraints(max_length=60)]
    first: Annotated[int, Field(ge=0, le=limits.LARGEST_NUMBER)] = 1
    step: Annotated[int, Field(ge=-1000, le=1000)] = 1
    digits: Annotated[int, Field(ge=1, le=limits.MOST_DIGITS)] = 1


class DrawAsked(Asked):
    """A space that the drawing does not have; what is left out is as usual for its category."""

    do: Literal["draw"]
    kind: Kind
    category: Category
    ring: Ring
    number: Text | None = None
    name: Text | None = None
    capacity: Capacity | None = None
    bookable: bool | None = None
    places: Places | None = None
    features: Features | None = None


class DeleteAsked(Asked):
    do: Literal["delete"]
    spaces: Spaces


class MoveAsked(Asked):
    do: Literal["move"]
    spaces: Spaces
    dx: Metres
    dy: Metres


class TurnAsked(Asked):
    """Counter-clockwise, all together about the middle of their common box."""

    do: Literal["turn"]
    spaces: Spaces
    degrees: Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]


class RepeatAsked(Asked):
    """Rows and columns of copies; the space itself is the first."""

    do: Literal["repeat"]
    space: At
    columns: InRow
    rows: InRow
    dx: Metres
    dy: Metres
    row_dx: Metres = 0.0
    row_dy: Metres = 0.0


class MergeAsked(Asked):
    """The largest gives its number, name and the rest."""

    do: Literal["merge"]
    spaces: Annotated[list[At], Field(min_length=2, max_length=limits.MOST_MERGED)]


class SplitAsked(Asked):
    """The larger part keeps number and name."""

    do: Literal["split"]
    space: At
    line: Annotated[list[Corner], Field(min_length=2, max_length=limits.MOST_LINE_POINTS)]


class DrawZoneAsked(Asked):
    """A named area; one of the same name is replaced."""

    do: Literal["draw_zone"]
    name: Name
    ring: Ring


class DeleteZoneAsked(Asked):
    do: Literal["delete_zone"]
    name: Name


class SameAsAsked(Asked):
    """Whatever the comparison says, this space is the one with that id; its bookings come along."""

    do: Literal["same_as"]
    space: At
    known: UUID


class IsNewAsked(Asked):
    """Whatever the comparison says, this space is a new one."""

    do: Literal["is_new"]
    space: At


class IsGoneAsked(Asked):
    """Whatever the comparison says, the floor's space with that id is gone."""

    do: Literal["is_gone"]
    known: UUID


class AsComparedAsked(Asked):
    """Forget what was said of a space of the drawing, of one of the floor, or of both."""

    do: Literal["as_compared"]
    space: At | None = None
    known: UUID | None = None


class SpotAsked(Asked):
    """Where a finding is, as it is told; for one without a place its layer, if it has one."""

    x: Metres | None = None
    y: Metres | None = None
    layer: Annotated[str, StringConstraints(max_length=255)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> SpotAsked:
        if (self.x is None) != (self.y is None):
            raise ValueError("x and y belong together")
        return self


FindingCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_]{1,64}$")]
Spots = Annotated[list[SpotAsked], Field(min_length=1, max_length=limits.MOST_SPOTS)]


class DrawWallAsked(Asked):
    """A wall that the drawing lacks; the drawing is read again with it."""

    do: Literal["draw_wall"]
    line: Annotated[list[Corner], Field(min_length=2, max_length=limits.MOST_WALL_POINTS)]


class IgnoreAsked(Asked):
    """Nothing needs to be done about these findings of one code, and why."""

    do: Literal["ignore"]
    code: FindingCode
    spots: Spots
    reason: Annotated[
        str,
        StringConstraints(min_length=1, max_length=limits.LONGEST_REASON, pattern=_ONE_LINE),
        AfterValidator(_not_blank),
    ]


class ReopenAsked(Asked):
    """Ask again about findings that were ignored or settled."""

    do: Literal["reopen"]
    code: FindingCode
    spots: Spots


PlanActionAsked = Annotated[
    SpaceChangeAsked
    | RenumberAsked
    | DrawAsked
    | DeleteAsked
    | MoveAsked
    | TurnAsked
    | RepeatAsked
    | MergeAsked
    | SplitAsked
    | DrawZoneAsked
    | DeleteZoneAsked,
    Field(discriminator="do"),
]


class SettleAsked(Asked):
    """Do something about one finding, which is settled as long as this finds its place."""

    do: Literal["settle"]
    code: FindingCode
    spot: SpotAsked
    action: PlanActionAsked


ActionAsked = Annotated[
    PlanActionAsked
    | SameAsAsked
    | IsNewAsked
    | IsGoneAsked
    | AsComparedAsked
    | DrawWallAsked
    | IgnoreAsked
    | ReopenAsked
    | SettleAsked,
    Field(discriminator="do"),
]


def action_of(asked: Asked) -> Action:
    """The action that an ``ActionAsked`` stands for."""
    return from_plain(asked.model_dump(exclude_none=True))
