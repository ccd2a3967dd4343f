"""Commonwheel: shared public services that stay local."""

__version__ = "0.1.0"
