"""Damaged drawings by seed: what the reader makes of files that no program would write."""
