"""Who serves a place, and why, ready to print."""
