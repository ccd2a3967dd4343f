"""A journey's pages: each reads the request, makes one call, and answers."""
