"""The outbox, and what leaves it."""
