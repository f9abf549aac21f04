"""What the reader found about a drawing: which of it is open, and what can be done about it."""
