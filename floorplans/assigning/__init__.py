"""Assigned desks: whose a space is on which days, what they leave to others, and when away."""
