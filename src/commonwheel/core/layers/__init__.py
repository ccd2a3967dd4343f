"""A council's own settings and words over a shared pattern."""
