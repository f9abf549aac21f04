"""How far it is on foot: ways kept with their plans, what is nearest by them, and the way there."""
