"""What changes councils that end, and those that follow them."""
