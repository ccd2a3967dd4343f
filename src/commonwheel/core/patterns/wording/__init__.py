"""Wording: texts with holes for values, what a message may name, and how hard a text is to read."""
