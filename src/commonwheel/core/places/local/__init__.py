"""What level of local: a region cut into councils in several ways, and what can and cannot be told between them."""
