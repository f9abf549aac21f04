"""Several drawings on one sheet: found, named, and all but the floor left out."""

from importers.dxf.sheets.keep import keep
from importers.dxf.sheets.settle import Settled, settle
from importers.dxf.sheets.sheet import Sheet, tell_apart

__all__ = ["Settled", "Sheet", "keep", "settle", "tell_apart"]
