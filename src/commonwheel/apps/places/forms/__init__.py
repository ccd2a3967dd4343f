"""What is asked about a place, on the page and by programs, read and checked."""
