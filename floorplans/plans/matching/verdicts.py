"""What became of each space, and why, in words that need no knowledge of drawings."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import Polygon

from floorplans.plans.matching.candidates import Evidence
from floorplans.plans.matching.values import Frame, Known, Verdict, Wanted

MOVED_M = 0.25
RESIZED_SHARE = 0.05  # of an area or a side
RESIZED_M = 0.05  # less is a redrawn wall's

OWN_SURE = 0.99
NUMBER_SURE = 0.9
HANDLE_SURE = 0.6
PLACE_SURE = 0.95  # times the likeness
NAME_SURE = 0.4
LOOKS_SURE = 0.1  # for category, capacity and features each
NEW_SURE = 0.95  # less half of what a rival had for it


def kept(known: Known, wanted: Wanted, pair: Evidence, frame: Frame, *, whole: bool) -> Verdict:
    """The verdict on a matched pair; ``whole`` is False where its frame is a wing's."""
    resized = not same_size(known.polygon, wanted.polygon, frame.transform.scale)
    moved_m = pair.away_m if whole else _way(known.polygon, wanted.polygon)
    moved = moved_m > MOVED_M
    change = "resized" if resized and pair.likeness > 0 else "moved" if moved else "same"
    why = [*_ties(wanted, pair), *_differences(known, wanted, resized=resized)]
    if not whole:
        turned = "mirrored" if frame.transform.mirrored else "moved"
        why.append(f"{turned} with the part of the floor round it")
    elif moved:
        why.append(f"moved {metres(moved_m)}")
    return Verdict(change, _sure(pair), sentence(why), moved_m if moved else None)


def by_decision(known: Known, wanted: Wanted, away_m: float, scale: float, because: str) -> Verdict:
    """The verdict where it was said which it is."""
    resized = not same_size(known.polygon, wanted.polygon, scale)
    change = "resized" if resized else "moved" if away_m > MOVED_M else "same"
    why = [because, *_differences(known, wanted, resized=resized)]
    if away_m > MOVED_M:
        why.append(f"moved {metres(away_m)}")
    return Verdict(change, 1.0, sentence(why), away_m if away_m > MOVED_M else None)


def said_of(change: str, because: str) -> Verdict:
    """The verdict where it was said that a space is new or gone."""
    return Verdict(change, 1.0, sentence([because]))


def fresh(rival: float) -> Verdict:
    """The verdict on a space that was nowhere; ``rival`` is the likest place that was taken."""
    return Verdict("new", round(NEW_SURE - rival / 2, 2), "Nothing was like it here before.")


def left(rival: float) -> Verdict:
    """The verdict on a space that is nowhere any more."""
    return Verdict("gone", round(NEW_SURE - rival / 2, 2), "Nothing in the new plan is like it.")


def same_size(old: Polygon, new: Polygon, scale: float) -> bool:
    """True when area and sides agree, whatever way the shapes are turned."""
    one, two = old.area * scale**2, new.area
    if abs(one - two) > RESIZED_SHARE * max(one, two):
        return False
    if old.geom_type == "Polygon" and shapely.equals_exact(old, new, 1e-6):
        return True
    pairs = zip(_sides(old), _sides(new), strict=True)
    return all(
        abs(a * scale - b) <= max(RESIZED_M, RESIZED_SHARE * max(a * scale, b)) for a, b in pairs
    )


def metres(length: float) -> str:
    """A length as people say it: 0.3 m, 14 m."""
    return f"{length:.0f} m" if length >= 10 else f"{length:.1f} m"


def label(space: Known | Wanted) -> str:
    """What people call it."""
    return space.number or space.name or f"a {space.kind}"


def sentence(parts: Sequence[str]) -> str:
    """One line with a capital and a full stop."""
    line = ", ".join(parts)
    return f"{line[:1].upper()}{line[1:]}."


def _ties(wanted: Wanted, pair: Evidence) -> list[str]:
    said = []
    if pair.own:
        said.append("our own id in the drawing")
    if pair.number:
        said.append(f"same number {wanted.number}")
    if pair.handle:
        said.append("same object in the drawing")
    if pair.name and wanted.name and not pair.number:
        said.append(f"same name {wanted.name}")
    if pair.likeness >= PLACE_SURE:
        said.append("same place")
    elif pair.likeness > 0:
        said.append(f"lies over its old place by {max(pair.likeness, 0.01):.0%}")
    return said


def _differences(known: Known, wanted: Wanted, *, resized: bool) -> list[str]:
    said = []
    if known.number and wanted.number and known.number != wanted.number:
        said.append(f"was {known.number}")
    if resized:
        said.append(f"{known.polygon.area:.1f} m² became {wanted.polygon.area:.1f} m²")
    return said


def _sure(pair: Evidence) -> float:
    """Each tie leaves its share of the doubt."""
    doubt = 1.0 - PLACE_SURE * pair.likeness
    for tie, sure in (
        (pair.own, OWN_SURE),
        (pair.number, NUMBER_SURE),
        (pair.handle, HANDLE_SURE),
        (pair.name, NAME_SURE),
        (pair.category, LOOKS_SURE),
    ):
        doubt *= 1.0 - sure * tie
    doubt *= (1.0 - LOOKS_SURE) ** pair.furnished
    return round(1.0 - doubt, 2)


def _way(old: Polygon, new: Polygon) -> float:
    return float(old.centroid.distance(new.centroid))


def _sides(shape: Polygon) -> tuple[float, float]:
    box = shapely.oriented_envelope(shape)
    if box.geom_type != "Polygon":
        return 0.0, float(shape.length)
    (x0, y0), (x1, y1), (x2, y2) = box.exterior.coords[:3]
    one, two = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    return min(one, two), max(one, two)
