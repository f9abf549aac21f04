"""Lists of spaces (CSV) that tell more of the spaces of a draft than its drawing does."""
