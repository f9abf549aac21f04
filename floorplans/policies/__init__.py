"""Rules of booking that staff make, and the groups of people that they are made for."""
