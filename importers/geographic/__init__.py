"""What the geographic formats have in common: things with a kind, on levels, on the earth."""
