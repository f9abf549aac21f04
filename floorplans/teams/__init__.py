"""Booking for several people at once, close together: all of them or none."""
