"""Uploads: checked, scanned, kept."""
