"""Floors of a building laid on each other by stairs, lifts, shafts, columns and their outer edge.

How it is found is in ``geo.alignment``, why so in ``docs/decisions/0022``.
"""
