"""The unit of length that a model says it is in."""

from __future__ import annotations

from geo.units import UNITS, unit_by_name
from importers.draft import UnitEvidence, Units
from importers.ifc.load import Entity, Model
from importers.ifc.values import attribute, finite, in_order, several, text
from importers.profile import Profile

_PREFIXES = {
    "EXA": 1e18, "PETA": 1e15, "TERA": 1e12, "GIGA": 1e9, "MEGA": 1e6, "KILO": 1e3, "HECTO": 1e2,
    "DECA": 1e1, "DECI": 1e-1, "CENTI": 1e-2, "MILLI": 1e-3, "MICRO": 1e-6, "NANO": 1e-9,
}  # fmt: skip
#: A unit is one of ours if it is not longer or shorter by more than this share.
SAME = 1e-5
LEAST, MOST = 1e-6, 1e6  # metres; what is out of these is a slip
DEPTH = 4  # a unit that is told by another one, and that by another


def units_of(model: Model, profile: Profile) -> tuple[Units, float, float]:
    """The unit of the model, what the file says it is in metres, and a square unit in m2.

    A profile's unit wins; without any the model is taken to be in metres, as the schema has it.
    """
    told = _told(model, "LENGTHUNIT")
    square = _told(model, "AREAUNIT")
    square_m = (metres_of(square) if square is not None else None) or 1.0
    declared = metres_of(told) if told is not None else None
    evidence = _evidence(told, declared)
    if profile.units is not None:
        own = UnitEvidence("person", profile.units, 1.0, "The profile says so.")
        unit = Units(profile.units, UNITS[profile.units], True, (own, *evidence))
        return unit, declared or 1.0, square_m
    metres = declared or 1.0
    is_known = abs(UNITS[_name(metres)] / metres - 1.0) < SAME
    return (
        Units(_name(metres), metres, declared is not None and is_known, evidence),
        metres,
        square_m,
    )


def _evidence(told: Entity | None, declared: float | None) -> tuple[UnitEvidence, ...]:
    if told is None or declared is None:
        return (UnitEvidence("header", "m", 0.5, "The model says no unit: it is in metres."),)
    name = text(told, "Name") or ""
    prefix = attribute(told, "Prefix") or ""
    detail = f"The model says {prefix}{name}.".replace("  ", " ")
    return (UnitEvidence("header", _name(declared), 1.0, detail),)


def _name(metres: float) -> str:
    """The unit of ours that is nearest."""
    return min(UNITS, key=lambda name: abs(UNITS[name] / metres - 1.0))


def _told(model: Model, kind: str) -> Entity | None:
    for project in in_order(model.by_type("IfcProject")):
        for unit in several(attribute(project, "UnitsInContext"), "Units"):
            if attribute(unit, "UnitType") == kind:
                return unit
    return None


def metres_of(unit: Entity, depth: int = 0) -> float | None:
    """How many metres (square metres of an area) a unit is; None where it does not say."""
    if depth > DEPTH:
        return None
    factor = attribute(unit, "ConversionFactor")
    if factor is not None:
        value = finite(attribute(attribute(factor, "ValueComponent"), "wrappedValue"))
        base = metres_of(attribute(factor, "UnitComponent"), depth + 1)
        return value * base if value and base and LEAST <= value * base <= MOST else None
    name = text(unit, "Name")
    if name not in {"METRE", "SQUARE_METRE"}:
        known = unit_by_name(name) if name else None
        return UNITS[known] if known else None
    share = _PREFIXES.get(str(attribute(unit, "Prefix")), 1.0)
    metres = share * share if name == "SQUARE_METRE" else share
    return metres if LEAST <= metres <= MOST else None
