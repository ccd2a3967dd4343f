"""Outside systems: a port, the real client and a fake for each."""
