"""Connectors: the wheels that link a node with other systems; what each must be, and the pages of a package index."""
