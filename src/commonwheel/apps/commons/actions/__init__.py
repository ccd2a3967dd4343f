"""What changes the index, and what is sent to the commons."""
