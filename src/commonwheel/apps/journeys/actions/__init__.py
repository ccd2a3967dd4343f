"""What residents do with a journey."""
