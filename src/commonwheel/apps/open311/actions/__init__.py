"""Use cases, one atomic function each."""
