"""Where things are, and whose duty is what."""
