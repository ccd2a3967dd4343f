"""Where a service's requests are worked, and handing them over: see README.md."""
