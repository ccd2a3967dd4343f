"""Councils on this node, their staff and what each may do."""
