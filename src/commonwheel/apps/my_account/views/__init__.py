"""Pages of tracking and of My account."""
