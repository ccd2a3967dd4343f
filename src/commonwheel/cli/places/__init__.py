"""The commands about places."""
