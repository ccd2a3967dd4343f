"""A folder in which files are left for another system: the port, and the folder on disk."""
