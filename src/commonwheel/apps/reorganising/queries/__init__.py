"""What is looked at of councils that end, and of those that follow them."""
