"""Sign-in with an organisation's own accounts: OpenID Connect, the authorization code flow."""
