"""Reorganisations on this node: councils that end, and those that follow them. Only looked at, or done."""
