"""Versions: what a council's service really is, the digests that tell versions apart, and what differs."""
