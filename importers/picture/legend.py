"""The column at the side: what was found, in which unit, and what to look at."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from importers.draft import FloorPlanDraft
from importers.issues import Severity
from importers.picture import colours
from importers.picture.canvas import Canvas, Colour
from importers.picture.letters import plain, wrapped
from importers.picture.pins import Numbered, draw_pin
from importers.picture.view import LEGEND_PX

PAD_PX = 28.0
TEXT_PX = 17
SMALL_PX = 14
HEAD_PX = 22
LINE = 1.45
MESSAGE_LENGTH = 260
MAX_CATEGORIES = 16

Mark = Callable[[float, float], None]


class Legend:
    """Writes from the top to the bottom, and stops where the picture ends."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._left = canvas.view.width_px + PAD_PX
        self._width = LEGEND_PX - 2 * PAD_PX
        self._y = PAD_PX
        self._end = canvas.view.height_px - PAD_PX

    @property
    def room_px(self) -> float:
        """How much height is left."""
        return self._end - self._y

    def space(self, px: float) -> None:
        """Leave some height empty."""
        self._y += px

    def line(
        self,
        text: str,
        size: int = TEXT_PX,
        colour: Colour = colours.INK,
        indent: float = 0.0,
        mark: Mark | None = None,
    ) -> None:
        """A text in as many lines as it needs, with a mark before the first."""
        for row in wrapped(text, size, self._width - indent):
            if self._y + size * LINE > self._end:
                return
            if mark is not None:
                mark(self._left + 12, self._y + size * LINE / 2)
                mark = None
            middle = self._y + size * LINE / 2
            self._canvas.text_px((self._left + indent, middle), row, size, colour, "lm")
            self._y += size * LINE

    def rule(self) -> None:
        """A line across, between two parts."""
        self._y += 10
        ends = [(self._left, self._y), (self._left + self._width, self._y)]
        self._canvas.line_px(ends, colours.RULE, 1)
        self._y += 10


def draw_legend(canvas: Canvas, draft: FloorPlanDraft, codes: Sequence[Numbered]) -> None:
    """Unit and size, counts with their colours, then the findings."""
    view = canvas.view
    edge = [(float(view.width_px), 0.0), (float(view.width_px), float(view.height_px))]
    canvas.line_px(edge, colours.RULE, 1)
    legend = Legend(canvas)
    _head(legend, canvas, draft)
    legend.rule()
    _rooms(legend, canvas, draft)
    _others(legend, canvas, draft)
    legend.rule()
    _findings(legend, canvas, codes)
    _scale_bar(canvas)


def _head(legend: Legend, canvas: Canvas, draft: FloorPlanDraft) -> None:
    left, low, right, high = draft.extent_m
    legend.line("What was understood", HEAD_PX)
    sure = "by evidence" if draft.units.certain else "not certain: please check"
    kind = f"{plain(draft.format, 12).upper()} {plain(draft.version, 12)}"
    legend.line(
        f"{kind}, drawn in {draft.units.name} ({sure})",
        colour=colours.INK if draft.units.certain else colours.SEVERITY[Severity.WARNING],
    )
    legend.line(f"{right - left:,.1f} by {high - low:,.1f} m", colour=colours.FAINT_INK)
    if not canvas.view.whole:
        legend.line("The drawing goes on outside of this picture.", colour=colours.FAINT_INK)


def _rooms(legend: Legend, canvas: Canvas, draft: FloorPlanDraft) -> None:
    area = sum(room.area_m2 for room in draft.rooms)
    legend.line(f"{_count(len(draft.rooms), 'room')}, {area:,.0f} m\u00b2")
    counts = Counter(room.category for room in draft.rooms)
    ranked = sorted(counts, key=lambda c: (-counts[c], c))
    for category in ranked[:MAX_CATEGORIES]:
        colour = colours.colour_of(category)
        text = f"{counts[category]} {plain(category, 30)}"
        legend.line(text, SMALL_PX, indent=34, mark=_swatch(canvas, colour))
    if len(ranked) > MAX_CATEGORIES:
        rest = sum(counts[c] for c in ranked[MAX_CATEGORIES:])
        legend.line(f"{rest} of other categories", SMALL_PX, indent=34)
    legend.space(8)


