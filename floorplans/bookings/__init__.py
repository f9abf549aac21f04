"""Bookings and closures, and the availability that follows from them."""
