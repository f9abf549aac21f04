"""The vote of the witnesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from geo.units import UNITS
from importers.draft import UnitEvidence, Units
from importers.dxf.facts import Facts
from importers.dxf.scene import Scene
from importers.dxf.units.dimensions import count_units
from importers.dxf.units.lengths import roundness, straight_lengths
from importers.dxf.units.witnesses import door_radii, extent, measured
from importers.issues import ImportIssue, Severity
from importers.profile import Profile

#: The units people draw buildings in; the header can add one more.
FAMILIES = (("mm", "cm", "m"), ("inch", "foot"))
CANDIDATES = (*FAMILIES[0], *FAMILIES[1])
HEADER_WEIGHT = 1.5
#: Inches are what a new drawing says when nobody chose a unit.
HEADER_INCH_WEIGHT = 0.8
FEET_AND_INCHES_WEIGHT = 1.5
METRIC_WEIGHT = 0.2
#: Whoever placed a drawing on the earth has looked at its unit.
GEODATA_WEIGHT = 2.5
DOOR_RADIUS_M = (0.6, 1.3)
DOOR_WEIGHT = 3.0
OTHER_ARC_WEIGHT = 1.0
DIMENSION_WEIGHT = 4.0
ROUND_WEIGHT = 2.0
#: A vote below this share of a witness's weight is not worth telling.
TOLD_SHARE = 0.1
#: Units that differ by less than this share are one unit to every witness but the header.
TWIN_SHARE = 1e-5
#: The winner needs this many times the votes of the next, and this many votes at all.
CLEAR_RATIO = 1.5
CLEAR_WEIGHT = 1.4
#: What is drawn must speak for the winner by itself, so many times as much as for any other.
DRAWN_RATIO = 1.4


def decide_units(
    scene: Scene, facts: Facts, profile: Profile
) -> tuple[Units, tuple[ImportIssue, ...]]:
    """The unit of ``scene``, which is still in drawing units, and what to tell about it."""
    evidence = _evidence(scene, facts)
    if profile.units is not None:
        told = UnitEvidence("profile", profile.units, 10.0, "A person set the unit.")
        units = Units(profile.units, UNITS[profile.units], True, (told, *evidence))
        return units, ()
    votes = _count(evidence)
    ranked = sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    name, weight = ranked[0] if ranked else ("m", 0.0)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    clear = weight >= CLEAR_RATIO * second and weight >= CLEAR_WEIGHT
    units = Units(name, UNITS[name], clear and _drawn_so(name, evidence), evidence)
    other = ranked[1][0] if len(ranked) > 1 else None
    return units, _issues(scene, units, other)


def _count(evidence: Iterable[UnitEvidence]) -> dict[str, float]:
    votes: dict[str, float] = defaultdict(float)
    for witness in evidence:
        votes[witness.says] += witness.weight
    return votes


def _drawn_so(name: str, evidence: tuple[UnitEvidence, ...]) -> bool:
    """True if what is drawn speaks for the unit, whatever the header says."""
    votes = _count(witness for witness in evidence if witness.source != "header")
    others = [weight for unit, weight in votes.items() if unit != name]
    return votes.get(name, 0.0) > DRAWN_RATIO * max(others, default=0.0)


def _evidence(scene: Scene, facts: Facts) -> tuple[UnitEvidence, ...]:
    told = [
        *_header(scene),
        *_doors(facts),
        *_dimensions(scene),
        *_round_lengths(scene, facts),
    ]
    twin = _twin(scene.header_unit)
    candidates = list(CANDIDATES)
    if scene.header_unit is not None and scene.header_unit not in candidates and twin is None:
        candidates.append(scene.header_unit)
    for witness in measured(scene, facts):
        for unit in candidates:
            length_m = witness.length * UNITS[unit]
            share = witness.share(UNITS[unit])
            if share >= TOLD_SHARE:
                detail = f"In {unit}, {witness.what} is {_metres(length_m)}."
                told.append(
                    UnitEvidence(witness.source, unit, round(witness.weight * share, 3), detail)
                )
    if twin is not None and scene.header_unit is not None:
        told = [replace(e, says=scene.header_unit) if e.says == twin else e for e in told]
    return tuple(sorted(told, key=lambda e: (-e.weight, e.source, e.says)))


def _twin(header: str | None) -> str | None:
    """The candidate that nothing drawn can tell from the header's unit: a foot, a survey foot."""
    if header is None or header in CANDIDATES:
        return None
    near = (u for u in CANDIDATES if abs(UNITS[u] / UNITS[header] - 1) < TWIN_SHARE)
    return next(near, None)


