"""Councils that become others: rehearsed on the node, and done on the day."""
