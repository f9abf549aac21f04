"""Sign-in with an organisation's own accounts: its providers, and who is who there."""
