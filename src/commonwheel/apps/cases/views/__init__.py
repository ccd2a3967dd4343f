"""Officers' pages of requests."""
