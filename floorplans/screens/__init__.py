"""Screens on walls: one floor as it is now, by a secret address and without a sign-in."""
