"""Every figure the project quotes, and the script that makes it."""
