"""Faults at places: what people found broken or missing there, until somebody has seen to it."""