def _others(legend: Legend, canvas: Canvas, draft: FloorPlanDraft) -> None:
    kinds = Counter(c.kind for c in draft.connectors)
    doors = Counter("door" if d.kind == "double_door" else d.kind for d in draft.doors)
    rows: list[tuple[int, str, Mark]] = [
        (len(draft.desks), "desk", _seated(canvas)),
        (len(draft.parking), "parking place", _swatch(canvas, colours.PARKING)),
        (doors["door"], "door", _stroke(canvas, colours.DOOR)),
        (doors["entrance"], "entrance", _stroke(canvas, colours.ENTRANCE)),
        (doors["opening"], "opening", _stroke(canvas, colours.OPENING)),
        (len(draft.windows), "window", _stroke(canvas, colours.WINDOW)),
    ]
    for kind in sorted(kinds):
        colour = colours.LIFT if kind in {"lift", "elevator"} else colours.STAIR
        rows.append((kinds[kind], plain(kind, 30), _swatch(canvas, colour)))
    rows.append((len(draft.zones), "zone", _stroke(canvas, colours.ZONE, dashed=True)))
    for number, word, mark in rows:
        if number or word == "desk":
            legend.line(_count(number, word), indent=34, mark=mark)
    if draft.wall_thickness_m is not None:
        legend.line(f"walls mostly {100 * draft.wall_thickness_m:.0f} cm thick", indent=34)
    if draft.outline is not None:
        mark = _stroke(canvas, colours.OUTLINE)
        legend.line("outline of the floor", indent=34, mark=mark)


def _findings(legend: Legend, canvas: Canvas, codes: Sequence[Numbered]) -> None:
    if not codes:
        legend.line("Nothing to complain about")
        return
    counts: Counter[str] = Counter()
    for code in codes:
        counts[colours.SEVERITY_WORD[code.severity]] += code.count
    legend.line(", ".join(_count(number, word) for word, number in counts.items()))
    legend.space(4)
    # The last line is kept for what no longer fits.
    for place, code in enumerate(codes):
        if legend.room_px < (TEXT_PX + 5 * SMALL_PX) * LINE:
            legend.line(f"and {len(codes) - place} more kinds", SMALL_PX, colours.FAINT_INK, 34)
            return
        times = f" \u00d7 {code.count}" if code.count > 1 else ""
        legend.line(f"{code.code}{times}", SMALL_PX, indent=34, mark=_pin(canvas, code))
        message = plain(code.message, MESSAGE_LENGTH)
        legend.line(message, SMALL_PX, colours.FAINT_INK, indent=34)
        legend.space(5)


def _count(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number or 'no'} {word}s"


def _swatch(canvas: Canvas, colour: Colour) -> Mark:
    def mark(x: float, y: float) -> None:
        canvas.box_px((x - 11, y - 7, x + 11, y + 7), _mixed(colour), colour, round_px=2.0)

    return mark


def _seated(canvas: Canvas) -> Mark:
    def mark(x: float, y: float) -> None:
        _swatch(canvas, colours.DESK)(x, y - 2)
        canvas.dot_px(x, y + 8, 4.0, colours.SEAT)

    return mark


def _stroke(canvas: Canvas, colour: Colour, dashed: bool = False) -> Mark:
    def mark(x: float, y: float) -> None:
        parts = ((-12, -5), (-2, 4), (8, 12)) if dashed else ((-12, 12),)
        for start, end in parts:
            canvas.line_px([(x + start, y), (x + end, y)], colour, 3.0)

    return mark


def _pin(canvas: Canvas, code: Numbered) -> Mark:
    return lambda x, y: draw_pin(canvas, x, y, code.number, code.severity)


def _mixed(colour: Colour, share: float = 0.4) -> Colour:
    """The colour as it looks half transparent on paper."""
    r, g, b = (round(255 - share * (255 - c)) for c in colour)
    return (r, g, b)


def _scale_bar(canvas: Canvas) -> None:
    """A bar of a round length, at the plan's lower left."""
    wanted = 200 / canvas.view.px_per_m
    step = 10 ** math.floor(math.log10(wanted))
    length = max(s * step for s in (1, 2, 5) if s * step <= wanted or s == 1)
    x, y = 24.0, canvas.view.height_px - 16.0
    end = x + length * canvas.view.px_per_m
    canvas.line_px([(x, y), (end, y)], colours.INK, 2)
    for at in (x, end):
        canvas.line_px([(at, y - 5), (at, y + 5)], colours.INK, 2)
    canvas.text_px((end + 8, y), f"{length:g} m", SMALL_PX, colours.INK, "lm", halo=True)
