"""The nearest free spaces, and the position that is used once and never kept."""
