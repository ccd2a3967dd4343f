"""People who sign in, and the invitations that bring them here."""
