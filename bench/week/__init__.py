"""A whole office week: series, a rush each morning, people who do not come, and those who wait."""
