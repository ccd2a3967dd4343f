"""Pattern folders on disk."""
