"""The pattern language: one public service, written down whole as plain text."""
