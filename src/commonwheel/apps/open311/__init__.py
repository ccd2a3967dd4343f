"""Reports from other websites and apps. See README.md."""
