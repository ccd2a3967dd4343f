"""What a resident sees of what they sent."""
