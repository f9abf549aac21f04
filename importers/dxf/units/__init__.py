"""The unit of a drawing, by evidence: the header is one witness among others, and often wrong."""

from importers.dxf.units.vote import decide_units

__all__ = ["decide_units"]
