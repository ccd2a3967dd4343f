"""Taking card payments."""
