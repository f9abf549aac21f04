"""Bookings that somebody must approve: asking, answering, and what nobody answers."""
