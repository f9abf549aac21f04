"""What stands between a request and a view: identity, access, CSRF, limits, headers."""
