"""Reuse: what has been built already, as its own files say (publiccode.yml)."""
