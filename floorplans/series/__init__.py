"""Bookings on several days: chosen ones, or those of a calendar rule."""
