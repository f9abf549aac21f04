"""Webhooks: other systems hear what happens without asking, and can tell that it was us."""
