"""Pages of sign-in, of the staff's front door, and of who works for a council."""
