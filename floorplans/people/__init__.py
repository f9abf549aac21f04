"""Organisations and their people: roles, sign-in, sessions and API tokens."""
