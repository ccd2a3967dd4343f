"""Officers' pages of requests, ready to print."""
