"""The catalogue, ready to print."""
