"""Waiting for a place that is taken: booked by itself or offered, in the order of asking."""
