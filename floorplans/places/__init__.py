"""Sites, buildings, floors, zones and spaces: what outlives every plan."""
