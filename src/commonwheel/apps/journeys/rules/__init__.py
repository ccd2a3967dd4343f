"""Who may open a journey, and how its secrets are made."""
