"""Asking a virus scanner about an upload."""
