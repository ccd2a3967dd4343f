"""Following shared libraries, finding services in them, and taking one for a council."""
