"""A picture of a drawing with what was understood of it laid over: for eyes, not for programs.

Drawn inside the reading child, like everything that touches a stranger's file. Knows Pillow and the
draft; what lies underneath (``Underlay``) comes from the importer of the format.
"""

from importers.picture.draw import draw_picture
from importers.picture.underlay import Underlay, Writing

__all__ = ["Underlay", "Writing", "draw_picture"]
