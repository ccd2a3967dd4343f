"""The commons on the web: its files, its catalogue, and what is sent to it."""
