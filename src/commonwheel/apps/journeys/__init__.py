"""Residents answering, from start to reference."""
