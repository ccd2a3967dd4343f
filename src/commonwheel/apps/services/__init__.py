"""What a council has adopted and offers."""
