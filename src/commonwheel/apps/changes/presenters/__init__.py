"""A service that is being changed, ready to print."""
