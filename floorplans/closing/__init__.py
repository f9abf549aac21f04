"""Closures: places that cannot be used for a time, and what becomes of the bookings in them."""
