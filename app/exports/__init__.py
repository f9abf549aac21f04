"""Files that leave the house: one writer for each format, over one plain value.

A writer is ``write(floor, options) -> bytes`` in the module of its format. It knows no database and
keeps nothing; what it is given holds nothing about people or bookings.
"""
