"""What changes requests: opening, moving, noting, assigning."""
