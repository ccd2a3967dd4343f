"""The only wiring: settings, addresses, jobs."""
