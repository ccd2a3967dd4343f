"""Officers' pages of requests, and the door through which a status comes back."""
