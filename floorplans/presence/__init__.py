"""Being there: printed codes, check-in, and places that free themselves when nobody comes."""
