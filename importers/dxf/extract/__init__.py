"""Entities of an ezdxf document to a ``Scene``: everything a person sees in the plan view."""

from importers.dxf.extract.run import extract

__all__ = ["extract"]
