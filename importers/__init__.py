"""Readers of drawings: a file goes in, a ``FloorPlanDraft`` or a coded refusal comes out.

Nothing below this package knows a database, a network or a web request.
"""
