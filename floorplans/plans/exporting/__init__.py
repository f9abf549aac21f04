"""A published plan as one value, from which every file that leaves the house is written."""
