"""Patterns as forms of other systems, so that nobody is locked in."""
