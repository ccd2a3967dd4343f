"""Use cases: councils, who works for them, and what they share."""
