"""Reads of the commons' folder and of the index over it."""
