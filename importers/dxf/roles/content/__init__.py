"""What layers hold by what is drawn on them, whatever they are called."""

from importers.dxf.roles.content.drawn import Drawn, drawn_on
from importers.dxf.roles.content.look import Look, could_be, lies, overrules

__all__ = ["Drawn", "Look", "could_be", "drawn_on", "lies", "overrules"]
