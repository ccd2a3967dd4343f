"""The pages of changing a service: each reads the request, makes one call, and answers."""
