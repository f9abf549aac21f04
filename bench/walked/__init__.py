"""Random buildings to walk through, the slow way to search them, and a check of what is told."""
