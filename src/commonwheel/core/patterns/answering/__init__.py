"""Answering: what was typed read into values, held to every rule, and the route that the answers open."""
