"""Reads drafts, updates and publications of services."""
