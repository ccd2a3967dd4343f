"""Journey pages, ready to print."""
