"""Addresses that somebody else chose: reached on the public internet only, never in the node's own network."""
