"""Reorganisations rehearsed: what of councils that become others meets, what conflicts, and who goes where."""
