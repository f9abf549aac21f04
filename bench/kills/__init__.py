"""Processes that are killed at random moments of an import, and what the floor is like then."""
