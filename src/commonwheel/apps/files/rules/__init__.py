"""What may be uploaded, and how it is told apart."""
