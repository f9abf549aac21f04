"""Sheets of printed codes: one label for each place, in the order of a walk through the plan."""
