"""Random floors of rooms and desks, edited by known operations: the truth of matching two plans."""
