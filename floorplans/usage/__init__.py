"""How long and how often places are used, told so that nobody can be found in it."""
