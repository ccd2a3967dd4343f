"""Requests as the council works them."""
