"""What changes messages: writing them down, and delivering them."""
