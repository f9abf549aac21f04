"""What was decided about the drawings of one office, saved to be found again by how they look."""
