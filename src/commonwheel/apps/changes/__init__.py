"""Changing a service: drafts, sign-off, publications."""
