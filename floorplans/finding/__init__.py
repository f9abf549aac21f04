"""Finding a place: one search over all floors of a site, ranked, with its reasons."""
