"""The ways on foot through a floor: where a person can stand, what is seen from there, and the
shortest way round corners and through doors. Lengths are metres in the plan's own axes."""
