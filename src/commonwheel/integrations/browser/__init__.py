"""A browser on this machine, asked what axe finds on pages."""