def _header(scene: Scene) -> list[UnitEvidence]:
    told = []
    unit = scene.header_unit
    if unit is not None:
        weight = HEADER_INCH_WEIGHT if unit == "inch" and not scene.metric else HEADER_WEIGHT
        told.append(UnitEvidence("header", unit, weight, f"The header says {unit} ($INSUNITS)."))
    if scene.feet_and_inches:
        detail = "The drawing shows lengths in feet and inches ($LUNITS)."
        told.append(UnitEvidence("header", "inch", FEET_AND_INCHES_WEIGHT, detail))
    placed = _unit_of_length(scene.geodata_unit_m)
    if placed is not None:
        detail = f"The georeference counts one unit of the drawing as one {placed}."
        told.append(UnitEvidence("geodata", placed, GEODATA_WEIGHT, detail))
    if scene.metric and not scene.feet_and_inches:
        detail = "The drawing is marked as metric ($MEASUREMENT)."
        told += [UnitEvidence("header", u, METRIC_WEIGHT, detail) for u in ("mm", "cm", "m")]
    return told


def _unit_of_length(metres: float | None) -> str | None:
    """The unit that is so long, to one in a hundred thousand."""
    known = (unit for unit in CANDIDATES if metres and abs(metres / UNITS[unit] - 1) < 1e-5)
    return next(known, None)


def _doors(facts: Facts) -> list[UnitEvidence]:
    doors, others = door_radii(facts)
    radii, weight = (doors, DOOR_WEIGHT) if doors else (others, OTHER_ARC_WEIGHT)
    low, high = DOOR_RADIUS_M
    told = []
    for unit in CANDIDATES:
        fitting = sum(low <= radius * UNITS[unit] <= high for radius in radii)
        if fitting and fitting >= TOLD_SHARE * len(radii):
            detail = f"In {unit}, {fitting} of {len(radii)} quarter arcs are as wide as doors."
            told.append(
                UnitEvidence("door_arcs", unit, round(weight * fitting / len(radii), 3), detail)
            )
    return told


def _dimensions(scene: Scene) -> list[UnitEvidence]:
    counts = count_units(scene.dimensions)
    total = sum(counts.values())
    return [
        UnitEvidence(
            "dimension_texts",
            unit,
            round(DIMENSION_WEIGHT * count / total, 3),
            f"{count} of {total} dimension texts fit {unit}.",
        )
        for unit, count in sorted(counts.items())
        if count >= TOLD_SHARE * total
    ]


def _round_lengths(scene: Scene, facts: Facts) -> list[UnitEvidence]:
    """Lengths in round steps; they count as far as the plan is as large as plans are.

    They tell inches from centimetres, but not centimetres from millimetres: what is round in
    one is as round in the other.
    """
    lengths = straight_lengths(scene)
    told = []
    for unit in CANDIDATES:
        family = next(family for family in FAMILIES if unit in family)
        share, step = max(roundness(lengths, other) for other in family)
        usual = max((witness.share(UNITS[unit]) for witness in extent(facts)), default=0.0)
        weight = ROUND_WEIGHT * share * usual
        if weight >= TOLD_SHARE * ROUND_WEIGHT:
            detail = f"In {unit}, lengths are multiples of {step} more often than by chance."
            told.append(UnitEvidence("round_lengths", unit, round(weight, 3), detail))
    return told


def _issues(scene: Scene, units: Units, other: str | None) -> tuple[ImportIssue, ...]:
    if not units.certain:
        message = f"The unit of the drawing is not clear; it was read as {units.name}."
        if other is not None:
            message = f"The unit of the drawing is not clear: {units.name} or {other}. "
            message += f"It was read as {units.name}."
        advice = "Check one length you know, such as a door, and set the unit."
        return (ImportIssue("UNITS_UNCERTAIN", Severity.WARNING, message, advice),)
    if scene.header_unit is not None and scene.header_unit != units.name:
        return (
            ImportIssue(
                "UNITS_DIFFER_FROM_HEADER",
                Severity.WARNING,
                f"The header says {scene.header_unit}, but what is drawn fits {units.name}; "
                f"it was read as {units.name}.",
                "Check one length you know, such as a door.",
            ),
        )
    return ()


def _metres(length_m: float) -> str:
    return f"{length_m:.0f} m" if length_m >= 20 else f"{length_m:.2f} m"
